// Store -> findings. Each tick reads the minutes that have closed, has the worker ask its questions, gathers the spans
// around what opened, and keeps all of it with the watermark in one transaction. A crash between two ticks loses nothing.
import type { Findings } from '@foreshock/model/findings.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import { type Slo, servedBy } from '@foreshock/model/slo.ts';
import { LONGEST_BURN_WINDOW_MS } from '@foreshock/model/slo-burn.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, HOUR, MINUTE, SECOND, startOfMinute, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { ToldNoise } from '@foreshock/model/told-noise.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { every } from '../base/schedule.ts';
import type { SelfTelemetry } from '../base/self-telemetry.ts';
import { createThreadPool, ThreadCallError } from '../base/thread-call.ts';
import { loadAnalysisState } from '../store/metadata/analysis-state.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import { readDrilled } from '../store/metadata/drills.ts';
import { type DecideInTick, keepFindings } from '../store/metadata/findings.ts';
import { recordPastIncidents } from '../store/metadata/incident-records.ts';
import { findIncident } from '../store/metadata/incidents.ts';
import { findLearntHistory, mayNotify, noteHistory } from '../store/metadata/learnt-history.ts';
import { readLedgerHead } from '../store/metadata/ledger.ts';
import { listSlos } from '../store/metadata/slos.ts';
import { readToldNoise, stampOfVerdicts } from '../store/metadata/told-noise.ts';
import { selectSayings } from '../store/metadata/told-outcomes.ts';
import { findUnlearntHistory, noteLearningBegan, noteUnlearntHistory } from '../store/metadata/unlearnt-history.ts';
import { findWarningPolicy } from '../store/metadata/warning-policies.ts';
import type { SpanFact, SpanLog, TelemetryStore, TenantTelemetry } from '../store/telemetry/telemetry-store.ts';
import type { Unexplained } from './analysis-engine.ts';
import type { AnalysisAnswer, AnalysisRequest } from './analysis-worker.ts';
import type { MinutesRead } from './build-frames.ts';
import type { AnalysisConfig } from './config.ts';
import { isPast, noticeHistory, type OldMinutes, unlearntBefore } from './notice-history.ts';
import type { SloMinutes } from './slo-burning.ts';

export interface AnalysisTools {
  readonly store: TelemetryStore;
  readonly db: MetadataDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
  readonly config: AnalysisConfig;
  readonly tenants: () => Promise<readonly TenantId[]>;
  /** Before this time every record that was accepted is in the store; analysis never reads past it. */
  readonly storedUntil: (tenant: TenantId) => Promise<Timestamp | undefined>;
  /** Until when a tenant's data is history that was replayed, for the source of its record; 0 for none. */
  readonly historyUntil: (tenant: TenantId) => Promise<Timestamp>;
  /** Whom to tell of the findings of a tick; runs in the transaction that keeps them. */
  readonly decide: (tenant: TenantId, findings: Findings) => Promise<DecideInTick>;
  readonly onFindings: (tenant: TenantId, findings: Findings) => void;
}

export interface Analysis {
  /** Ends after the tick in hand, with a snapshot kept. */
  stop(): Promise<void>;
}

const TICK_MS = 2 * SECOND;
/** Live minutes between two kept snapshots; the minutes since are analysed again after a crash. */
const SNAPSHOT_EVERY_MINUTES = 10;
/** Spans that are read at once when analysis catches up; those inside a process come on top. */
const MAX_SPANS = 100_000;
const MAX_SPANS_PER_MINUTE = 30_000;
/** A span that took longer is not compared. */
const LONGEST_SPAN_MS = 30 * SECOND;
/** Signals of one sender may be so far apart. */
const OLD_MINUTES_CLOSE_AFTER_MS = 2 * MINUTE;
const MAX_TEMPLATES = 20_000;
/** Two weeks show every weekly rhythm twice. */
const HISTORY_BACK_MS = 14 * DAY;
/** Entities and relations are written again every few minutes: an hour holds all that is alive. */
const TOPOLOGY_BACK_MS = 24 * HOUR;

interface Progress {
  watermark: Timestamp;
  /** Watermark of the snapshot kept last. */
  kept: Timestamp;
  /** Ticks until then were kept before a restart: the same are formed again. */
  readonly repeatsUntil: Timestamp;
  following: readonly IncidentId[];
  /** Minutes to read at once when catching up: what the spans of the last time allowed, and twice that. */
  readonly stride: number;
  /** First minute that was stored when analysis of the tenant first began. */
  readonly began: Timestamp;
  /** History may still be met: analysis began with nothing and has not reached the present. */
  readonly isNew: boolean;
  readonly met?: OldMinutes | undefined;
  /** What people called noise, as of the verdicts of the stamp. */
  readonly noise?: NoiseAsTold | undefined;
}

interface NoiseAsTold {
  readonly stamp: string;
  readonly told: ReadonlyMap<string, ToldNoise>;
}

export function startAnalysis(tools: AnalysisTools): Analysis {
  const pool = createThreadPool<AnalysisRequest, AnalysisAnswer>({
    file: new URL('./analysis-worker.ts', import.meta.url),
    threadCount: 1,
    onRestart: (reason) => {
      tools.logger.error('analysis thread restarted', { reason });
      progress.clear();
    },
  });
  const progress = new Map<TenantId, Progress>();
  // The worker answers each request with the answer of the same name.
  const call = ((request: AnalysisRequest) => pool.call(request)) as Call;

  const tick = async (): Promise<void> => {
    for (const tenant of await tools.tenants()) {
      while (!stopping && (await analyzeNext(tenant, tools, progress, call))) {
        // As long as minutes wait; each round keeps its findings.
      }
    }
  };
  let stopping = false;
  const schedule = every({
    intervalMs: TICK_MS,
    work: tick,
    onError: (error) => {
      if (error instanceof ThreadCallError && error.reason === 'stopped') return;
      tools.logger.error('analysis tick failed', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      // What the worker knows may be ahead of what is kept: begin again from the last snapshot.
      progress.clear();
    },
  });
  return {
    async stop() {
      stopping = true;
      await schedule.stop();
      await pool.stop();
    },
  };
}

type Call = <Did extends AnalysisAnswer['did']>(
  request: AnalysisRequest & { readonly do: Did },
) => Promise<Extract<AnalysisAnswer, { readonly did: Did }>>;

/** True when there may be more at once. */
async function analyzeNext(
  tenant: TenantId,
  tools: AnalysisTools,
  progress: Map<TenantId, Progress>,
  call: Call,
): Promise<boolean> {
  const telemetry = tools.store.tenant(tenant);
  const known = progress.get(tenant) ?? (await open(tenant, tools, telemetry, call));
  if (!known) return false;
  progress.set(tenant, known);
  const range = await nextRange(tenant, tools, known);
  if (!range) return false;
  const stored = await readMinutes(telemetry, range, await listSlos(tools.db, tenant));
  if (!stored.ok) {
    const { code, message } = stored.error;
    tools.logger.warn('analysis cannot read the store', { tenant, code, reason: message });
    return false;
  }
  const read = withinSpans(stored.value);
  const noticed = known.isNew ? noticeHistory(known.met, read, tools.clock.now()) : undefined;
  if (noticed?.isHistory && noticed.met) {
    await beginHistory(tenant, tools, noticed.met.first);
    // What is called from here on is a backtest: the engine begins again, knowing it.
    progress.delete(tenant);
    return true;
  }
  const closedByHand = await incidentsClosedByHand(tools, tenant, known.following);
  const traces = await readTraces(telemetry, read.range);
  const { policy: own } = await findWarningPolicy(tools.db, tenant);
  const history = await findLearntHistory(tools.db, tenant);
  const policy = mayNotify(history, read.range.from) ? own : { ...own, holdsBack: true };
  const told = await selectSayings(tools.db, tenant, read.range.to, read.range.to <= known.repeatsUntil);
  const noise = await noiseAsTold(tools, tenant, known.noise);
  const toldNoise = noise.told;
  const drilled = await readDrilled(tools.db, tenant, read.range);
  const asTold = { policy, told, toldNoise, drilled };
  const analyzed = await call({ do: 'analyze', tenant, read, ...traces, closedByHand, ...asTold });
  const explained = await explain(tenant, telemetry, analyzed.unexplained, read.range.to, call);
  const findings = { ...analyzed.findings, incidents: replaceById(analyzed.findings.incidents, explained) };
  const caughtUp = read.range.to - read.range.from > MINUTE;
  const keepsSnapshot = caughtUp || read.range.to - known.kept >= SNAPSHOT_EVERY_MINUTES * MINUTE;
  const snapshot = keepsSnapshot ? (await call({ do: 'snapshot', tenant })).bytes : undefined;
  const decide = await tools.decide(tenant, findings);
  const kept = await keepFindings(tools.db, tenant, findings, snapshot, told, decide);
  progress.set(tenant, {
    watermark: read.range.to,
    kept: snapshot ? read.range.to : known.kept,
    repeatsUntil: known.repeatsUntil,
    following: analyzed.following,
    stride: (2 * (read.range.to - read.range.from)) / MINUTE,
    began: known.began,
    isNew: known.isNew && isPast(read.range.to, tools.clock.now()),
    met: noticed?.met,
    noise,
  });
  if (keepsSnapshot && kept.isNew) await noticeUnlearnt(tenant, tools, telemetry, known.began);
  const signs = { unit: '{sign}', description: 'Signs of failures that are not followed: there are too many.' };
  tools.telemetry.gauge('foreshock.prediction.unfollowed_signs', signs).set(analyzed.unfollowedSigns, { tenant });
  if (kept.isNew) tools.onFindings(tenant, findings);
  return true;
}

/** Read again only when a verdict was given, changed or taken back. */
async function noiseAsTold(
  { db }: AnalysisTools,
  tenant: TenantId,
  known: NoiseAsTold | undefined,
): Promise<NoiseAsTold> {
  const stamp = await stampOfVerdicts(db, tenant);
  return known?.stamp === stamp ? known : { stamp, told: await readToldNoise(db, tenant) };
}

/** Said once for each further stretch; the page shows the whole. */
async function noticeUnlearnt(
  tenant: TenantId,
  { db, clock, logger }: AnalysisTools,
  telemetry: TenantTelemetry,
  began: Timestamp,
): Promise<void> {
  const extent = await telemetry.selectExtent();
  const unlearnt = extent.ok && extent.value ? unlearntBefore(began, extent.value) : undefined;
  if (!unlearnt) return;
  const known = await findUnlearntHistory(db, tenant);
  if (known && known.from <= unlearnt.from) return;
  const noticedAt = clock.now();
  await noteUnlearntHistory(db, tenant, { ...unlearnt, noticedAt });
  logger.warn('telemetry of before analysis began came afterwards: it teaches nothing', {
    tenant,
    hours: Math.round((unlearnt.to - unlearnt.from) / HOUR),
  });
}

/** Notifications are held back until somebody has looked at what comes of it. */
async function beginHistory(tenant: TenantId, tools: AnalysisTools, from: Timestamp): Promise<void> {
  const now = tools.clock.now();
  await noteHistory(tools.db, tenant, { from, until: startOfMinute(now) }, now);
  tools.logger.info('learning from history', { tenant, hours: Math.round((now - from) / HOUR) });
}

/** Gives the worker what was kept; begins with the first minute of the store, or two weeks ago. `undefined` while nothing is stored. */
async function open(
  tenant: TenantId,
  tools: AnalysisTools,
  telemetry: TenantTelemetry,
  call: Call,
): Promise<Progress | undefined> {
  const state = await loadAnalysisState(tools.db, tenant);
  const extent = await telemetry.selectExtent();
  if (!extent.ok || !extent.value) return undefined;
  await recordPastIncidents(tools.db, tenant);
  const head = await readLedgerHead(tools.db, tenant);
  const replayed = await tools.historyUntil(tenant);
  const history = await findLearntHistory(tools.db, tenant);
  const prediction = {
    historyUntil: history?.until ?? replayed,
    usualFixTime: tools.config.usualFixMinutes * MINUTE,
    firstSequence: head.sequence + 1,
  };
  await call({ do: 'open', tenant, options: { prediction }, snapshot: state?.snapshot?.bytes });
  const from = state?.snapshot?.watermark ?? earliestMinute(extent.value, tools.clock.now());
  const first = Math.max(from - HOUR, startOfMinute(extent.value.from));
  for (let minute = first; minute < from; minute += MINUTE) {
    const traces = await readTraces(telemetry, { from: minute, to: minute + MINUTE });
    await call({ do: 'remember', tenant, ...traces, until: minute + MINUTE });
  }
  const began = await noteLearningBegan(tools.db, tenant, startOfMinute(extent.value.from), !state);
  const isNew = state === undefined && history === undefined && replayed === 0;
  return {
    watermark: from,
    kept: from,
    repeatsUntil: state?.watermark ?? 0,
    following: [],
    stride: tools.config.catchUpMinutes,
    began,
    isNew,
  };
}

async function nextRange(tenant: TenantId, tools: AnalysisTools, known: Progress): Promise<TimeRange | undefined> {
  const storedUntil = await tools.storedUntil(tenant);
  if (storedUntil === undefined) return undefined;
  const now = tools.clock.now();
  let closed = startOfMinute(Math.min(storedUntil, now - tools.config.closeAfterSeconds * SECOND));
  let from = known.watermark;
  if (closed - from > SNAPSHOT_EVERY_MINUTES * MINUTE) {
    const extent = await tools.store.tenant(tenant).selectExtent();
    if (!extent.ok || !extent.value) return undefined;
    from = Math.max(from, earliestMinute(extent.value, now));
    // What was recorded long ago comes at its own pace: its minutes close as later ones arrive, and not by the clock.
    if (extent.value.to < now - HOUR)
      closed = Math.min(closed, startOfMinute(extent.value.to - OLD_MINUTES_CLOSE_AFTER_MS));
  }
  // After a snapshot minutes were kept one by one; the same ticks give the ledger the same rows.
  if (from < known.repeatsUntil) return closed > from ? { from, to: from + MINUTE } : undefined;
  const to = Math.min(closed, from + Math.min(known.stride, tools.config.catchUpMinutes) * MINUTE);
  if (to <= from) return undefined;
  // Live minutes go one by one, so that a repeat after a crash forms the same ticks.
  return { from, to: closed - from > SNAPSHOT_EVERY_MINUTES * MINUTE ? to : from + MINUTE };
}

/** Two weeks before the newest record: one sender whose clock stands at 1970 must not make it crawl through decades. */
function earliestMinute(extent: TimeRange, now: Timestamp): Timestamp {
  return startOfMinute(Math.max(extent.from, Math.min(extent.to, now) - HISTORY_BACK_MS));
}

async function readMinutes(
  telemetry: TenantTelemetry,
  range: TimeRange,
  slos: readonly Slo[],
): Promise<Result<MinutesRead>> {
  const around = { from: range.from - TOPOLOGY_BACK_MS, to: range.to };
  const [rollups, topology, templates, changes, events] = await Promise.all([
    telemetry.selectRollups(range),
    telemetry.selectTopology(around),
    telemetry.selectTemplates({ range: around, limit: MAX_TEMPLATES }),
    telemetry.selectChanges(range),
    telemetry.selectEvents(range),
  ]);
  if (!rollups.ok) return rollups;
  if (!topology.ok) return topology;
  if (!templates.ok) return templates;
  if (!changes.ok) return changes;
  if (!events.ok) return events;
  const sloMinutes = await readSloMinutes(telemetry, range, slos);
  if (!sloMinutes.ok) return sloMinutes;
  return {
    ok: true,
    value: {
      range,
      rollups: rollups.value,
      topology: topology.value,
      templates: templates.value,
      changes: changes.value,
      events: events.value,
      ...(slos.length > 0 && { slos: sloMinutes.value }),
    },
  };
}

/** With the minutes before that the longest window of burn needs. */
async function readSloMinutes(
  telemetry: TenantTelemetry,
  { from, to }: TimeRange,
  slos: readonly Slo[],
): Promise<Result<SloMinutes[]>> {
  const range = { from: from - LONGEST_BURN_WINDOW_MS, to };
  const counts = await telemetry.selectSloCounts({ of: slos.map(servedBy), range, step: MINUTE });
  return counts.ok ? success(slos.map((slo, index) => ({ slo, range, counts: counts.value[index]! }))) : counts;
}

/** As many of the minutes as their spans allow to be read at once; at least one. */
function withinSpans(read: MinutesRead): MinutesRead {
  const counts = new Map<Timestamp, number>();
  for (const { minute, sampled } of read.rollups.spans) counts.set(minute, (counts.get(minute) ?? 0) + sampled);
  let to = read.range.from + MINUTE;
  for (let sum = counts.get(read.range.from) ?? 0; to < read.range.to; to += MINUTE) {
    sum += counts.get(to) ?? 0;
    if (sum > MAX_SPANS) break;
  }
  return { ...read, range: { from: read.range.from, to } };
}

interface Traces {
  readonly spans: readonly SpanFact[];
  readonly logs: readonly SpanLog[];
}

/** Spans that ended in the range and what was logged in them. Without them causes are looked for in the rest: less sure, never silent. */
async function readTraces(telemetry: TenantTelemetry, range: TimeRange): Promise<Traces> {
  const limit = MAX_SPANS_PER_MINUTE * Math.max(1, (range.to - range.from) / MINUTE);
  const begun = { from: range.from - LONGEST_SPAN_MS, to: range.to };
  const read = await telemetry.selectSpans({ range: begun, limit });
  const whole = read.ok ? wholeTraces(read.value, limit) : [];
  const spans = whole.filter((span) => span.end >= range.from && span.end < range.to);
  const logs = spans.length > 0 ? await telemetry.selectSpanLogs({ range: begun, limit }) : undefined;
  return { spans, logs: logs?.ok ? logs.value : [] };
}

/** Where the limit cut, traces that may go on behind it are left out: half a trace looks like one that stopped. */
function wholeTraces(spans: readonly SpanFact[], limit: number): readonly SpanFact[] {
  const last = spans.at(-1);
  if (!last || spans.length < limit) return spans;
  const cut = new Set(spans.filter((span) => span.end >= last.start).map((span) => span.traceId));
  return spans.filter((span) => !cut.has(span.traceId));
}

async function explain(
  tenant: TenantId,
  telemetry: TenantTelemetry,
  unexplained: readonly Unexplained[],
  now: Timestamp,
  call: Call,
): Promise<Incident[]> {
  const explained: Incident[] = [];
  for (const { incident, range } of unexplained) {
    const traces = await readTraces(telemetry, range);
    const answer = await call({ do: 'explain', tenant, incident, ...traces, now });
    explained.push(answer.incident);
  }
  return explained;
}

function replaceById(incidents: readonly Incident[], replacements: readonly Incident[]): Incident[] {
  const byId = new Map(replacements.map((incident) => [incident.id, incident]));
  return incidents.map((incident) => byId.get(incident.id) ?? incident);
}

async function incidentsClosedByHand(
  tools: AnalysisTools,
  tenant: TenantId,
  following: readonly IncidentId[],
): Promise<IncidentId[]> {
  const closed: IncidentId[] = [];
  for (const id of following) {
    const incident = await findIncident(tools.db, tenant, id);
    if (incident && (incident.state === 'dismissed' || incident.state === 'reviewed')) closed.push(id);
  }
  return closed;
}
