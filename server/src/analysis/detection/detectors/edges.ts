import type { EntityId } from '@foreshock/model/entity.ts';
import { addBins, countAbove, quantileOf } from '@foreshock/model/latency-bins.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { changeIndex } from '../../statistics/change-point.ts';
import { negativeBinomialLowerTail, sizeFromMoments } from '../../statistics/negative-binomial.ts';
import { addWeight, type DetectorStep, LEAST_SURPRISE, type Reading, surpriseOf } from '../reading.ts';
import { createRowPool, type RowPoolSnapshot } from '../row-pool.ts';
import { createResidualPool, type ResidualSnapshot } from './metric-residual.ts';
import { expectedShare, SHARE_FIELDS, stepShare } from './share-test.ts';

/**
 * Rates, errors and durations of what each entity serves, of its operations, and of its calls to others. Whoever serves
 * is judged on its whole (a service level) and per operation; a caller per callee, with its own traffic as the reference,
 * so that a drop upstream is not blamed on everything below.
 */
export interface EdgeDetector {
  step(frame: MinuteFrame): DetectorStep;
  snapshot(): EdgeSnapshot;
}

export interface EdgeSnapshot {
  readonly rows: RowPoolSnapshot;
  readonly recent: RowPoolSnapshot;
  readonly residuals: ResidualSnapshot;
  readonly servers: readonly string[];
}

/** Fields of a row. */
const ERRORS = 0;
const SLOW = ERRORS + SHARE_FIELDS;
/** Logarithm of the usual 95th percentile, in ms. */
const LOG_P95 = SLOW + SHARE_FIELDS;
const P95_MINUTES = LOG_P95 + 1;
const LAST_MINUTE = P95_MINUTES + 1;
/** Slot of the traffic baseline plus 1; 0 for none. */
const TRAFFIC_SLOT = LAST_MINUTE + 1;
/** Calls per request of the caller: mean, and variance over mean of the calls. */
const RATIO = TRAFFIC_SLOT + 1;
const RATIO_DISPERSION = RATIO + 1;
const RATIO_MINUTES = RATIO_DISPERSION + 1;
/** Regression of log p95 on log count: means, variance, covariance. */
const MEAN_LOAD = RATIO_MINUTES + 1;
const MEAN_LATENCY = MEAN_LOAD + 1;
const LOAD_VARIANCE = MEAN_LATENCY + 1;
const LOAD_COVARIANCE = LOAD_VARIANCE + 1;
/** Share of requests without a known caller. */
const NO_CALLER = LOAD_COVARIANCE + 1;
const STRIDE = NO_CALLER + 1;

const RECENT_MINUTES = 60;
/** Of each service the last hour of error shares and p95, then the number of minutes. */
const RECENT_STRIDE = 2 * RECENT_MINUTES + 1;

const MAX_ROWS = 20_000;
/** Fewer requests give no percentile that holds. */
const MIN_REQUESTS = 20;
const P95_RATE = 0.01;
const RATIO_RATE = 0.01;
const RATIO_FIRST_MINUTES = 30;
const LOAD_RATE = 0.005;
/** What is surprising must also be worth a look: errors doubled and a hundredth of requests, latency up by 15 %. */
const LEAST_ERRORS = 3;
const LEAST_ERROR_SHARE = 0.01;
const LEAST_SLOWDOWN = 1.15;
const LEAST_DROP = 0.5;
/** A latency within this factor of what the load alone makes is explained by it. */
const LOAD_TOLERANCE = 1.2;
const SERVICE_WEIGHT = 3;
const OTHER_WEIGHT = 1;

/** Rollups of a minute added up. */
interface Traffic {
  readonly entity: EntityId;
  readonly side: 'server' | 'client';
  readonly operation: string | undefined;
  readonly peer: EntityId | undefined;
  count: number;
  errors: number;
  noCaller: number;
  readonly bins: Map<number, number>;
}

export function createEdgeDetector(snapshot?: EdgeSnapshot): EdgeDetector {
  const rows = createRowPool(STRIDE, snapshot?.rows);
  const recent = createRowPool(RECENT_STRIDE, snapshot?.recent);
  const residuals = createResidualPool({ stepMs: MINUTE }, snapshot?.residuals);
  const servers = new Set<string>(snapshot?.servers);

  function step(frame: MinuteFrame): DetectorStep {
    const traffic = addUp(frame.spans);
    const readings: Reading[] = [];
    const judged = new Map<EntityId, number>();
    const callers = callersOf(frame);
    for (const key of [...traffic.keys()].sort()) if (isServiceKey(key)) servers.add(traffic.get(key)!.entity);
    const served = new Map<EntityId, number>();
    for (const row of traffic.values())
      if (row.side === 'server' && row.operation === undefined) served.set(row.entity, row.count);

    for (const key of [...traffic.keys()].sort()) {
      const seen = traffic.get(key)!;
      const row = rows.find(key) ?? (rows.size < MAX_ROWS ? rows.add(key) : undefined);
      if (row !== undefined) judgeRow(frame, key, row * STRIDE, seen);
    }
    judgeSilent(frame, traffic);
    if (frame.minute % HOUR === 0) forget(frame.minute);
    return { readings, judged };

    function judgeRow(_frame: MinuteFrame, key: string, at: number, seen: Traffic): void {
      const isService = seen.side === 'server' && seen.operation === undefined;
      const weight = isService ? SERVICE_WEIGHT : OTHER_WEIGHT;
      const f = rows.fields;
      f[at + LAST_MINUTE] = frame.minute;
      if (isService)
        f[at + NO_CALLER]! +=
          Math.max(0.02, 1 / (f[at + ERRORS + 3]! + 1)) *
          (seen.noCaller / Math.max(1, seen.count) - f[at + NO_CALLER]!);
      const p95 = quantileOf(seen.bins, 0.95);
      if (isService) remember(seen, p95);
      const found = [errorReading(at, seen, weight), latencyReading(at, seen, p95, weight)].filter(
        (reading) => reading !== undefined,
      );
      addWeight(judged, seen.entity, 2 * weight);
      const marks = seen.side === 'server' && isUserFacing(seen.entity, key) ? (['user-facing'] as const) : [];
      for (const reading of found) {
        const onset = isService && reading.surprise >= 3 ? onsetOf(seen.entity, reading.kind) : undefined;
        readings.push({ ...reading, marks: [...reading.marks, ...marks], ...(onset !== undefined && { onset }) });
      }
      if (isService) judgeTraffic(at, seen.entity, seen.count);
      if (seen.side === 'client' && seen.peer !== undefined) judgeRatio(at, seen.entity, seen.peer, seen.count);
    }

    /** Served by nobody who is called himself: browsers, load balancers, load generators. */
    function isUserFacing(entity: EntityId, key: string): boolean {
      const service = rows.find(`${entity}\u001fserver`);
      if (service !== undefined && rows.fields[service * STRIDE + NO_CALLER]! >= 0.5) return true;
      return key.length > 0 && ![...(callers.get(entity) ?? [])].some((caller) => servers.has(caller));
    }

    function judgeTraffic(at: number, entity: EntityId, count: number): void {
      const f = rows.fields;
      if (f[at + TRAFFIC_SLOT] === 0) f[at + TRAFFIC_SLOT] = residuals.add() + 1;
      residuals.step(f[at + TRAFFIC_SLOT]! - 1, Math.sqrt(count), frame.minute, 1);
      addWeight(judged, entity, SERVICE_WEIGHT);
      const { score } = residuals;
      if (score.surprise < LEAST_SURPRISE) return;
      const expected = Math.max(0, score.expected) ** 2;
      if (Math.abs(count - expected) < 0.1 * expected) return;
      readings.push({
        ...serviceReading(entity, 'traffic', 'requests'),
        surprise: score.surprise,
        rank: score.rank,
        direction: score.direction,
        observed: count / 60,
        expected: expected / 60,
        unit: '1/s',
        weight: SERVICE_WEIGHT,
        isServiceLevel: score.direction === 'down',
        isHarm: score.direction === 'down',
        marks: score.levelShift ? ['level-shift'] : [],
      });
    }

    /** Calls to a callee against the requests that the caller served. */
    function judgeRatio(at: number, caller: EntityId, peer: EntityId, calls: number): void {
      const requests = served.get(caller) ?? 0;
      if (requests < MIN_REQUESTS) return;
      const f = rows.fields;
      const expected = f[at + RATIO]! * requests;
      const dispersion = Math.max(1, f[at + RATIO_DISPERSION]!);
      const minutes = f[at + RATIO_MINUTES]!;
      addWeight(judged, caller, OTHER_WEIGHT);
      if (minutes >= RATIO_FIRST_MINUTES && expected >= 5 && calls < LEAST_DROP * expected) {
        const surprise = surpriseOf(
          negativeBinomialLowerTail(Math.round(calls), expected, sizeFromMoments(expected, dispersion * expected)),
        );
        if (surprise >= LEAST_SURPRISE)
          readings.push({
            entity: caller,
            peer,
            signal: 'traces',
            kind: 'traffic',
            measure: `calls to ${nameOf(peer)}`,
            surprise,
            rank: surprise,
            direction: 'down',
            observed: calls / 60,
            expected: expected / 60,
            unit: '1/s',
            source: { kind: 'spans' },
            weight: OTHER_WEIGHT,
            isServiceLevel: false,
            isHarm: true,
            isSettled: false,
            isRolloutNoise: false,
            isHard: false,
            marks: [],
          });
      }
      const rate = Math.max(RATIO_RATE, 1 / (minutes + 1));
      const taught =
        minutes < RATIO_FIRST_MINUTES
          ? calls
          : Math.max(
              expected - 3 * Math.sqrt(dispersion * expected),
              Math.min(expected + 3 * Math.sqrt(dispersion * expected) + 1, calls),
            );
      if (expected > 0)
        f[at + RATIO_DISPERSION]! +=
          rate * (Math.min(9 * dispersion, (calls - expected) ** 2 / expected) - f[at + RATIO_DISPERSION]!);
      f[at + RATIO]! += rate * (taught / requests - f[at + RATIO]!);
      f[at + RATIO_MINUTES] = minutes + 1;
    }

    /** Rows without a span this minute: no requests is a value too, as long as the entity reports anything at all. */
    function judgeSilent(of: MinuteFrame, active: ReadonlyMap<string, Traffic>): void {
      const reporting = reportingEntities(of);
      for (const [key, row] of rows.entries()) {
        if (active.has(key)) continue;
        const [entity, side, operation, peer] = key.split('\u001f') as [EntityId, string, string?, EntityId?];
        if (!reporting.has(entity)) continue;
        if (side === 'server' && operation === undefined) judgeTraffic(row * STRIDE, entity, 0);
        if (side === 'client' && peer !== undefined) judgeRatio(row * STRIDE, entity, peer, 0);
      }
    }

    function nameOf(entity: EntityId): string {
      return frame.topology.entities.get(entity)?.name ?? entity;
    }

    function errorReading(at: number, seen: Traffic, weight: number): Reading | undefined {
      const expected = expectedShare(rows.fields, at + ERRORS);
      const surprise = stepShare(rows.fields, at + ERRORS, seen.errors, seen.count);
      const observed = seen.errors / seen.count;
      const isWorthALook = seen.errors >= LEAST_ERRORS && observed >= 2 * expected && observed >= LEAST_ERROR_SHARE;
      if (surprise < LEAST_SURPRISE || !isWorthALook) return undefined;
      return shareReading(seen, weight, 'errors', { surprise, observed, expected, unit: '1' });
    }

    function latencyReading(at: number, seen: Traffic, p95: number | undefined, weight: number): Reading | undefined {
      if (p95 === undefined) return undefined;
      const f = rows.fields;
      const minutes = f[at + P95_MINUTES]!;
      const usual = Math.exp(f[at + LOG_P95]!);
      let surprise = 0;
      if (minutes >= 5) surprise = stepShare(f, at + SLOW, countAbove(seen.bins, usual), seen.count);
      const isExplained = learnLoad(at, seen.count, p95, surprise);
      if (seen.count >= MIN_REQUESTS || minutes < 5) {
        const rate = Math.max(P95_RATE, 1 / (minutes + 1));
        const difference = Math.log(p95) - f[at + LOG_P95]!;
        f[at + LOG_P95]! += rate * (minutes < 5 ? difference : Math.max(-0.3, Math.min(0.3, difference)));
        f[at + P95_MINUTES] = minutes + 1;
      }
      if (surprise < LEAST_SURPRISE || p95 < LEAST_SLOWDOWN * usual) return undefined;
      const reading = shareReading(seen, weight, 'latency', { surprise, observed: p95, expected: usual, unit: 'ms' });
      return isExplained ? { ...reading, marks: ['expected'] } : reading;
    }

    /** Whether the latency is what this much traffic has always made; quiet minutes teach how much that is. */
    function learnLoad(at: number, count: number, p95: number, surprise: number): boolean {
      const f = rows.fields;
      const load = Math.log(Math.max(1, count));
      const latency = Math.log(p95);
      const slope = f[at + LOAD_VARIANCE]! > 0.01 ? Math.max(0, f[at + LOAD_COVARIANCE]! / f[at + LOAD_VARIANCE]!) : 0;
      const more = load - f[at + MEAN_LOAD]!;
      const isMoreLoad = more > Math.log(1.3);
      const isExplained =
        isMoreLoad && slope > 0 && latency <= f[at + MEAN_LATENCY]! + slope * more + Math.log(LOAD_TOLERANCE);
      if (surprise < 3) {
        const rate = Math.max(LOAD_RATE, 1 / (f[at + P95_MINUTES]! + 1));
        f[at + MEAN_LOAD]! += rate * more;
        const latencyDifference = latency - f[at + MEAN_LATENCY]!;
        f[at + MEAN_LATENCY]! += rate * latencyDifference;
        f[at + LOAD_VARIANCE] = (1 - rate) * (f[at + LOAD_VARIANCE]! + rate * more * more);
        f[at + LOAD_COVARIANCE] = (1 - rate) * (f[at + LOAD_COVARIANCE]! + rate * more * latencyDifference);
      }
      return isExplained;
    }

    function shareReading(
      seen: Traffic,
      weight: number,
      kind: 'errors' | 'latency',
      value: Pick<Reading, 'surprise' | 'observed' | 'expected' | 'unit'>,
    ): Reading {
      const what = kind === 'errors' ? 'errors' : 'latency';
      const isService = seen.side === 'server' && seen.operation === undefined;
      const measure = seen.operation ?? (seen.side === 'server' ? `request ${what}` : `calls to ${nameOf(seen.peer!)}`);
      return {
        ...serviceReading(seen.entity, kind, measure),
        ...value,
        rank: value.surprise,
        direction: 'up',
        source: { kind: 'spans', ...(seen.operation !== undefined && { operation: seen.operation }) },
        weight,
        isServiceLevel: isService,
        isHarm: true,
        marks: [],
        ...(seen.side === 'client' && seen.peer !== undefined && { peer: seen.peer }),
      };
    }

    function remember(seen: Traffic, p95: number | undefined): void {
      const row = recent.find(seen.entity) ?? recent.add(seen.entity);
      const at = row * RECENT_STRIDE;
      const place = recent.fields[at]! % RECENT_MINUTES;
      recent.fields[at + 1 + place] = seen.errors / Math.max(1, seen.count);
      recent.fields[at + 1 + RECENT_MINUTES + place] = p95 === undefined ? 0 : Math.log(p95);
      recent.fields[at]! += 1;
    }

    /** Where the last hour splits best in two; minutes without requests are not in it. */
    function onsetOf(entity: EntityId, kind: Reading['kind']): Timestamp | undefined {
      const at = recent.find(entity)! * RECENT_STRIDE;
      const minutes = Math.min(RECENT_MINUTES, recent.fields[at]!);
      const base = at + 1 + (kind === 'errors' ? 0 : RECENT_MINUTES);
      const values = Array.from(
        { length: minutes },
        (_, i) => recent.fields[base + ((recent.fields[at]! - minutes + i) % RECENT_MINUTES)]!,
      );
      const index = changeIndex(values);
      return index === undefined ? undefined : frame.minute - (minutes - 1 - index) * MINUTE;
    }
  }

  function forget(minute: Timestamp): void {
    for (const [key, row] of [...rows.entries()]) {
      if (minute - rows.fields[row * STRIDE + LAST_MINUTE]! < DAY) continue;
      const slot = rows.fields[row * STRIDE + TRAFFIC_SLOT]!;
      if (slot > 0) residuals.release(slot - 1);
      rows.delete(key);
      if (isServiceKey(key)) {
        const entity = key.split('\u001f')[0]!;
        servers.delete(entity);
        recent.delete(entity);
      }
    }
  }

  return {
    step,
    snapshot: () => ({
      rows: rows.snapshot(),
      recent: recent.snapshot(),
      residuals: residuals.snapshot(),
      servers: [...servers],
    }),
  };
}

function isServiceKey(key: string): boolean {
  const parts = key.split('\u001f');
  return parts.length === 2 && parts[1] === 'server';
}

/** Served in all and per operation; called per peer. */
function addUp(spans: readonly SpanRollup[]): Map<string, Traffic> {
  const traffic = new Map<string, Traffic>();
  for (const span of spans) {
    if (span.side === 'server') {
      add(`${span.entity}\u001fserver`, span, undefined, undefined);
      add(`${span.entity}\u001fserver\u001f${span.operation}`, span, span.operation, undefined);
    } else if (span.peer !== '') add(`${span.entity}\u001fclient\u001f\u001f${span.peer}`, span, undefined, span.peer);
  }
  return traffic;

  function add(key: string, span: SpanRollup, operation: string | undefined, peer: EntityId | undefined): void {
    let row = traffic.get(key);
    if (row === undefined) {
      row = {
        entity: span.entity,
        side: span.side,
        operation,
        peer,
        count: 0,
        errors: 0,
        noCaller: 0,
        bins: new Map(),
      };
      traffic.set(key, row);
    }
    row.count += span.count;
    row.errors += span.errors;
    if (span.peer === '') row.noCaller += span.count;
    addBins(row.bins, span.bins);
  }
}

function reportingEntities(frame: MinuteFrame): Set<EntityId> {
  const reporting = new Set<EntityId>();
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    if (series !== undefined) reporting.add(series.entity);
  }
  for (const count of frame.templates) reporting.add(count.entity);
  for (const span of frame.spans) reporting.add(span.entity);
  return reporting;
}

function callersOf(frame: MinuteFrame): Map<EntityId, Set<EntityId>> {
  const callers = new Map<EntityId, Set<EntityId>>();
  for (const relation of frame.topology.relations) {
    if (relation.kind !== 'calls') continue;
    const known = callers.get(relation.to);
    if (known === undefined) callers.set(relation.to, new Set([relation.from]));
    else known.add(relation.from);
  }
  return callers;
}

function serviceReading(
  entity: EntityId,
  kind: Reading['kind'],
  measure: string,
): Pick<Reading, 'entity' | 'signal' | 'kind' | 'measure' | 'source' | 'isSettled' | 'isRolloutNoise' | 'isHard'> {
  return {
    entity,
    signal: 'traces',
    kind,
    measure,
    source: { kind: 'spans' },
    isSettled: false,
    isRolloutNoise: false,
    isHard: false,
  };
}
