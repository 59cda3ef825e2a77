// The process that stores, analyses and answers. It alone opens the embedded databases; the gateway goes on without it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure, type KnownError, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { parseTenantId } from '@foreshock/model/tenant.ts';
import { DAY, formatTime, HOUR, MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { createChannelDesk } from './alerting/channel-desk.ts';
import { rangesOf } from './alerting/config.ts';
import { createEntityNames } from './alerting/entity-names.ts';
import { realEndpoints } from './alerting/notification-channel.ts';
import { openSecrets } from './alerting/seal-secrets.ts';
import { startAlerting } from './alerting/start-alerting.ts';
import { startAnalysis } from './analysis/analyze.ts';
import { backtestWarnings } from './analysis/prediction/backtest-warnings.ts';
import { replayWarnings } from './analysis/prediction/replay-warnings.ts';
import { breakDown } from './analysis/scoring/break-down.ts';
import { scoreLedger } from './analysis/scoring/score-ledger.ts';
import { createEventFeed } from './api/event-feed.ts';
import type { ModelSetup } from './api/handlers/model-usage.ts';
import { serveApi, signInExpiry } from './api/serve-api.ts';
import { systemClock } from './base/clock.ts';
import { hashId } from './base/crypto/digest.ts';
import { openKeyRing } from './base/crypto/key-ring.ts';
import { systemChance } from './base/crypto/random.ts';
import { createToken } from './base/crypto/token.ts';
import { createLogger } from './base/logger.ts';
import { delay, every } from './base/schedule.ts';
import { createSelfTelemetry } from './base/self-telemetry.ts';
import { certificateFiles, keepCertificate } from './base/tls/keep-certificate.ts';
import { readStartConfig } from './config.ts';
import { capsOf, priceOf } from './explanation/config.ts';
import { createLanguageModel, type LanguageModelOptions } from './explanation/models/create-language-model.ts';
import { previewPrompt } from './explanation/preview-prompt.ts';
import { redactorOf } from './explanation/redactor-of.ts';
import { openTexts } from './explanation/seal-texts.ts';
import { type PricedModel, startExplanation } from './explanation/start-explanation.ts';
import { type OtlpPush, startOtlpPush } from './exposition/push-otlp.ts';
import { serveMetrics } from './exposition/serve-metrics.ts';
import { createStateChanges } from './exposition/state-changes.ts';
import { authorityOf, openInClearText, originOf } from './exposure.ts';
import { defaultQuota } from './gateway/config.ts';
import { startIngest } from './ingest/start-ingest.ts';
import { lostRequests } from './lost-requests.ts';
import {
  type DemoState,
  type GatewayReport,
  onParentMessage,
  type ReasonCount,
  tellParent,
} from './process-messages.ts';
import { redactedCounts } from './redacted-counts.ts';
import { pseudonymKeyPurpose } from './redaction/pseudonym.ts';
import { refusedCounts } from './refused-counts.ts';
import { recordAudit } from './store/metadata/audit.ts';
import { createChainAnchors } from './store/metadata/chain-anchors.ts';
import { openMetadata } from './store/metadata/database.ts';
import { listAcceptedKeys, noteKeyUse } from './store/metadata/ingest-keys.ts';
import { anchorChains } from './store/metadata/judge-ledger.ts';
import { findModelSettings } from './store/metadata/model-settings.ts';
import { preparedDirectoryName } from './store/metadata/prepared-directory-name.ts';
import { listQuotas } from './store/metadata/quotas.ts';
import { createSignInToken } from './store/metadata/sessions.ts';
import { forgetModelCalls } from './store/metadata/stories.ts';
import { changeSettings, ensureTenant, listTenants, type TenantSettings } from './store/metadata/tenants.ts';
import { createTelemetryStore } from './store/telemetry/create-telemetry-store.ts';
import { createStreamConsumer } from './stream/create-stream.ts';
import { VERSION } from './version.ts';

const KEYS_EVERY_MS = MINUTE;
const RETAIN_EVERY_MS = HOUR;
const ANCHOR_EVERY_MS = MINUTE;
const HISTORY_GLANCE_MS = 500;
/** The simulator sends half an hour of history in a request for each signal, one after the other. */
const HISTORY_REQUEST_MS = 35 * MINUTE;
const REPOSITORY = new URL('../../', import.meta.url);

const fail = (error: KnownError): never => {
  tellParent({ type: 'failed', error });
  process.exit(1);
};
const orFail = <T>(result: Result<T>): T => (result.ok ? result.value : fail(result.error));

const config = orFail(readStartConfig());
const clock = systemClock;
const logger = createLogger({ level: config.logLevel, name: 'engine', write: (line) => process.stderr.write(line) });
const telemetry = createSelfTelemetry();
const directory = (name: string): string => join(config.dataDirectory, name);
// The terminal sends Ctrl-C to every process of the group; the parent decides when each one stops.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});

const keys = orFail(
  await openKeyRing({
    dataDirectory: config.dataDirectory,
    ...(config.masterKey !== undefined && { masterKey: config.masterKey }),
  }),
);
const files = certificateFiles(config.tls);
const certificate = files && orFail(await keepCertificate({ files, clock, logger, telemetry }));
const keyFor = (purpose: string): Uint8Array => keys.derive({ purpose, tenant: '', part: '' });
const prepared = fileURLToPath(new URL(`node_modules/.cache/foreshock/${preparedDirectoryName()}`, REPOSITORY));
const metadata = orFail(
  await openMetadata({
    directory: directory('metadata'),
    key: keyFor('metadata'),
    ...(existsSync(prepared) && { preparedDirectory: prepared }),
    onRestart: (reason) => logger.error('metadata database restarted', { reason }),
  }),
);
const { db } = metadata;
const store = orFail(
  await createTelemetryStore({ directory: directory('telemetry'), key: keyFor('telemetry'), config: config.store }),
);
const stream = orFail(
  await createStreamConsumer({
    directory: directory('journal'),
    keys,
    clock,
    logger,
    config: config.stream,
    kafka: config.kafka,
  }),
);

const anchors = createChainAnchors(directory('anchors'), (id) =>
  keys.derive({ purpose: 'anchors', tenant: id, part: '' }),
);
const anchorHeads = async (): Promise<void> =>
  anchorChains(
    db,
    anchors,
    (await listTenants(db)).map((known) => known.id),
    clock.now(),
  );
const { tenant, demo } = await openProject();
let keysIssuedAt = 0;
const publishKeys = async (): Promise<void> => {
  // Two lists of one millisecond would be taken for the same.
  keysIssuedAt = Math.max(keysIssuedAt + 1, clock.now());
  const issuedAt = keysIssuedAt;
  const accepted = await listAcceptedKeys(db, issuedAt);
  const published = await stream.publishAcceptedKeys({
    issuedAt,
    keys: accepted,
    quotas: await listQuotas(db),
    anonymous: tenant,
  });
  if (!published.ok) logger.error('accepted keys not published', { code: published.error.code });
};
await publishKeys();

const ingest = await startIngest({
  stream,
  store,
  db,
  clock,
  logger,
  config: config.ingest,
  directory: config.dataDirectory,
  telemetry,
  onExpired: async (of, object) => {
    const entry = { actor: 'ingest', action: 'quarantine.expire', object, credential: '', address: '' };
    await recordAudit(db, of, { ...entry, outcome: 'done' }, clock.now());
  },
  keys,
});

const settings = new Map<TenantId, TenantSettings>();
for (const known of await listTenants(db)) settings.set(known.id, known.settings);
const explanation = openExplanation();
const feed = createEventFeed(clock.now());
let dashboardOrigin = originOf(config, config.api.host, config.api.port);
const alertingTools = {
  db,
  clock,
  keys,
  names: createEntityNames(store, clock),
  origin: () => dashboardOrigin,
  channelTools: {
    rules: { allowed: rangesOf(config.alerting.allowedRanges) },
    now: () => clock.now(),
    endpoints: realEndpoints,
  },
};
const alerting = startAlerting({
  ...alertingTools,
  logger,
  telemetry,
  chance: systemChance,
  openSecrets: (of, channel, sealed) => openSecrets(sealed, of, channel, keys),
});
const analysis = startAnalysis({
  store,
  db,
  clock,
  logger,
  telemetry,
  config: config.analysis,
  tenants: async () => (await listTenants(db)).map((known) => known.id),
  storedUntil: storedUntil,
  historyUntil: async (id) => numberOf(settings.get(id)?.historyUntil),
  decide: alerting.decide,
  onFindings: (of, findings) => {
    explanation?.consider(of, findings.incidents, findings.predictions);
    feed.publish(of, [
      ...findings.predictions.map(({ id, revision }) => ({ type: 'prediction' as const, id, revision })),
      ...findings.incidents.map(({ id, updatedAt }) => ({ type: 'incident' as const, id, revision: updatedAt })),
      { type: 'analysis', id: String(findings.watermark), revision: findings.watermark },
    ]);
  },
});

let stopping = false;
const clearText = openInClearText(config);
if (clearText.length > 0) logger.warn('ports without tls', { settings: clearText.join(' ') });
let ofGateway: GatewayReport = { refused: [], keyUses: [] };
const endpoints = { otlpHttp: '', otlpGrpc: '' };
const api = orFail(
  await serveApi({
    host: config.api.host,
    port: config.api.port,
    certificate,
    originOf: (port) => originOf(config, config.api.host, port),
    store,
    db,
    clock,
    logger,
    feed,
    dashboard: fileURLToPath(new URL('dashboard/dist', REPOSITORY)),
    pseudonymKey: (id, version) => keys.derive(pseudonymKeyPurpose(id, version)),
    snapshot: telemetry.snapshot,
    requestsPerMinute: config.api.requestsPerMinute,
    quotas: { defaults: defaultQuota(config.gateway), overQuota, tellGateway: publishKeys },
    anchors,
    scoring: { score: scoreLedger, breakDown },
    quarantine: {
      ...ingest.quarantine,
      lost: (id) => lostRequests(telemetry.snapshot(), id),
      keepMs: config.ingest.quarantineHours * HOUR,
    },
    modelSetup: modelSetup(),
    alerting: createChannelDesk(alertingTools),
    openModelCall: (id, call, sealed) => openTexts(sealed, id, call, keys),
    prompt: {
      preview: async (of, asked) => {
        const tools = { db, telemetry: store.tenant(of), now: clock.now(), redactor: await redactorOf(of, db, keys) };
        return previewPrompt(of, asked, tools);
      },
      redact: async (of, text) => (await redactorOf(of, db, keys)).text(text),
    },
    replayWarnings,
    backtestWarnings,
    reference: () => hashId('', createToken()).slice(0, 8),
    status: {
      version: VERSION,
      languageModel: explanation !== undefined,
      refused: refusedOf,
      transport: () => ({
        clearText,
        certificates: [
          ...(ofGateway.certificate ? [{ port: 'ingest' as const, ...ofGateway.certificate }] : []),
          ...(certificate ? [{ port: 'api' as const, ...certificate.status() }] : []),
        ],
      }),
      redacted: (id) => redactedCounts(telemetry.snapshot(), id),
      backlog: () => stream.backlog(),
      endpoints,
    },
  }),
);
dashboardOrigin = api.origin;
const metricsListener =
  config.exposition.metricsPort === undefined
    ? undefined
    : orFail(await serveMetrics(config.exposition.metricsPort, () => api.metrics(tenant)));
const push = openPush();
const stopTelling = new AbortController();
if (push) void tellStateChanges(push).catch((error) => logger.error('state changes not told', { error }));
const onError = (error: unknown): void => logger.error('periodic work failed', { error });
const schedules = [
  every({ intervalMs: KEYS_EVERY_MS, work: publishKeys, onError }),
  every({ intervalMs: RETAIN_EVERY_MS, work: retain, onError }),
  every({ intervalMs: ANCHOR_EVERY_MS, work: anchorHeads, onError }),
];

onParentMessage((message) => {
  if (message.type === 'stop') void stop();
  else if (message.type === 'gateway-report') void hearGateway(message.report).catch(onError);
  else if (message.type === 'reload-certificate') void certificate?.reload();
  else if (message.type === 'history-sent') void historySent(message.until).catch(onError);
  else {
    endpoints.otlpHttp = originOf(config, config.gateway.host, message.httpPort);
    endpoints.otlpGrpc = authorityOf(config, config.gateway.host, message.grpcPort);
  }
});
const token = await createSignInToken(
  db,
  { tenant, person: 'local', role: 'admin' },
  signInExpiry(clock.now(), config.api.signInLinkMinutes),
);
tellParent({ type: 'engine-ready', origin: api.origin, signIn: `${api.origin}/sign-in?token=${token}`, demo });

/** Absent without a model: then every story is the template's. */
function openExplanation() {
  const { url, name, maxAnswerTokens, smaller, shadow, ...options } = config.model;
  if (url === undefined || name === undefined) return undefined;
  const named = { ...options, url, name, apiKey: orFail(readModelKey()), clock, chance: systemChance };
  return startExplanation({
    db,
    store,
    clock,
    logger,
    telemetry,
    keys,
    maxTokens: maxAnswerTokens,
    capsOf: async (of) => capsOf(config.model, (await findModelSettings(db, of)).settings),
    model: priced(named, config.model),
    ...(smaller && { smaller: priced({ ...named, name: smaller.name }, smaller) }),
    ...(shadow && {
      shadow: priced(
        shadow.url === undefined
          ? { ...named, name: shadow.name }
          : { ...named, ...shadow, url: shadow.url, apiKey: shadow.apiKey },
        shadow,
      ),
    }),
  });
}

function priced(options: LanguageModelOptions, prices: Parameters<typeof priceOf>[0]): PricedModel {
  const price = priceOf(prices);
  return { model: createLanguageModel(options), ...(price && { price }) };
}

/** For people: which models there are, and what they may cost. */
function modelSetup(): ModelSetup {
  const { url, name, smaller, shadow, keepDays } = config.model;
  const models = [
    ...(url !== undefined && name !== undefined ? [{ role: 'named' as const, name, prices: config.model }] : []),
    ...(url !== undefined && smaller ? [{ role: 'smaller' as const, name: smaller.name, prices: smaller }] : []),
    ...(url !== undefined && shadow ? [{ role: 'shadow' as const, name: shadow.name, prices: shadow }] : []),
  ];
  return {
    keepDays,
    capsOf: (own) => capsOf(config.model, own),
    models: models.map(({ role, name: of, prices }) => {
      const price = priceOf(prices);
      return { role, name: of, ...(price && { price }) };
    }),
  };
}

function readModelKey(): Result<string | undefined> {
  const { apiKey, apiKeyFile } = config.model;
  if (apiKeyFile === undefined) return success<string | undefined>(apiKey);
  if (!existsSync(apiKeyFile))
    return failure('configuration-invalid', `model.apiKeyFile: there is no file ${apiKeyFile}`);
  return success<string | undefined>(readFileSync(apiKeyFile, 'utf8').trim());
}

/** Absent without an endpoint. */
function openPush(): OtlpPush | undefined {
  const { otlpEndpoint, otlpAuthorizationFile, otlpIntervalSeconds } = config.exposition;
  if (otlpEndpoint === undefined) return undefined;
  if (otlpAuthorizationFile !== undefined && !existsSync(otlpAuthorizationFile))
    fail(
      failure('configuration-invalid', `exposition.otlpAuthorizationFile: there is no file ${otlpAuthorizationFile}`)
        .error,
    );
  return startOtlpPush({
    endpoint: otlpEndpoint,
    authorization: otlpAuthorizationFile === undefined ? '' : readFileSync(otlpAuthorizationFile, 'utf8').trim(),
    intervalMs: otlpIntervalSeconds * SECOND,
    resource: { 'service.name': 'foreshock', 'service.version': VERSION, 'foreshock.project': tenant },
    gather: () => api.metrics(tenant),
    clock,
    logger,
    telemetry,
  });
}

async function tellStateChanges(to: OtlpPush): Promise<void> {
  const changes = createStateChanges(api.ask(tenant));
  for await (const { type, id } of feed.subscribe(tenant, undefined, stopTelling.signal)) {
    if (type !== 'prediction' && type !== 'incident') continue;
    const record = await changes.consider(type, id, clock.now());
    if (record) to.log(record);
  }
}

/** What was refused of a project, and of senders who were not let in. */
function refusedOf(of: TenantId): ReasonCount[] {
  const counts = [...ofGateway.refused, ...refusedCounts(telemetry.snapshot())];
  return counts.filter((each) => each.tenant === undefined || each.tenant === of);
}

function overQuota(of: TenantId): { bytes: number; records: number; requests: number } {
  const own = ofGateway.refused.filter((each) => each.tenant === of);
  const countOf = (what: string): number =>
    own.find(({ reason }) => reason === `request quota-${what}-exceeded`)?.count ?? 0;
  return { bytes: countOf('bytes'), records: countOf('records'), requests: countOf('requests') };
}

async function hearGateway(report: GatewayReport): Promise<void> {
  ofGateway = report;
  for (const use of report.keyUses) await noteKeyUse(db, use.tenant, use.id, use.at);
}

/** The demo's project, or one for real data; which one a data directory shows is said at each start. */
async function openProject(): Promise<{ readonly tenant: TenantId; readonly demo: DemoState }> {
  const known = await listTenants(db);
  const id = parseTenantId(config.demo ? 'demo' : 'default')!;
  const before = known.find((one) => one.id === id);
  await ensureTenant(db, id, clock.now());
  if (!config.demo) {
    if (!before) await changeSettings(db, id, { name: 'default', simulated: false });
    return { tenant: id, demo: { state: 'absent' } };
  }
  const origin = before ? numberOf(before.settings.origin) : clock.now();
  const isLive = before?.settings.historySent === true;
  if (!before)
    await changeSettings(db, id, {
      name: 'demo shop',
      simulated: true,
      origin,
      historySent: false,
      historyUntil: origin,
    });
  return { tenant: id, demo: { state: isLive ? 'live' : 'new', origin } };
}

/** Sent is not stored: until the journal is empty of it, the minutes still close as they arrive. */
async function historySent(until: Timestamp): Promise<void> {
  const sentAt = clock.now();
  while (ingest.storedUntil() < sentAt && !stopping) await delay(HISTORY_GLANCE_MS);
  if (stopping) return;
  settings.set(tenant, await changeSettings(db, tenant, { historySent: true, historyUntil: until }));
}

/** While history is being sent, its minutes close as the next ones arrive and not by the clock. */
async function storedUntil(id: TenantId): Promise<Timestamp | undefined> {
  const own = settings.get(id);
  if (own?.simulated !== true || own.historySent === true) return ingest.storedUntil();
  const extent = await store.tenant(id).selectExtent();
  return extent.ok && extent.value ? extent.value.to - HISTORY_REQUEST_MS : undefined;
}

async function retain(): Promise<void> {
  const { retentionLogs, retentionTraces, retentionMetrics, retentionRollups } = config.store;
  const policy = { logs: retentionLogs, traces: retentionTraces, metrics: retentionMetrics, rollups: retentionRollups };
  for (const known of await listTenants(db)) {
    const done = await store.tenant(known.id).retain(policy, clock.now());
    await forgetOldCalls(known.id);
    if (!done.ok) logger.error('old telemetry not deleted', { tenant: known.id, code: done.error.code });
  }
}

async function forgetOldCalls(of: TenantId): Promise<void> {
  const { settings: own } = await findModelSettings(db, of);
  const before = clock.now() - (own.keepDays ?? config.model.keepDays) * DAY;
  const calls = await forgetModelCalls(db, of, before);
  if (calls === 0) return;
  const object = `${calls} calls before ${formatTime(before)}`;
  const entry = { actor: 'explanation', action: 'model.forget', object, credential: '', address: '' };
  await recordAudit(db, of, { ...entry, outcome: 'done' }, clock.now());
}

/** Doors first, then what works on the stores, then the stores. */
async function stop(): Promise<void> {
  stopping = true;
  const steps = [
    () => Promise.all(schedules.map((schedule) => schedule.stop())),
    () => metricsListener?.stop(),
    () => stopTelling.abort(),
    () => push?.stop(),
    () => api.stop(),
    () => analysis.stop(),
    () => alerting.stop(),
    () => explanation?.stop(),
    () => ingest.stop(),
    anchorHeads,
    () => store.close(),
    () => metadata.close(),
    () => certificate?.stop(),
  ];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      logger.error('stop failed', { error });
    }
  }
  process.exit(0);
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
