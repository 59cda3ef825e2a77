/** Hot path, `benchmarks/detect-series.ts`: one look-up, one number and one step of `metric-residual.ts` per series and minute. */
import type { EntityId } from '@foreshock/model/entity.ts';
import { quantileOf } from '@foreshock/model/latency-bins.ts';
import type { MetricRollup } from '@foreshock/model/rollup.ts';
import type { Series } from '@foreshock/model/series.ts';
import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { cauchyOf, pOfCauchy } from '../../statistics/acat.ts';
import type { BoundedSample } from '../bounded-resources.ts';
import { floorOf, fromSpace, type Measure, measureOf, millisecondsOf, toSpace } from '../measure-kind.ts';
import { addWeight, type DetectorStep, LEAST_SURPRISE, type Reading, surpriseOf } from '../reading.ts';
import { createRowPool, type RowPoolSnapshot } from '../row-pool.ts';
import { createResidualPool, type ResidualSnapshot } from './metric-residual.ts';

export interface MetricSeriesSnapshot {
  readonly rows: RowPoolSnapshot;
  readonly groups: readonly string[];
  readonly residuals: ResidualSnapshot;
}

export interface MetricSeriesDetector {
  step(frame: MinuteFrame, bounded: readonly BoundedSample[]): DetectorStep;
  snapshot(): MetricSeriesSnapshot;
}

/** Fields of a row. */
const SLOT = 0;
const LAST = 1;
const LAST_TIME = 2;
const LAST_OBSERVATIONS = 3;
const LAST_MINUTE = 4;
/** 1 once a limit was known: from then on the value is a share. */
const IS_BOUNDED = 5;
const STRIDE = 6;

/** Fewer requests have no 95th percentile to speak of: it jumps tenfold on healthy traffic. */
const MIN_OBSERVATIONS = 20;
/** A counter that was away longer has no rate. */
const MAX_GAP_MS = 10 * MINUTE;
/** A pod that comes back within a day is the same. */
const FORGET_AFTER_MS = DAY;
/** What tells replicas apart, and changes with each of them. */
const INSTANCE_KEYS = new Set([
  'k8s.pod.name',
  'k8s.pod.uid',
  'k8s.pod.ip',
  'container.id',
  'service.instance.id',
  'host.name',
  'host.id',
  'k8s.node.name',
  'k8s.replicaset.name',
]);
/** A sibling with less history than this has no baseline to give. */
const MIN_SIBLING_POINTS = 120;
const SATURATION_WEIGHT = 2;

/** The series of one metric of one entity in this minute: replicas are one signal. */
interface SignalMinute {
  readonly entity: EntityId;
  readonly series: Series;
  readonly measure: Measure;
  readonly isVariability: boolean;
  count: number;
  cauchy: number;
  best:
    | {
        surprise: number;
        rank: number;
        direction: 'up' | 'down';
        observed: number;
        expected: number;
        levelShift: boolean;
        series: string;
      }
    | undefined;
}

interface KnownSeries {
  readonly series: Series;
  readonly measure: Measure;
  readonly signalKey: string;
}

export function createMetricSeriesDetector(snapshot?: MetricSeriesSnapshot): MetricSeriesDetector {
  const rows = createRowPool(STRIDE, snapshot?.rows);
  const residuals = createResidualPool({ stepMs: MINUTE }, snapshot?.residuals);
  /** By series id what its metric means; `null`: not compared. */
  const known = new Map<string, KnownSeries | null>();
  const groupOfSeries = new Map<string, string>();
  const seriesOfGroup = new Map<string, Set<string>>();
  snapshot?.rows.keys.forEach((series, i) => {
    joinGroup(series, snapshot.groups[i]!);
  });

  function step(frame: MinuteFrame, bounded: readonly BoundedSample[]): DetectorStep {
    const limits = new Map(bounded.map((sample) => [sample.series as string, sample]));
    const signals = new Map<string, SignalMinute>();
    let arrivals: MetricRollup[] | undefined;
    for (const rollup of frame.metrics) {
      if (rows.find(rollup.series) === undefined) {
        arrivals ??= [];
        arrivals.push(rollup);
      } else judge(rollup);
    }
    // New series copy the baseline of a sibling: in the order of ids, after all siblings took in this minute.
    arrivals?.sort((a, b) => (a.series < b.series ? -1 : 1));
    for (const rollup of arrivals ?? []) judge(rollup);
    if (frame.minute % HOUR === 0) {
      forget(frame.minute);
      known.clear();
    }
    return summarise(signals);

    function judge(rollup: MetricRollup): void {
      const what = knownSeries(frame, rollup.series);
      if (what === null) return;
      const row = rows.find(rollup.series) ?? addRow(what.series);
      const at = row * STRIDE;
      const sample = limits.get(rollup.series);
      if (sample !== undefined && rows.fields[at + IS_BOUNDED] === 0) becomeBounded(at);
      const limit = sample?.limit ?? 1;
      const space = sample === undefined ? what.measure.space : 'share';
      const isLimitMissing = sample === undefined && rows.fields[at + IS_BOUNDED] === 1;
      const value = isLimitMissing ? undefined : (sample?.value ?? readingOf(what, rollup, rows.fields, at));
      rows.fields[at + LAST] = rollup.last;
      rows.fields[at + LAST_TIME] = rollup.lastTime;
      rows.fields[at + LAST_OBSERVATIONS] = rollup.observations;
      rows.fields[at + LAST_MINUTE] = frame.minute;
      if (value === undefined || !Number.isFinite(value)) return;
      const scaled = sample === undefined ? value * what.measure.factor : value;
      const x = toSpace(space, scaled, limit);
      residuals.step(rows.fields[at + SLOT]!, x, frame.minute, floorOf(space, scaled, limit));
      const { score } = residuals;
      const measure = sample === undefined ? what.measure : boundedMeasure(what.measure, sample);
      gather(what, what.signalKey, measure, false, {
        surprise: score.surprise,
        rank: score.rank,
        direction: score.direction,
        observed: scaled,
        expected: fromSpace(space, score.expected, limit),
        levelShift: score.levelShift,
      });
      if (score.variabilitySurprise < LEAST_SURPRISE) return;
      gather(what, `${what.signalKey}\u001fv`, measure, true, {
        surprise: score.variabilitySurprise,
        rank: score.variabilitySurprise,
        direction: score.variabilityDirection,
        observed: score.variabilityObserved,
        expected: score.variabilityExpected,
        levelShift: false,
      });
    }

    function gather(
      what: KnownSeries,
      key: string,
      measure: Measure,
      isVariability: boolean,
      found: Omit<NonNullable<SignalMinute['best']>, 'series'>,
    ): void {
      let signal = signals.get(key);
      if (signal === undefined) {
        signal = {
          entity: what.series.entity,
          series: what.series,
          measure,
          isVariability,
          count: 0,
          cauchy: 0,
          best: undefined,
        };
        signals.set(key, signal);
      }
      signal.count++;
      if (found.surprise < LEAST_SURPRISE) return;
      signal.cauchy += cauchyOf(10 ** -found.surprise);
      const { best } = signal;
      const series: string = what.series.id;
      const isMore =
        best === undefined ||
        found.surprise > best.surprise ||
        (found.surprise === best.surprise && series < best.series);
      if (isMore) signal.best = { ...found, series };
    }
  }

  /** The history before was in another unit. */
  function becomeBounded(at: number): void {
    if (residuals.seen(rows.fields[at + SLOT]!) > 0) {
      residuals.release(rows.fields[at + SLOT]!);
      rows.fields[at + SLOT] = residuals.add();
    }
    rows.fields[at + IS_BOUNDED] = 1;
  }

  function knownSeries(frame: MinuteFrame, id: MetricRollup['series']): KnownSeries | null {
    const before = known.get(id);
    if (before !== undefined) return before;
    const series = frame.seriesById.get(id);
    if (series === undefined) return null;
    const measure = measureOf(series);
    const signalKey = `${series.entity}\u001f${measure?.kind}\u001f${series.metric}`;
    const now = measure === undefined ? null : { series, measure, signalKey };
    known.set(id, now);
    return now;
  }

  function addRow(series: Series): number {
    const group = groupOf(series);
    const slot = addSlot(group);
    const row = rows.add(series.id);
    rows.fields[row * STRIDE + SLOT] = slot;
    joinGroup(series.id, group);
    return row;
  }

  /** A new pod starts with the baseline of the sibling that has seen most. */
  function addSlot(group: string): number {
    let most = MIN_SIBLING_POINTS - 1;
    let like: number | undefined;
    for (const sibling of [...(seriesOfGroup.get(group) ?? [])].sort()) {
      const slot = rows.fields[rows.find(sibling)! * STRIDE + SLOT]!;
      if (residuals.seen(slot) <= most) continue;
      most = residuals.seen(slot);
      like = slot;
    }
    return like === undefined ? residuals.add() : residuals.addLike(like);
  }

  function joinGroup(series: string, group: string): void {
    groupOfSeries.set(series, group);
    const members = seriesOfGroup.get(group);
    if (members === undefined) seriesOfGroup.set(group, new Set([series]));
    else members.add(series);
  }

  function forget(minute: Timestamp): void {
    for (const [series, row] of [...rows.entries()]) {
      if (minute - rows.fields[row * STRIDE + LAST_MINUTE]! < FORGET_AFTER_MS) continue;
      residuals.release(rows.fields[row * STRIDE + SLOT]!);
      rows.delete(series);
      const group = groupOfSeries.get(series)!;
      groupOfSeries.delete(series);
      seriesOfGroup.get(group)!.delete(series);
      if (seriesOfGroup.get(group)!.size === 0) seriesOfGroup.delete(group);
    }
  }

  return {
    step,
    snapshot() {
      const packed = rows.snapshot();
      return {
        rows: packed,
        groups: packed.keys.map((series) => groupOfSeries.get(series)!),
        residuals: residuals.snapshot(),
      };
    },
  };
}

/** The number of a minute; `undefined` where it has none: a counter seen once, a percentile of too few. */
function readingOf(
  { series, measure }: KnownSeries,
  rollup: MetricRollup,
  fields: Float64Array,
  at: number,
): number | undefined {
  if (rollup.count === 0) return undefined;
  const isDelta = series.temporality === 'delta';
  switch (measure.reading) {
    case 'level':
      return rollup.sum / rollup.count;
    case 'rate':
      return isDelta ? rollup.sum / 60 : rateOf(rollup, fields, at);
    case 'p95': {
      if (rollup.bins.size > 0)
        return rollup.observations >= MIN_OBSERVATIONS ? quantileOf(rollup.bins, 0.95) : undefined;
      const mean = isDelta ? deltaMean(rollup) : cumulativeMean(rollup, fields, at);
      return mean === undefined ? undefined : mean * (millisecondsOf(series.unit) ?? 1);
    }
  }
}

function deltaMean(rollup: MetricRollup): number | undefined {
  return rollup.observations >= MIN_OBSERVATIONS ? rollup.sum / rollup.observations : undefined;
}

function isKnownBefore(rollup: MetricRollup, fields: Float64Array, at: number): boolean {
  const since = rollup.lastTime - fields[at + LAST_TIME]!;
  return fields[at + LAST_TIME]! > 0 && since > 0 && since <= MAX_GAP_MS;
}

function rateOf(rollup: MetricRollup, fields: Float64Array, at: number): number | undefined {
  if (!isKnownBefore(rollup, fields, at)) return undefined;
  const grown = rollup.last - fields[at + LAST]!;
  // A counter that fell began anew at zero.
  return (grown >= 0 ? grown : rollup.last) / ((rollup.lastTime - fields[at + LAST_TIME]!) / 1_000);
}

function cumulativeMean(rollup: MetricRollup, fields: Float64Array, at: number): number | undefined {
  if (!isKnownBefore(rollup, fields, at)) return undefined;
  const isReset = rollup.observations < fields[at + LAST_OBSERVATIONS]! || rollup.last < fields[at + LAST]!;
  const observations = isReset ? rollup.observations : rollup.observations - fields[at + LAST_OBSERVATIONS]!;
  if (observations < MIN_OBSERVATIONS) return undefined;
  return (isReset ? rollup.last : rollup.last - fields[at + LAST]!) / observations;
}

function boundedMeasure(measure: Measure, sample: BoundedSample): Measure {
  return { ...measure, kind: 'saturation', reading: 'level', space: 'share', harm: 'up', unit: sample.unit, factor: 1 };
}

function groupOf(series: Series): string {
  const attributes = Object.entries(series.attributes)
    .filter(([key]) => !INSTANCE_KEYS.has(key))
    .map(([key, value]) => `${key}=${value}`)
    .sort();
  return [series.entity, series.metric, ...attributes].join('\u001f');
}

function summarise(signals: ReadonlyMap<string, SignalMinute>): DetectorStep {
  const readings: Reading[] = [];
  const judged = new Map<EntityId, number>();
  for (const signal of signals.values()) {
    const { measure, best } = signal;
    const kind = signal.isVariability ? 'other' : measure.kind;
    const weight = kind === 'saturation' ? SATURATION_WEIGHT : 1;
    addWeight(judged, signal.entity, weight);
    if (best === undefined) continue;
    // Replicas depend on each other: the Cauchy combination holds all the same, and one of n costs a factor n.
    const surprise = Math.min(best.surprise, surpriseOf(pOfCauchy(signal.cauchy / signal.count)));
    if (surprise < LEAST_SURPRISE) continue;
    readings.push({
      entity: signal.entity,
      signal: 'metrics',
      kind,
      measure: signal.isVariability ? `${signal.series.metric} variability` : signal.series.metric,
      surprise,
      rank: best.rank,
      direction: best.direction,
      observed: best.observed,
      expected: best.expected,
      unit: signal.isVariability ? '' : measure.unit,
      source: { kind: 'series', series: best.series },
      weight,
      isServiceLevel: false,
      isHarm: signal.isVariability || measure.harm === 'either' || measure.harm === best.direction,
      isSettled: false,
      isRolloutNoise: kind === 'other',
      isHard: false,
      marks: best.levelShift ? ['level-shift'] : [],
    });
  }
  return { readings, judged };
}
