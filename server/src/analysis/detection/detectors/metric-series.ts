/** Hot path, `benchmarks/detect-series.ts`: one look-up, one number and one step of `metric-residual.ts` per series and minute. */
import type { MetricRollup } from '@foreshock/model/rollup.ts';
import type { Series } from '@foreshock/model/series.ts';
import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { BoundedSample } from '../../bounded-resource.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { floorOf, fromSpace, type Measure, measureOf, toSpace } from '../measure-kind.ts';
import { type DetectorStep, LEAST_SURPRISE } from '../reading.ts';
import { createRowPool, type RowPoolSnapshot } from '../row-pool.ts';
import { createResidualPool, type ResidualSnapshot } from './metric-residual.ts';
import { addFinding, countSeries, createSignal, type ReplicaSignal, readSignals } from './replica-signals.ts';
import { type MeasuredSeries, READING_FIELDS, readingOf, rememberReading } from './series-reading.ts';

export interface MetricSeriesSnapshot {
  readonly rows: RowPoolSnapshot;
  readonly groups: readonly string[];
  readonly residuals: ResidualSnapshot;
}

export interface MetricSeriesDetector {
  step(frame: MinuteFrame, bounded: readonly BoundedSample[]): DetectorStep;
  snapshot(): MetricSeriesSnapshot;
}

/** Fields of a row, after those of `series-reading.ts`. */
const SLOT = READING_FIELDS;
const LAST_MINUTE = SLOT + 1;
/** 1 once a limit was known: from then on the value is a share. */
const IS_BOUNDED = LAST_MINUTE + 1;
const STRIDE = IS_BOUNDED + 1;

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

/** What is known of a series beside its numbers; made anew after a restart. */
interface KnownSeries extends MeasuredSeries {
  readonly row: number;
  readonly isBounded: boolean;
  readonly level: ReplicaSignal;
  readonly variability: ReplicaSignal;
}

export function createMetricSeriesDetector(snapshot?: MetricSeriesSnapshot): MetricSeriesDetector {
  const rows = createRowPool(STRIDE, snapshot?.rows);
  const residuals = createResidualPool({ stepMs: MINUTE }, snapshot?.residuals);
  /** By series id; `null`: not compared with a baseline. */
  const known = new Map<string, KnownSeries | null>();
  const signals = new Map<string, ReplicaSignal>();
  const groupOfSeries = new Map<string, string>();
  const seriesOfGroup = new Map<string, Set<string>>();
  snapshot?.rows.keys.forEach((series, i) => {
    joinGroup(series, snapshot.groups[i]!);
  });

  function step(frame: MinuteFrame, bounded: readonly BoundedSample[]): DetectorStep {
    const limits = new Map(bounded.map((sample) => [sample.series as string, sample]));
    const touched: ReplicaSignal[] = [];
    const arrivals: MetricRollup[] = [];
    for (const rollup of frame.metrics) {
      const what = known.get(rollup.series);
      const sample = limits.get(rollup.series);
      if (what === undefined || (sample !== undefined && !what?.isBounded)) arrivals.push(rollup);
      else if (what !== null) judge(what, rollup, sample);
    }
    // New series copy the baseline of a sibling: in the order of ids, after all siblings took in this minute.
    arrivals.sort((a, b) => (a.series < b.series ? -1 : 1));
    const isNew = (rollup: MetricRollup) => rows.find(rollup.series) === undefined;
    for (const rollup of [...arrivals.filter((one) => !isNew(one)), ...arrivals.filter(isNew)]) {
      const what = learnSeries(frame, rollup, limits.get(rollup.series));
      if (what !== null) judge(what, rollup, limits.get(rollup.series));
    }
    if (frame.minute % HOUR === 0) forget(frame.minute);
    return readSignals(touched);

    function judge(what: KnownSeries, rollup: MetricRollup, sample: BoundedSample | undefined): void {
      const f = rows.fields;
      const at = what.row * STRIDE;
      const limit = sample?.limit ?? 1;
      const space = sample === undefined ? what.measure.space : 'share';
      const isLimitMissing = sample === undefined && what.isBounded;
      const raw = isLimitMissing ? undefined : (sample?.value ?? readingOf(what, rollup, f, at));
      rememberReading(rollup, f, at);
      f[at + LAST_MINUTE] = frame.minute;
      if (raw === undefined || !Number.isFinite(raw)) return;
      const value = sample === undefined ? raw * what.measure.factor : raw;
      residuals.step(f[at + SLOT]!, toSpace(space, value, limit), frame.minute, floorOf(space, value, limit));
      const { score } = residuals;
      if (countSeries(what.level, frame.minute)) touched.push(what.level);
      if (countSeries(what.variability, frame.minute)) touched.push(what.variability);
      const series: string = rollup.series;
      if (score.surprise >= LEAST_SURPRISE) {
        const { surprise, rank, direction, levelShift } = score;
        const expected = fromSpace(space, score.expected, limit);
        addFinding(what.level, { series, surprise, rank, direction, observed: value, expected, levelShift });
      }
      if (score.variabilitySurprise >= LEAST_SURPRISE)
        addFinding(what.variability, {
          series,
          surprise: score.variabilitySurprise,
          rank: score.variabilitySurprise,
          direction: score.variabilityDirection,
          observed: score.variabilityObserved,
          expected: score.variabilityExpected,
          levelShift: false,
        });
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

  function learnSeries(
    frame: MinuteFrame,
    rollup: MetricRollup,
    sample: BoundedSample | undefined,
  ): KnownSeries | null {
    const series = frame.seriesById.get(rollup.series);
    const own = series === undefined ? undefined : measureOf(series);
    if (series === undefined || own === undefined) {
      known.set(rollup.series, null);
      return null;
    }
    const row = rows.find(series.id) ?? addRow(series);
    if (sample !== undefined && rows.fields[row * STRIDE + IS_BOUNDED] === 0) becomeBounded(row * STRIDE);
    const isBounded = rows.fields[row * STRIDE + IS_BOUNDED] === 1;
    const measure = isBounded ? boundedMeasure(own, series) : own;
    const [level, variability] = [signalOf(series, measure, false), signalOf(series, measure, true)];
    const what = { series, measure, row, isBounded, level, variability };
    known.set(series.id, what);
    return what;
  }

  function signalOf(series: Series, measure: Measure, isVariability: boolean): ReplicaSignal {
    const key = [series.entity, series.metric, measure.kind, measure.space, isVariability].join('\u001f');
    let signal = signals.get(key);
    if (signal === undefined) {
      signal = createSignal(series.entity, series.metric, measure, isVariability);
      signals.set(key, signal);
    }
    return signal;
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
    // Made anew as series come.
    known.clear();
    signals.clear();
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

function boundedMeasure(own: Measure, series: Series): Measure {
  return { ...own, kind: 'saturation', reading: 'level', space: 'share', harm: 'up', unit: series.unit, factor: 1 };
}

function groupOf(series: Series): string {
  const attributes = Object.entries(series.attributes)
    .filter(([key]) => !INSTANCE_KEYS.has(key))
    .map(([key, value]) => `${key}=${value}`)
    .sort();
  return [series.entity, series.metric, ...attributes].join('\u001f');
}
