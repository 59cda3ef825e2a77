import type { ComparisonView } from '@foreshock/contract/operations/differences.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, formatTime, HOUR, MINUTE, parseTime, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { z } from 'zod';
import type { FullCounts } from '../../comparison/count-values.ts';
import { type Difference, whatIsDifferent } from '../../comparison/what-is-different.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import type { RecordSample, SampleQuery, TenantTelemetry } from '../../store/telemetry/telemetry-store.ts';
import { comparedRecords, isFailureKey } from '../compared-records.ts';
import type { Handlers } from '../execute-operation.ts';
import { changesById, type HandlerTools, invalid } from '../handler-tools.ts';
import { namedCandidates } from '../named-candidates.ts';
import { viewDifference } from '../views/difference-view.ts';

const LONGEST_WINDOW_MS = HOUR;
const BASELINE_MS = HOUR;
/** Onsets are known late: the last minutes before one may belong to it. */
const GUARD_MS = 2 * MINUTE;
/** Of a window that somebody names; samples stay as small, so that it costs no more. */
const LONGEST_ASKED_MS = 6 * HOUR;
const SAMPLE = 5_000;
const LEAST_FAILING = 20;
const LEAST_BEFORE = 50;
const LISTED = 8;

type Compared = z.output<typeof ComparisonView>;

type NamedBy = (values: Difference['values']) => readonly string[];

export function differenceHandlers(tools: HandlerTools): Pick<Handlers, 'compareIncident' | 'compareWindows'> {
  const { db, clock, store } = tools;
  const compareAll = async (
    tenant: TenantId,
    times: Times,
    members: readonly EntityId[],
    namedBy: NamedBy = () => [],
  ) => {
    const comparisons: Compared[] = [];
    for (const signal of ['traces', 'logs'] as const) {
      const compared = await compare(store.tenant(tenant), signal, times, members, namedBy);
      if (!compared.ok) return compared;
      comparisons.push(compared.value);
    }
    return success({
      from: formatTime(times.window.from),
      to: formatTime(times.window.to),
      baselineFrom: formatTime(times.baseline.from),
      baselineTo: formatTime(times.baseline.to),
      comparisons,
    });
  };
  return {
    async compareIncident({ input, caller }) {
      const incident = await findIncident(db, caller.tenant, input.id as IncidentId);
      if (!incident)
        return failure('incident-not-found', `no incident has the id "${input.id}": see GET /api/v1/incidents`);
      const entities = await tools.directories.of(caller.tenant);
      const around = { from: incident.startedAt - DAY, to: incident.updatedAt + HOUR };
      const changes = await changesById(store.tenant(caller.tenant), around);
      const candidates = { hypotheses: incident.hypotheses, find: entities.find, changes };
      return compareAll(caller.tenant, timesOf(incident, clock.now()), membersOf(incident), (values) =>
        namedCandidates(values, candidates),
      );
    },

    async compareWindows({ input, caller }) {
      const [from, to] = [parseTime(input.from), parseTime(input.to)];
      if (from === undefined || to === undefined || from >= to || to - from > LONGEST_ASKED_MS)
        return invalid(`from is "${input.from}", to is "${input.to}": expected from before to, at most 6 hours`);
      const baselineTo = input.baselineTo === undefined ? from : parseTime(input.baselineTo);
      const baselineFrom =
        input.baselineFrom === undefined ? (baselineTo ?? from) - BASELINE_MS : parseTime(input.baselineFrom);
      const isBefore = baselineFrom !== undefined && baselineTo !== undefined && baselineFrom < baselineTo;
      if (!isBefore || baselineTo > from || baselineTo - baselineFrom > LONGEST_ASKED_MS)
        return invalid('baselineFrom and baselineTo: expected at most 6 hours that end before from');
      const times = { window: { from, to }, baseline: { from: baselineFrom, to: baselineTo } };
      return compareAll(caller.tenant, times, input.entities as EntityId[]);
    },
  };
}

interface Times {
  readonly window: TimeRange;
  readonly baseline: TimeRange;
}

function timesOf({ startedAt, resolvedAt }: Incident, now: Timestamp): Times {
  const end = Math.max(startedAt + MINUTE, resolvedAt ?? now);
  const before = startedAt - GUARD_MS;
  return {
    window: { from: startedAt, to: Math.min(end, startedAt + LONGEST_WINDOW_MS) },
    baseline: { from: before - BASELINE_MS, to: before },
  };
}

function membersOf(incident: Incident): EntityId[] {
  return incident.entities.filter(({ role }) => role !== 'context').map(({ entity }) => entity);
}

/** Failures against those before them; where too few failed before, against all that came before. */
async function compare(
  telemetry: TenantTelemetry,
  signal: SampleQuery['signal'],
  { window, baseline }: Times,
  members: readonly EntityId[],
  namedBy: NamedBy,
): Promise<Result<Compared>> {
  const failing = { signal, failing: true, limit: SAMPLE } as const;
  const ofMembers = await telemetry.selectSample({ ...failing, range: window, entities: members });
  if (!ofMembers.ok) return ofMembers;
  const isTold = ofMembers.value.found >= LEAST_FAILING;
  const now = isTold ? ofMembers : await telemetry.selectSample({ ...failing, range: window });
  if (!now.ok) return now;
  const whose = isTold ? { entities: members } : {};
  const failedBefore = await telemetry.selectSample({ ...failing, ...whose, range: baseline });
  if (!failedBefore.ok) return failedBefore;
  const against = failedBefore.value.found >= LEAST_BEFORE ? 'failing' : 'all';
  const before =
    against === 'failing'
      ? failedBefore
      : await telemetry.selectSample({ ...failing, ...whose, failing: false, range: baseline });
  if (!before.ok) return before;
  const isEnough = now.value.found >= LEAST_FAILING && before.value.found >= LEAST_BEFORE;
  const differences = isEnough ? differencesOf(signal, against, now.value, before.value) : [];
  const templates = await templateTexts(telemetry, differences);
  return success({
    signal,
    state: isEnough ? 'compared' : 'too-few',
    scope: isTold ? 'incident' : 'project',
    against,
    window: sizeOf(now.value),
    baseline: sizeOf(before.value),
    sampled: [now.value, before.value].some(({ found, records }) => records.length < found),
    items: differences.map((difference) => viewDifference(difference, { signal, against, templates, namedBy })),
  });
}

function differencesOf(
  signal: SampleQuery['signal'],
  against: Compared['against'],
  now: RecordSample,
  before: RecordSample,
): Difference[] {
  const groupKey = signal === 'logs' ? 'template' : 'operation';
  return whatIsDifferent({
    window: comparedRecords(now, groupKey),
    baseline: comparedRecords(before, groupKey),
    full: new Map([[groupKey, fullCounts(now, before)]]),
    ...(against === 'all' && { onlyWhenNew: isFailureKey }),
  }).slice(0, LISTED);
}

function fullCounts(now: RecordSample, before: RecordSample): FullCounts {
  const counts = ({ groups }: RecordSample): Map<string, number> =>
    new Map(groups.filter(({ value }) => value !== '').map(({ value, count }) => [value, count]));
  return { window: counts(now), baseline: counts(before), windowTotal: now.found, baselineTotal: before.found };
}

function sizeOf({ found, records }: RecordSample): Compared['window'] {
  return { found, compared: records.length };
}

async function templateTexts(
  telemetry: TenantTelemetry,
  differences: readonly Difference[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { key, value } of differences.flatMap(({ values }) => values)) {
    if (key !== 'template') continue;
    const template = await telemetry.selectTemplate(value as TemplateId);
    // A template that is no longer known is shown by its id.
    if (template.ok && template.value) texts.set(value, template.value.text);
  }
  return texts;
}
