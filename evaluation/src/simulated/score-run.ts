import { type DurationMs, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { RunRecord, SeenIncident, SeenWarning, SimpleRule } from './run-record.ts';

/** What became of one run, held against its truth. Times are leads in milliseconds before the onset. */
export interface RunScore {
  readonly record: RunRecord;
  /** The call that was open when the failure came, the earliest of several. */
  readonly warning?: SeenWarning;
  /** 0 when nothing warned. */
  readonly lead: DurationMs;
  readonly warnedBeforeFailing: boolean;
  /** Of calls in vain: nothing of the kind followed within the horizon. */
  readonly falseWarnings: readonly SeenWarning[];
  /** The incident that tells the failure. */
  readonly incident?: SeenIncident;
  /** Incidents that one fault became. */
  readonly incidentsOfFault: number;
  readonly falseIncidents: readonly SeenIncident[];
  /** Somebody would have been woken. */
  readonly pages: readonly string[];
  /** Of the simple rules the lead, 0 when they were silent, and alarms elsewhere. */
  readonly simple: Readonly<Record<SimpleRule, { readonly lead: DurationMs; readonly falseAlarms: number }>>;
}

/** An incident may still open for what a repaired fault left behind. */
const AFTERMATH_MS = 30 * MINUTE;
/** A failure is detected within this, or its incident is another one. */
const DETECTED_WITHIN_MS = 15 * MINUTE;
/** A call stands for as long as the longest horizon that is calibrated. */
const CALL_STANDS_MS = 4 * HOUR;

export function scoreRun(record: RunRecord): RunScore {
  const { truth, warnings, range } = record;
  const { onset } = truth;
  const own = warnings.filter((warning) => isAboutFault(record, warning));
  const standing = own.filter(
    ({ issuedAt, endedAt }) => onset !== undefined && issuedAt < onset && (endedAt ?? onset) >= onset,
  );
  const warning = earliest(standing, ({ issuedAt }) => issuedAt);
  const faultEnd = (truth.end ?? range.to) + AFTERMATH_MS;
  const incidents = record.incidents.filter(({ state }) => state !== 'merged');
  const ofFault = truth.decoy ? [] : incidents.filter(({ startedAt }) => startedAt <= faultEnd);
  const atOnset = ofFault.filter(
    ({ startedAt, resolvedAt }) =>
      onset !== undefined && startedAt <= onset + DETECTED_WITHIN_MS && (resolvedAt ?? onset) >= onset,
  );
  const incident = earliest(atOnset, ({ detectedAt }) => detectedAt);
  return {
    record,
    ...(warning && { warning }),
    lead: warning ? onset! - warning.issuedAt : 0,
    warnedBeforeFailing: warning !== undefined && warning.issuedAt < (truth.firstFailedRequest ?? onset!),
    falseWarnings: warnings.filter((one) => isInVain(record, one)),
    ...(incident && { incident }),
    incidentsOfFault: ofFault.length,
    falseIncidents: incidents.filter((one) => !ofFault.includes(one)),
    pages: pagesOf(record),
    simple: { predictLinear: scoreRule(record, 'predictLinear'), nineTenths: scoreRule(record, 'nineTenths') },
  };
}

/** The same failure, on whom it befalls or, as its own pool shows it too, on whom it comes from. */
export function isAboutFault(
  { truth }: RunRecord,
  { entity, failure }: Pick<SeenWarning, 'entity' | 'failure'>,
): boolean {
  return failure === truth.failure && (entity === truth.entity || entity === truth.rootCause);
}

/** Where it began; of a disk the volume says as much as who writes on it. */
export function isTrueCause({ truth }: RunRecord, entity: string | undefined): boolean {
  return (
    entity !== undefined && (entity === truth.rootCause || (truth.failure === 'disk_full' && entity === truth.entity))
  );
}

/** When the failure that a call or forecast is about began, at or after `from`. */
export function onsetAfter(
  record: RunRecord,
  about: Pick<SeenWarning, 'entity' | 'failure'>,
  from: Timestamp,
): Timestamp | undefined {
  const onsets = record.failures
    .filter(({ entity, failure }) => entity === about.entity && failure === about.failure)
    .map(({ onset }) => onset);
  if (isAboutFault(record, about) && record.truth.onset !== undefined) onsets.push(record.truth.onset);
  return earliest(
    onsets.filter((onset) => onset > from),
    (onset) => onset,
  );
}

function isInVain(record: RunRecord, warning: SeenWarning): boolean {
  const { issuedAt } = warning;
  if (warning.outcome === 'hit') return false;
  const onset = onsetAfter(record, warning, issuedAt - MINUTE);
  if (onset !== undefined && onset - issuedAt <= CALL_STANDS_MS) return false;
  // What the repair of the fault itself prevented cannot be known.
  const prevented = isAboutFault(record, warning) && record.truth.onset === undefined;
  const undecided = warning.endedAt === undefined && record.range.to - issuedAt < CALL_STANDS_MS;
  return !prevented && !undecided;
}

function pagesOf({ incidents, warnings }: RunRecord): string[] {
  return [
    ...incidents.filter(({ severity, state }) => severity !== 'minor' && state !== 'merged').map(({ title }) => title),
    ...warnings
      .filter(({ deliveredPercent }) => deliveredPercent)
      .map(({ entity, failure, highest }) => `${entity} ${failure} ${Math.round(100 * highest)} %`),
  ];
}

function scoreRule(record: RunRecord, rule: SimpleRule): RunScore['simple'][SimpleRule] {
  const { truth, simple, range } = record;
  const { onset, entity, rootCause } = truth;
  const alarms = simple[rule].filter(({ from }) => from >= range.from);
  const isVictim = (name: string) => name === entity || name === rootCause;
  const standing = alarms.filter(
    (alarm) => onset !== undefined && isVictim(alarm.entity) && alarm.from < onset && (alarm.to ?? onset) >= onset,
  );
  const first = earliest(standing, ({ from }) => from);
  const elsewhere = alarms.filter((alarm) => truth.decoy || !isVictim(alarm.entity));
  return { lead: first ? onset! - first.from : 0, falseAlarms: elsewhere.length };
}

function earliest<Item>(items: readonly Item[], timeOf: (item: Item) => Timestamp): Item | undefined {
  return items.reduce<Item | undefined>(
    (first, item) => (first === undefined || timeOf(item) < timeOf(first) ? item : first),
    undefined,
  );
}
