/**
 * Rates, errors and durations of what each entity serves, of its operations, and of its calls to others. Whoever serves
 * is judged on its whole (a service level) and per operation; a caller per callee, with its own traffic as the reference.
 */
import type { EntityId } from '@foreshock/model/entity.ts';
import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { poissonLowerTail } from '../../statistics/poisson-tail.ts';
import { NO_WAITS, type WaitsNow } from '../planned-waits.ts';
import { addWeight, type DetectorStep, LEAST_SURPRISE, type Reading } from '../reading.ts';
import { createRowPool, type RowPoolSnapshot } from '../row-pool.ts';
import { RATIO_FIELDS, stepRatio } from './call-ratio.ts';
import { LATENCY_FIELDS, type LatencyFinding, stepLatency } from './latency-baseline.ts';
import { createResidualPool, type ResidualSnapshot } from './metric-residual.ts';
import { createRecentHour } from './recent-hour.ts';
import { expectedShare, SHARE_FIELDS, MINUTES as SHARE_MINUTES, stepShare } from './share-test.ts';
import {
  addUpSpans,
  callersByCallee,
  parseTrafficKey,
  reportingEntities,
  type SpanTraffic,
  serviceKey,
} from './span-traffic.ts';

export interface EdgeDetector {
  step(frame: MinuteFrame, waits?: WaitsNow): DetectorStep;
  snapshot(): EdgeSnapshot;
}

export interface EdgeSnapshot {
  readonly rows: RowPoolSnapshot;
  readonly recent: RowPoolSnapshot;
  readonly residuals: ResidualSnapshot;
}

/** Fields of a row. */
const ERRORS = 0;
const LATENCY = ERRORS + SHARE_FIELDS;
const RATIO = LATENCY + LATENCY_FIELDS;
/** Slot of the traffic baseline plus 1; 0 for none. */
const TRAFFIC_SLOT = RATIO + RATIO_FIELDS;
/** Share of requests without a known caller. */
const NO_CALLER = TRAFFIC_SLOT + 1;
/** How many requests one failed span stands for: failures are often kept where successes are sampled. */
const ERROR_WEIGHT = NO_CALLER + 1;
/** How many requests one span stands for. */
const SPAN_WEIGHT = ERROR_WEIGHT + 1;
const LAST_MINUTE = SPAN_WEIGHT + 1;
const STRIDE = LAST_MINUTE + 1;

const MAX_ROWS = 20_000;
/** What is surprising must also be worth a look: errors doubled and a hundredth of requests, latency up by 15 %. */
const LEAST_ERRORS = 3;
const LEAST_ERROR_SHARE = 0.01;
const LEAST_SLOWDOWN = 1.15;
const LEAST_TRAFFIC_CHANGE = 0.1;
const SERVICE_WEIGHT = 3;
const OTHER_WEIGHT = 1;
/** From here on the onset is looked for. */
const ALARM = 3;

type Judged = Pick<Reading, 'kind' | 'surprise' | 'direction' | 'observed' | 'expected' | 'unit'>;

export function createEdgeDetector(snapshot?: EdgeSnapshot): EdgeDetector {
  const rows = createRowPool(STRIDE, snapshot?.rows);
  const recent = createRecentHour(snapshot?.recent);
  const residuals = createResidualPool({ stepMs: MINUTE }, snapshot?.residuals);

  function step(frame: MinuteFrame, waits = NO_WAITS): DetectorStep {
    const traffic = addUpSpans(frame.spans);
    const callers = callersByCallee(frame);
    const readings: Reading[] = [];
    const judged = new Map<EntityId, number>();
    for (const [key, seen] of traffic) {
      const row = rows.find(key) ?? (rows.size < MAX_ROWS ? rows.add(key) : undefined);
      if (row === undefined) continue;
      judgeRequests(row * STRIDE, seen);
      if (seen.role === 'service') judgeTraffic(row * STRIDE, seen.entity, seen.timed, seen.sampledTimed);
      if (seen.role === 'calls') judgeCalls(row * STRIDE, seen.entity, seen.peer, seen.timed, seen.sampledTimed);
    }
    judgeAbsent();
    if (frame.minute % HOUR === 0) forget(frame.minute);
    return { readings, judged };

    function judgeRequests(at: number, seen: SpanTraffic): void {
      const f = rows.fields;
      const isService = seen.role === 'service';
      const weight = isService ? SERVICE_WEIGHT : OTHER_WEIGHT;
      f[at + LAST_MINUTE] = frame.minute;
      const noCaller = seen.noCaller / seen.count - f[at + NO_CALLER]!;
      f[at + NO_CALLER]! += Math.max(0.02, 1 / (f[at + ERRORS + SHARE_MINUTES]! + 1)) * noCaller;
      learnWeights(f, at, seen);
      const expected = expectedShare(f, at + ERRORS);
      const errors = errorsOutside(
        seen,
        stepShare(f, at + ERRORS, seen.sampledErrors, errorTrials(f, at, seen)),
        expected,
      );
      const latency = stepLatency(f, at + LATENCY, seen.bins, seen.timed, seen.sampledTimed);
      addWeight(judged, seen.entity, 2 * weight);
      if (isService) {
        recent.note(`${seen.entity} errors`, frame.minute, seen.errors / seen.count);
        if (latency !== undefined) recent.note(`${seen.entity} latency`, frame.minute, Math.log(latency.p95));
      }
      if (errors !== undefined) tell(seen, errors, weight, []);
      const slow = latency === undefined ? undefined : slownessOf(latency);
      const isExpected = latency?.isExplained || waits.isCold(seen.peer === '' ? seen.entity : seen.peer);
      if (slow !== undefined) tell(seen, slow, weight, isExpected ? ['expected'] : []);
    }

    function tell(seen: SpanTraffic, found: Judged, weight: number, marks: Reading['marks']): void {
      const { entity, role, operation, peer } = seen;
      const isService = role === 'service';
      const what = found.kind === 'errors' ? 'errors' : 'latency';
      const onset = isService && found.surprise >= ALARM ? recent.onsetOf(`${entity} ${what}`) : undefined;
      readings.push({
        ...traceReading(entity, found, weight),
        measure: isService
          ? `request ${what}`
          : role === 'operation'
            ? operation
            : `${what} of calls to ${nameOf(peer)}`,
        ...(peer !== '' && { peer }),
        source: { kind: 'spans', ...(role === 'operation' && { operation }) },
        isServiceLevel: isService,
        marks: role !== 'calls' && isUserFacing(entity) ? [...marks, 'user-facing'] : marks,
        ...(onset !== undefined && { onset }),
      });
    }

    /** Called by nobody who serves requests himself: by browsers, load balancers, load generators. */
    function isUserFacing(entity: EntityId): boolean {
      const row = rows.find(serviceKey(entity));
      if (row !== undefined && rows.fields[row * STRIDE + NO_CALLER]! >= 0.5) return true;
      return ![...(callers.get(entity) ?? [])].some((caller) => rows.find(serviceKey(caller)) !== undefined);
    }

    /** `count`: without those that wait by design, who come back the less often the longer they wait. */
    function judgeTraffic(at: number, entity: EntityId, count: number, sampled: number): void {
      const f = rows.fields;
      if (f[at + TRAFFIC_SLOT] === 0 && count === 0) return;
      if (f[at + TRAFFIC_SLOT] === 0) f[at + TRAFFIC_SLOT] = residuals.add() + 1;
      residuals.step(f[at + TRAFFIC_SLOT]! - 1, Math.sqrt(count), frame.minute, 1);
      addWeight(judged, entity, SERVICE_WEIGHT);
      const { surprise, rank, direction, levelShift } = residuals.score;
      const expected = Math.max(0, residuals.score.expected) ** 2;
      if (surprise < LEAST_SURPRISE || Math.abs(count - expected) < LEAST_TRAFFIC_CHANGE * expected) return;
      if (direction === 'down' && mayBeSampling(sampled, expected / f[at + SPAN_WEIGHT]!)) return;
      const isExpected = waits.isIdle(entity) || waits.isCold(entity);
      const found: Judged = {
        kind: 'traffic',
        surprise,
        direction,
        observed: count / 60,
        expected: expected / 60,
        unit: '1/s',
      };
      readings.push({
        ...traceReading(entity, found, SERVICE_WEIGHT),
        measure: 'requests',
        rank,
        // More requests are a load, not a harm.
        isServiceLevel: direction === 'down',
        isHarm: direction === 'down',
        marks: [...(levelShift ? (['level-shift'] as const) : []), ...(isExpected ? (['expected'] as const) : [])],
      });
    }

    function judgeCalls(at: number, caller: EntityId, peer: EntityId | '', calls: number, sampled: number): void {
      const served = traffic.get(serviceKey(caller));
      // Of sampled traces both ends are kept or neither: the ratio of what was sent is that of what happened.
      const found = stepRatio(rows.fields, at + RATIO, sampled, served?.sampledTimed ?? 0);
      if (found === undefined || peer === '') return;
      addWeight(judged, caller, OTHER_WEIGHT);
      if (found.surprise < LEAST_SURPRISE) return;
      const value: Judged = {
        kind: 'traffic',
        surprise: found.surprise,
        direction: 'down',
        observed: calls / 60,
        expected: (found.expected * weightOf(served)) / 60,
        unit: '1/s',
      };
      readings.push({ ...traceReading(caller, value, OTHER_WEIGHT), measure: `calls to ${nameOf(peer)}`, peer });
    }

    /** No requests is a value too, as long as the entity reports anything at all. */
    function judgeAbsent(): void {
      const reporting = reportingEntities(frame);
      for (const key of [...rows.entries()].map(([known]) => known).sort()) {
        const { role, entity, peer } = parseTrafficKey(key);
        if (traffic.has(key) || role === 'operation' || !reporting.has(entity) || waits.isAsleep(entity)) continue;
        const at = rows.find(key)! * STRIDE;
        if (role === 'service') judgeTraffic(at, entity, 0, 0);
        else judgeCalls(at, entity, peer, 0, 0);
      }
    }

    function nameOf(entity: EntityId | ''): string {
      return entity === '' ? '' : (frame.topology.entities.get(entity)?.name ?? entity);
    }
  }

  function forget(minute: Timestamp): void {
    for (const [key, row] of [...rows.entries()]) {
      if (minute - rows.fields[row * STRIDE + LAST_MINUTE]! < DAY) continue;
      const slot = rows.fields[row * STRIDE + TRAFFIC_SLOT]!;
      if (slot > 0) residuals.release(slot - 1);
      rows.delete(key);
      const { role, entity } = parseTrafficKey(key);
      if (role === 'service') for (const what of ['errors', 'latency']) recent.delete(`${entity} ${what}`);
    }
  }

  return {
    step,
    snapshot: () => ({ rows: rows.snapshot(), recent: recent.snapshot(), residuals: residuals.snapshot() }),
  };
}

const WEIGHT_RATE = 0.1;

/** Weights by the spans that were sent; a sampler that changes is followed within minutes. */
function learnWeights(fields: Float64Array, at: number, seen: SpanTraffic): void {
  const learn = (field: number, weight: number): void => {
    const known = fields[at + field]!;
    fields[at + field] = known === 0 ? weight : known + WEIGHT_RATE * (weight - known);
  };
  learn(SPAN_WEIGHT, seen.count / seen.sampled);
  if (seen.sampledErrors > 0) learn(ERROR_WEIGHT, seen.errors / seen.sampledErrors);
  else if (fields[at + ERROR_WEIGHT] === 0) fields[at + ERROR_WEIGHT] = seen.count / seen.sampled;
}

/** Requests of which each failed one would have been sent. */
function errorTrials(fields: Float64Array, at: number, seen: SpanTraffic): number {
  return Math.max(seen.sampled, Math.round(seen.count / Math.max(1, fields[at + ERROR_WEIGHT]!)));
}

function weightOf(seen: SpanTraffic | undefined): number {
  return seen ? seen.count / seen.sampled : 1;
}

/** So few sent spans, where `expected` were, are no rarer than one minute in a thousand by sampling alone. */
function mayBeSampling(sampled: number, expected: number): boolean {
  return poissonLowerTail(sampled, expected) > 1e-3;
}

function errorsOutside(seen: SpanTraffic, surprise: number, expected: number): Judged | undefined {
  const observed = seen.errors / seen.count;
  const isWorthALook = seen.sampledErrors >= LEAST_ERRORS && observed >= 2 * expected && observed >= LEAST_ERROR_SHARE;
  if (surprise < LEAST_SURPRISE || !isWorthALook) return undefined;
  return { kind: 'errors', surprise, direction: 'up', observed, expected, unit: 'share' };
}

function slownessOf({ surprise, p95, usualP95 }: LatencyFinding): Judged | undefined {
  if (surprise < LEAST_SURPRISE || p95 < LEAST_SLOWDOWN * usualP95) return undefined;
  return { kind: 'latency', surprise, direction: 'up', observed: p95, expected: usualP95, unit: 'ms' };
}

function traceReading(entity: EntityId, found: Judged, weight: number): Omit<Reading, 'measure'> {
  return {
    entity,
    signal: 'traces',
    ...found,
    rank: found.surprise,
    source: { kind: 'spans' },
    weight,
    isServiceLevel: false,
    isHarm: true,
    isSettled: false,
    isRolloutNoise: false,
    isHard: false,
    marks: [],
  };
}
