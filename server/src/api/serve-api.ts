// Questions -> answers. Joins the handlers, the session and the transports into one server.
import type { Catalog, OperationName } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { LedgerScoring } from '@foreshock/model/calibration.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { AskModel } from '@foreshock/model/model-question.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { BacktestWarnings } from '@foreshock/model/warning-backtest.ts';
import type { ReplayWarnings } from '@foreshock/model/warning-replay.ts';
import type { Clock } from '../base/clock.ts';
import { isCertificateFor } from '../base/crypto/certificate.ts';
import type { Logger } from '../base/logger.ts';
import { isLoopbackHost } from '../base/net/listen.ts';
import type { TlsIdentity } from '../base/net/tls-options.ts';
import type { Metric } from '../base/self-telemetry.ts';
import type { KeptCertificate } from '../base/tls/keep-certificate.ts';
import { type Ask, gatherMetrics } from '../exposition/gather-metrics.ts';
import { recordAudit } from '../store/metadata/audit.ts';
import type { ChainAnchors } from '../store/metadata/chain-anchors.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import type { KnownEntities } from '../store/telemetry/known-entities.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import { createAnswerOnce } from './answer-once.ts';
import type { Caller } from './caller.ts';
import { createCallers } from './callers.ts';
import type { ChangeFeed } from './change-feed.ts';
import {
  type AnsweredName,
  type AnswerOperation,
  executeOperation,
  type Handlers,
  type WatchedName,
  type WatchOperation,
  watchOperation,
} from './execute-operation.ts';
import { createDirectories, type QueryLimits } from './handler-tools.ts';
import { alertChannelHandlers, type ChannelSource } from './handlers/alert-channels.ts';
import { alertRouteHandlers, type RouteSource } from './handlers/alert-routes.ts';
import { anomalyHandlers } from './handlers/anomalies.ts';
import { apiKeyHandlers } from './handlers/api-keys.ts';
import { askHandlers } from './handlers/ask.ts';
import { auditHandlers } from './handlers/audit.ts';
import { type BackupSource, backupHandlers } from './handlers/backups.ts';
import { calibrationHandlers } from './handlers/calibration.ts';
import { changeHandlers } from './handlers/changes.ts';
import { configOwnershipHandlers } from './handlers/config-ownership.ts';
import { confirmedCauseHandlers } from './handlers/confirmed-causes.ts';
import { dataUsageHandlers } from './handlers/data-usage.ts';
import { differenceHandlers } from './handlers/differences.ts';
import { type DrillSource, drillHandlers } from './handlers/drills.ts';
import { historyHandlers } from './handlers/history.ts';
import { incidentHandlers } from './handlers/incidents.ts';
import { ingestKeyHandlers } from './handlers/ingest-keys.ts';
import { ledgerHandlers } from './handlers/ledger.ts';
import { logHandlers } from './handlers/logs.ts';
import { metricHandlers } from './handlers/metrics.ts';
import { modelCallHandlers, type OpenModelCall } from './handlers/model-calls.ts';
import { type ModelSetup, modelUsageHandlers } from './handlers/model-usage.ts';
import { noisePreviewHandlers } from './handlers/noise-preview.ts';
import { noiseReplayHandlers } from './handlers/noise-replay.ts';
import { noiseRuleHandlers } from './handlers/noise-rules.ts';
import { nominationHandlers } from './handlers/nominations.ts';
import { notificationHandlers } from './handlers/notifications.ts';
import { predictionHandlers } from './handlers/predictions.ts';
import { type PromptSource, promptHandlers } from './handlers/prompt.ts';
import { type QuarantineSource, quarantineHandlers } from './handlers/quarantine.ts';
import { type QuotaSources, quotaHandlers } from './handlers/quota.ts';
import { redactionHandlers } from './handlers/redaction.ts';
import { redactionPreviewHandlers } from './handlers/redaction-preview.ts';
import { similarIncidentHandlers } from './handlers/similar-incidents.ts';
import { sloPreviewHandlers } from './handlers/slo-preview.ts';
import { sloHandlers } from './handlers/slos.ts';
import { type StatusSources, statusHandlers } from './handlers/status.ts';
import { storyRatingHandlers } from './handlers/story-ratings.ts';
import { templateLinkHandlers } from './handlers/template-links.ts';
import { templateMergeHandlers } from './handlers/template-merges.ts';
import { toldOutcomeHandlers } from './handlers/told-outcomes.ts';
import { topologyHandlers } from './handlers/topology.ts';
import { traceHandlers } from './handlers/traces.ts';
import { warningHandlers } from './handlers/warnings.ts';
import { watchHandlers } from './handlers/watches.ts';
import { innerCaller } from './inner-caller.ts';
import { createRequestLimits } from './request-limits.ts';
import { serveDashboard } from './transports/dashboard-files.ts';
import type { StalledReaders } from './transports/end-stalled.ts';
import { createRestServer, type RestTools } from './transports/rest.ts';

export interface ApiOptions {
  readonly entities: KnownEntities;
  readonly host: string;
  readonly port: number;
  /** With it the port speaks TLS; client certificates are not asked for. The caller keeps and stops it. */
  readonly certificate?: KeptCertificate | undefined;
  /** Of this API as other machines write it, for a port. */
  readonly originOf: (port: number) => string;
  readonly store: TelemetryStore;
  readonly db: MetadataDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The caller keeps and stops it. */
  readonly feed: ChangeFeed;
  readonly stalledReaders: StalledReaders;
  readonly queryLimits: QueryLimits;
  readonly status: Omit<StatusSources, 'endSession'>;
  /** Of a project and a version of its key: what pseudonyms are made with, 32 bytes. */
  readonly pseudonymKey: (tenant: TenantId, version: number) => Uint8Array;
  /** Heads of the ledger kept outside the store. */
  readonly anchors: ChainAnchors;
  /** Works out how right the ledger was. */
  readonly scoring: LedgerScoring;
  /** Decides upon the forecasts of the ledger again. */
  readonly replayWarnings: ReplayWarnings;
  /** Says what would have been told over history. */
  readonly backtestWarnings: BacktestWarnings;
  /** Of the built dashboard. */
  readonly dashboard: string;
  /** What the process counts of itself. */
  readonly snapshot: () => readonly Metric[];
  /** That each API key may make. */
  readonly requestsPerMinute: number;
  readonly quotas: QuotaSources;
  readonly quarantine: QuarantineSource;
  readonly backups: BackupSource;
  readonly openModelCall: OpenModelCall;
  readonly prompt: PromptSource;
  readonly modelSetup: ModelSetup;
  /** Absent without a model. */
  readonly askModel?: AskModel;
  readonly alerting: ChannelSource & RouteSource & Pick<RestTools, 'hear'>;
  readonly drills: DrillSource;
  /** Makes the reference of a fault. */
  readonly reference: () => string;
}

export interface Api {
  /** `http://127.0.0.1:8080`, or the public name. */
  readonly origin: string;
  /** As the program itself, which may read a project. */
  ask(tenant: TenantId): Ask;
  metrics(tenant: TenantId): Promise<Result<readonly Metric[]>>;
  stop(): Promise<void>;
}

/** Of questions that nobody takes back. */
const NEVER = new AbortController().signal;
/** The whole ledger is read for it, and it moves with outcomes, of which there are a few a day. */
const CALIBRATION_KEPT_MS = 5 * MINUTE;

/** `port-in-use` when another program listens there. */
export async function serveApi(options: ApiOptions): Promise<Result<Api>> {
  const { store, db, clock, logger } = options;
  const { feed, queryLimits } = options;
  const tools = { store, db, clock, directories: createDirectories(options.entities), feed, queryLimits };
  const callers = createCallers(db, clock);
  const handlers: Handlers = {
    ...predictionHandlers(tools),
    ...incidentHandlers(tools),
    ...confirmedCauseHandlers(tools),
    ...similarIncidentHandlers(tools),
    ...toldOutcomeHandlers(tools),
    ...anomalyHandlers(tools),
    ...topologyHandlers(tools),
    ...changeHandlers(tools, options.prompt.redact),
    ...logHandlers(tools),
    ...templateLinkHandlers(tools),
    ...templateMergeHandlers(tools),
    ...metricHandlers(tools),
    ...differenceHandlers(tools),
    ...traceHandlers(tools),
    ...ledgerHandlers(tools, options.anchors),
    ...auditHandlers(tools, options.anchors),
    ...calibrationHandlers(tools, options.scoring),
    ...warningHandlers(tools, options.replayWarnings),
    ...historyHandlers(tools, options.backtestWarnings),
    ...drillHandlers(tools, options.drills),
    ...apiKeyHandlers(tools, callers.forgetKeys),
    ...ingestKeyHandlers(tools, options.quotas.tellGateway),
    ...quotaHandlers(tools, options.quotas),
    ...quarantineHandlers(options.quarantine),
    ...backupHandlers(options.backups),
    ...alertChannelHandlers(tools, options.alerting),
    ...alertRouteHandlers(tools, options.alerting),
    ...notificationHandlers(tools),
    ...modelCallHandlers(tools, options.openModelCall),
    ...promptHandlers(tools, options.prompt),
    // A question in words runs as the query that it becomes, in by the same door.
    ...askHandlers(
      tools,
      ({ operation, input }, caller, signal) => executeOperation(operation, input, caller, signal, handlers, record),
      options.askModel,
    ),
    ...storyRatingHandlers(tools),
    ...modelUsageHandlers(tools, options.modelSetup),
    ...nominationHandlers(tools, options.modelSetup.models.length > 0),
    ...noiseRuleHandlers(tools),
    ...noisePreviewHandlers(tools),
    ...noiseReplayHandlers(tools),
    ...dataUsageHandlers(tools, options.status.refused),
    ...redactionHandlers(tools, options.pseudonymKey),
    ...redactionPreviewHandlers(tools, options.pseudonymKey),
    ...configOwnershipHandlers(tools),
    ...sloHandlers(tools),
    ...sloPreviewHandlers(tools),
    ...statusHandlers(tools, { ...options.status, endSession: callers.end }),
  };
  const record = async (caller: Caller, operation: OperationName, object: string): Promise<void> => {
    const entry = {
      actor: caller.name,
      action: operation,
      object,
      credential: caller.credential,
      address: '',
      outcome: 'done' as const,
    };
    await recordAudit(db, caller.tenant, entry, clock.now());
    // What a person did is seen by who watches, as what analysis found is.
    options.feed.wake();
  };
  const answer: AnswerOperation = (name, input, caller, signal) =>
    // Watch operations have no handler; the transport streams them.
    executeOperation(name as AnsweredName, input, caller, signal, handlers, record);
  const watchers = watchHandlers(tools, options.feed);
  const watch: WatchOperation = (name, input, caller, signal) =>
    // The transport asks so for watch operations alone.
    watchOperation(name as WatchedName, input, caller, signal, watchers);
  const askAs =
    (caller: Caller): Ask =>
    async (name, input) =>
      // The cast holds: the answer is of the operation that was asked.
      (await answer(name, input, caller, NEVER)) as Result<never>;
  const calibrationOf = keepCalibrations(clock);
  const metrics = (caller: Caller): Promise<Result<readonly Metric[]>> => {
    const ask = askAs(caller);
    const calibration = () => calibrationOf(caller.tenant, () => ask('getCalibration', {}));
    return gatherMetrics({ ask, tenant: caller.tenant, snapshot: options.snapshot, calibration });
  };
  const ownName = new URL(options.originOf(options.port)).hostname;
  const identity = (): TlsIdentity | undefined => options.certificate && forBrowsers(options.certificate.identity());
  const rest = await createRestServer(
    {
      findCaller: callers.bySession,
      findKeyCaller: callers.byKey,
      redeemSignIn: callers.redeem,
      limits: createRequestLimits(options.requestsPerMinute, clock),
      answerOnce: createAnswerOnce(db, clock),
      answer,
      metrics,
      watch,
      stalledReaders: options.stalledReaders,
      isOwnName: (name) => isOwnName(name, { ownName, host: options.host, identity: identity() }),
      ownName,
      logFault: (error, operation) => {
        const reference = options.reference();
        logger.error('operation failed', { operation, reference, error });
        return reference;
      },
      hear: options.alerting.hear,
      version: options.status.version,
    },
    identity(),
  );
  options.certificate?.onReplaced((next) => rest.replaceIdentity(forBrowsers(next)));
  // What was replaced while the server was being made.
  const latest = identity();
  if (latest !== undefined) rest.replaceIdentity(latest);
  const { server } = rest;
  await serveDashboard(server, options.dashboard);
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (error) {
    await rest.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      return failure(
        'port-in-use',
        `port ${options.port} is taken by another program: stop it or choose another with --port`,
      );
    }
    if (error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')) {
      return failure('configuration-invalid', `cannot listen on api.host "${options.host}": ${error.code}; change it`);
    }
    throw error;
  }
  const [address] = server.addresses();
  const port = typeof address === 'object' ? address.port : options.port;
  return success({
    origin: options.originOf(port),
    ask: (tenant) => askAs(innerCaller(tenant)),
    metrics: (tenant) => metrics(innerCaller(tenant)),
    stop: rest.close,
  });
}

/** Browsers would ask each visitor for a certificate. */
function forBrowsers({ certificate, key }: TlsIdentity): TlsIdentity {
  return { certificate, key };
}

interface OwnNames {
  readonly ownName: string;
  readonly host: string;
  readonly identity: TlsIdentity | undefined;
}

/**
 * A site that makes its own name point to this machine has the browser send that name. It cannot do so with an address,
 * nor with a name that the certificate is for.
 */
function isOwnName(name: string, { ownName, host, identity }: OwnNames): boolean {
  const address = name.replace(/^\[|\]$/g, '');
  if (isLoopbackHost(address) || name === ownName || address === host) return true;
  if (isLoopbackHost(host)) return false;
  const isAddress = /^[0-9.]+$/.test(address) || address.includes(':');
  return isAddress || (identity !== undefined && isCertificateFor(identity.certificate, name));
}

/** How long a printed sign-in link holds. */
export function signInExpiry(now: number, minutes: number): number {
  return now + minutes * MINUTE;
}

type Calibration = Result<OutputOf<Catalog['getCalibration']>>;

function keepCalibrations(clock: Clock) {
  const kept = new Map<TenantId, { readonly until: number; readonly value: Promise<Calibration> }>();
  return (tenant: TenantId, ask: () => Promise<Calibration>): Promise<Calibration> => {
    const known = kept.get(tenant);
    if (known && known.until > clock.now()) return known.value;
    const value = ask();
    kept.set(tenant, { until: clock.now() + CALIBRATION_KEPT_MS, value });
    // What failed is asked again by the next.
    const forget = (): void => void kept.delete(tenant);
    void value.then(({ ok }) => ok || forget(), forget);
    return value;
  };
}
