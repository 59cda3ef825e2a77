// The process that stores, analyses and answers. It alone opens the embedded databases; the gateway goes on without it.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KnownError, Result } from '@foreshock/model/known-error.ts';
import type { AskModel } from '@foreshock/model/model-question.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type DurationMs, HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { createChannelDesk } from './alerting/channel-desk.ts';
import { createWhisper } from './alerting/channels/slack-whisper.ts';
import { rangesOf } from './alerting/config.ts';
import { realEndpoints } from './alerting/notification-channel.ts';
import { createPictures } from './alerting/pictures/create-pictures.ts';
import { openSecrets } from './alerting/seal-secrets.ts';
import { startAlerting } from './alerting/start-alerting.ts';
import { startAnalysis } from './analysis/analyze.ts';
import { backtestWarnings } from './analysis/prediction/backtest-warnings.ts';
import { replayWarnings } from './analysis/prediction/replay-warnings.ts';
import { breakDown } from './analysis/scoring/break-down.ts';
import { scoreLedger } from './analysis/scoring/score-ledger.ts';
import { createChangeFeed } from './api/change-feed.ts';
import { serveApi, signInExpiry } from './api/serve-api.ts';
import { openBackupDesk } from './backup/backup-desk.ts';
import { systemClock } from './base/clock.ts';
import { hashId } from './base/crypto/digest.ts';
import { openKeyRing } from './base/crypto/open-key-ring.ts';
import { systemChance } from './base/crypto/random.ts';
import { createToken } from './base/crypto/token.ts';
import { createLogger } from './base/logger.ts';
import { delay, every, type Schedule } from './base/schedule.ts';
import { createSelfTelemetry } from './base/self-telemetry.ts';
import { certificateFiles, keepCertificate } from './base/tls/keep-certificate.ts';
import { readStartConfig } from './config.ts';
import { configuredModels } from './configured-models.ts';
import { openDemoHistory } from './demo-history.ts';
import { createDrillDesk } from './drills/drill-desk.ts';
import { createAskModel } from './explanation/ask-model.ts';
import { capsOf } from './explanation/config.ts';
import { startOpenings } from './explanation/digest/word-openings.ts';
import { startLinkWording } from './explanation/linking/word-links.ts';
import { startNominations } from './explanation/nomination/start-nominations.ts';
import { previewPrompt } from './explanation/preview-prompt.ts';
import { redactorOf } from './explanation/redactor-of.ts';
import { openTexts } from './explanation/seal-texts.ts';
import { startExplanation } from './explanation/start-explanation.ts';
import { tryPrompt } from './explanation/try-prompt.ts';
import { serveMetrics } from './exposition/serve-metrics.ts';
import { authorityOf, openInClearText, originOf } from './exposure.ts';
import { defaultQuota } from './gateway/config.ts';
import { createGatewayReports } from './gateway-reports.ts';
import { startIngest } from './ingest/start-ingest.ts';
import { lostRequests } from './lost-requests.ts';
import { startNightlyRefinement } from './nightly-refinement.ts';
import { openProject } from './open-project.ts';
import { onParentMessage, tellParent } from './process-messages.ts';
import { startExpositionPush } from './push-exposition.ts';
import { redactedCounts } from './redacted-counts.ts';
import { pseudonymKeyPurpose } from './redaction/pseudonym.ts';
import { retainStored } from './retain-stored.ts';
import { recordAudit } from './store/metadata/audit.ts';
import { createChainAnchors } from './store/metadata/chain-anchors.ts';
import { openMetadata } from './store/metadata/database.ts';
import { listAcceptedKeys, noteKeyUse } from './store/metadata/ingest-keys.ts';
import { anchorChains } from './store/metadata/judge-chain.ts';
import { findModelSettings } from './store/metadata/model-settings.ts';
import { preparedDirectoryName } from './store/metadata/prepared-directory-name.ts';
import { listQuotas } from './store/metadata/quotas.ts';
import { createSignInToken } from './store/metadata/sessions.ts';
import { listTenants } from './store/metadata/tenants.ts';
import { createTelemetryStore } from './store/telemetry/create-telemetry-store.ts';
import { createKnownEntities } from './store/telemetry/known-entities.ts';
import { createStreamConsumer } from './stream/create-stream.ts';
import { VERSION } from './version.ts';

const KEYS_EVERY_MS = MINUTE;
const RETAIN_EVERY_MS = HOUR;
const ANCHOR_EVERY_MS = MINUTE;
/** Somebody watches. */
const DRILLS_EVERY_MS = 5 * SECOND;
const BACKUP_LOOK_MS = MINUTE;
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
const backupDirectory = resolve(config.backup.directory ?? directory('backups'));
const store = orFail(
  await createTelemetryStore({
    directory: directory('telemetry'),
    key: keyFor('telemetry'),
    config: config.store,
    backupDirectory,
  }),
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
const tenants = async () => (await listTenants(db)).map((known) => known.id);
const redactorOfProject = (of: TenantId) => redactorOf(of, db, keys);
const anchorHeads = async (): Promise<void> => anchorChains(db, anchors, await tenants(), clock.now());
const { tenant, demo } = await openProject(db, config.demo, clock.now());
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
  closeAfterMs: config.analysis.closeAfterSeconds * SECOND,
  directory: config.dataDirectory,
  telemetry,
  onExpired: async (of, object) => {
    const entry = { actor: 'ingest', action: 'quarantine.expire', object, credential: '', address: '' };
    await recordAudit(db, of, { ...entry, outcome: 'done' }, clock.now());
  },
  keys,
});

const backups = await openBackupDesk({
  ...{ dataDirectory: config.dataDirectory, directory: backupDirectory, keep: config.backup.keep },
  ...{ metadata, store, keys, clock, logger, version: VERSION },
  hold: (work) => ingest.hold(work),
});
const history = await openDemoHistory({ db, store, clock, storedUntil: ingest.storedUntil });
const models = orFail(configuredModels(config.model, { clock, chance: systemChance }));
const explanation = openExplanation();
const feed = createChangeFeed({
  db,
  onError: (error) => logger.warn('changes not looked at', { error: String(error) }),
});
const stalled = telemetry.counter('foreshock.api.watchers.stalled', {
  unit: '{watcher}',
  description: 'streams that were ended because nothing was taken from them',
});
let dashboardOrigin = originOf(config, config.api.host, config.api.port);
const channelTools = {
  rules: { allowed: rangesOf(config.alerting.allowedRanges) },
  now: () => clock.now(),
  endpoints: { ...realEndpoints, slack: config.alerting.slackUrl },
};
const entities = createKnownEntities(store, clock);
const alertingTools = {
  db,
  clock,
  keys,
  names: entities,
  origin: () => dashboardOrigin,
  channelTools,
  whisper: createWhisper(channelTools, logger),
};
const alerting = startAlerting({
  ...alertingTools,
  logger,
  telemetry,
  chance: systemChance,
  openSecrets: (of, channel, sealed) => openSecrets(sealed, of, channel, keys),
  drawPicture: createPictures({ db, store, clock, logger, telemetry }),
});
const analysis = startAnalysis({
  store,
  db,
  clock,
  logger,
  telemetry,
  config: config.analysis,
  tenants,
  storedUntil: history.storedUntil,
  historyUntil: history.historyUntil,
  decide: alerting.decide,
  onFindings: (of, findings) => {
    explanation?.consider(of, findings.incidents, findings.predictions);
    feed.wake();
  },
});

const drills = createDrillDesk({
  db,
  store,
  clock,
  tenant: demo.state === 'absent' ? undefined : tenant,
  send: (command) => tellParent({ type: 'drill', command }),
});

const clearText = openInClearText(config);
if (clearText.length > 0) logger.warn('ports without tls', { settings: clearText.join(' ') });
const gateway = createGatewayReports(({ tenant: of, id, at }) => noteKeyUse(db, of, id, at), telemetry.snapshot);
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
    entities,
    feed,
    queryLimits: { tookMs: config.store.querySeconds * SECOND, memoryBytes: config.store.queryMemoryBytes },
    stalledReaders: { count: () => stalled.add(1), wait: delay },
    dashboard: fileURLToPath(new URL('dashboard/dist', REPOSITORY)),
    pseudonymKey: (id, version) => keys.derive(pseudonymKeyPurpose(id, version)),
    snapshot: telemetry.snapshot,
    requestsPerMinute: config.api.requestsPerMinute,
    quotas: { defaults: defaultQuota(config.gateway), overQuota: gateway.overQuota, tellGateway: publishKeys },
    anchors,
    scoring: { score: scoreLedger, breakDown },
    quarantine: {
      ...ingest.quarantine,
      lost: (id) => lostRequests(telemetry.snapshot(), id),
      keepMs: config.ingest.quarantineHours * HOUR,
    },
    backups,
    ...(explanation && { askModel: explanation.ask }),
    modelSetup: { models, keepDays: config.model.keepDays, capsOf: (own) => capsOf(config.model, own) },
    alerting: createChannelDesk(alertingTools),
    drills,
    openModelCall: (id, call, sealed) => openTexts(sealed, id, call, keys),
    prompt: {
      ...(explanation && { tryOut: explanation.tryOut }),
      preview: async (of, asked) => {
        const { figures } = config.model;
        const redactor = await redactorOfProject(of);
        return previewPrompt(of, asked, { db, telemetry: store.tenant(of), now: clock.now(), redactor, figures });
      },
      redact: async (of, text) => (await redactorOfProject(of)).text(text),
    },
    replayWarnings,
    backtestWarnings,
    reference: () => hashId('', createToken()).slice(0, 8),
    status: {
      version: VERSION,
      languageModel: explanation !== undefined,
      backups: backups.state,
      refused: gateway.refusedOf,
      transport: () => {
        const ofGateway = gateway.certificate();
        return {
          clearText,
          certificates: [
            ...(ofGateway ? [{ port: 'ingest' as const, ...ofGateway }] : []),
            ...(certificate ? [{ port: 'api' as const, ...certificate.status() }] : []),
          ],
        };
      },
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
const push = orFail(startExpositionPush({ tenant, config: config.exposition, api, feed, clock, logger, telemetry }));
const onError = (error: unknown): void => logger.error('periodic work failed', { error });
const schedules = [
  ...(explanation ? modelSchedules(explanation.ask) : []),
  every({ intervalMs: KEYS_EVERY_MS, work: publishKeys, onError }),
  every({
    intervalMs: RETAIN_EVERY_MS,
    work: () =>
      retainStored({
        db,
        store,
        clock,
        logger,
        config: config.store,
        keepCallsDays: config.model.keepDays,
        keepAlertsDays: config.alerting.keepDays,
      }),
    onError,
  }),
  ...(config.backup.everyHours > 0 ? [backupSchedule(config.backup.everyHours * HOUR)] : []),
  every({ intervalMs: ANCHOR_EVERY_MS, work: anchorHeads, onError }),
  every({ intervalMs: DRILLS_EVERY_MS, work: drills.follow, onError }),
];

onParentMessage((message) => {
  if (message.type === 'stop') void stop();
  else if (message.type === 'gateway-report') void gateway.hear(message.report).catch(onError);
  else if (message.type === 'reload-certificate') void certificate?.reload();
  else if (message.type === 'drill-report') void drills.hear(message.report).catch(onError);
  else if (message.type === 'history-sent') void history.sent(tenant, message.until).catch(onError);
  else {
    endpoints.otlpHttp = originOf(config, config.gateway.host, message.httpPort);
    endpoints.otlpGrpc = authorityOf(config, config.gateway.host, message.grpcPort);
  }
});
await drills.recover();
const token = await createSignInToken(
  db,
  { tenant, person: 'local', role: 'admin' },
  signInExpiry(clock.now(), config.api.signInLinkMinutes),
);
tellParent({ type: 'engine-ready', origin: api.origin, signIn: `${api.origin}/sign-in?token=${token}`, demo });

/** Absent without a model: then every story is the template's. */
function openExplanation() {
  const [model, ...others] = models;
  if (!model) return undefined;
  const smaller = others.find(({ role }) => role === 'smaller');
  const shadow = others.find(({ role }) => role === 'shadow');
  const tools = {
    db,
    store,
    clock,
    logger,
    telemetry,
    keys,
    maxTokens: config.model.maxAnswerTokens,
    figures: config.model.figures,
    capsOf: async (of: TenantId) => capsOf(config.model, (await findModelSettings(db, of)).settings),
    model,
    ...(smaller && { smaller }),
    ...(shadow && { shadow }),
  };
  return {
    ...startExplanation(tools),
    ask: createAskModel(tools),
    tryOut: (of: TenantId, asked: Parameters<typeof tryPrompt>[1]) => tryPrompt(of, asked, tools),
  };
}

function backupSchedule(everyMs: DurationMs): Schedule {
  return every({ intervalMs: BACKUP_LOOK_MS, work: () => backups.startIfDue(everyMs), onError });
}

/** What a model is asked without anybody waiting for it. */
function modelSchedules(ask: AskModel): Schedule[] {
  const { figures } = config.model;
  const tools = { db, store, clock, logger, ask, tenants, figures, redactorOf: redactorOfProject };
  return [startNightlyRefinement(tools), startNominations(tools), startLinkWording(tools), startOpenings(tools)];
}

/** Doors first, then what works on the stores, then the stores. */
async function stop(): Promise<void> {
  history.stop();
  const steps = [
    () => Promise.all(schedules.map((schedule) => schedule.stop())),
    () => metricsListener?.stop(),
    () => push?.stop(),
    () => feed.stop(),
    () => api.stop(),
    () => analysis.stop(),
    () => alerting.stop(),
    () => explanation?.stop(),
    () => backups.stop(),
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
