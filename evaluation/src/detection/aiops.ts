// The metric detector on the curves of the AIOps challenge 2018: it streams through the train half and goes on into the
// test half, which is scored. The threshold of events comes from the train halves alone.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, SECOND } from '@foreshock/model/time.ts';
import { createResidualPool } from '@foreshock/server/analysis/detection/detectors/metric-residual.ts';
import { counterUniform } from '@foreshock/server/analysis/statistics/counter-hash.ts';
import { bootstrap, meanOf } from '../measured/bootstrap.ts';
import type { BlockResult, MeasuredRow } from '../measured/measured-row.ts';
import { readCsv, readCsvRows } from '../read-csv.ts';
import { averagePrecision } from './average-precision.ts';
import { type ScoredSeries, scoreEvents, thresholdForOneADay } from './event-score.ts';
import { volumeUnderSurface } from './volume-under-surface.ts';

const SET = 'aiops-2018';
const WIDEST = 100;
/** Points that the trivial rule averages over. */
const LOOKS_BACK = 30;
/** More than any rank that a threshold is needed for. */
const HIGHEST_RANK = 200;

interface Half {
  readonly values: Float64Array;
  readonly labels: Uint8Array;
  readonly start: number;
}

interface SeriesScore {
  readonly id: string;
  readonly train: ScoredSeries;
  readonly test: ScoredSeries;
  readonly trivialTrain: ScoredSeries;
  readonly trivialTest: ScoredSeries;
}

/** `undefined` when the set is not there. */
export function evaluateMetrics(data: string): BlockResult | undefined {
  const folder = join(data, SET);
  if (!existsSync(folder)) return undefined;
  const listed = readCsv(join(folder, 'series.csv'));
  const started = process.cpuUsage();
  const series = [...new Set(listed.map((row) => row.series!))].sort().map((id): SeriesScore => {
    const [train, test] = ['train', 'test'].map((split) => readHalf(folder, id, split, listed)) as [Half, Half];
    const stepMs = Number(listed.find((row) => row.series === id)!.step_s) * SECOND;
    const scores = ranksOf([train, test], stepMs);
    const days = (half: Half): number => (half.values.length * stepMs) / DAY;
    const scored = (half: Half, of: Float64Array): ScoredSeries => ({
      scores: of,
      labels: half.labels,
      days: days(half),
    });
    return {
      id,
      train: scored(train, scores[0]!),
      test: scored(test, scores[1]!),
      trivialTrain: scored(train, distanceToLatest(train.values)),
      trivialTest: scored(test, distanceToLatest(test.values)),
    };
  });
  const { user } = process.cpuUsage(started);
  const points = series.reduce((sum, { train, test }) => sum + train.scores.length + test.scores.length, 0);
  const rows = [
    perSeries('AUC-PR', series, averagePrecision, 0.303, 'distance to the train median', 0.43),
    perSeries(
      `VUS-PR@${WIDEST}`,
      series,
      (scores, labels) => volumeUnderSurface(scores, labels, WIDEST),
      0.321,
      'distance to the last 30 points',
      0.48,
    ),
    eventRow(series),
  ];
  const speed = `${SET}: ${(user / points).toFixed(2)} us of processor a point, ranking and reading included`;
  const details = series.map(({ id, test }) => {
    const precision = averagePrecision(test.scores, test.labels);
    return `${SET} ${id}: AUC-PR ${precision === undefined ? 'nothing is labelled' : precision.toFixed(3)}`;
  });
  return { rows, details: [...details, speed] };
}

type Metric = (scores: Float64Array, labels: Uint8Array) => number | undefined;

function perSeries(
  metric: string,
  series: readonly SeriesScore[],
  measure: Metric,
  toBeat: number,
  by: string,
  gate: number,
): MeasuredRow {
  const over = (pick: (one: SeriesScore) => ScoredSeries, labels = (one: ScoredSeries) => one.labels): number[] =>
    series.flatMap((one) => measure(pick(one).scores, labels(pick(one))) ?? []);
  const ours = over((one) => one.test);
  return {
    set: SET,
    engine: 'metrics',
    metric,
    n: ours.length,
    trivial: meanOf(over((one) => one.trivialTest)),
    permuted: meanOf(over((one) => one.test, turned)),
    ours: meanOf(ours),
    interval: bootstrap(ours),
    toBeat,
    by,
    gate,
  };
}

function eventRow(series: readonly SeriesScore[]): MeasuredRow {
  const tests = series.map((one) => one.test);
  const threshold = thresholdForOneADay(
    series.map((one) => one.train),
    HIGHEST_RANK,
  );
  const trivialTrain = series.map((one) => one.trivialTrain);
  const trivialThreshold = thresholdForOneADay(trivialTrain, Math.max(...trivialTrain.flatMap(highest)));
  const f1 = (sample: readonly ScoredSeries[]): number => scoreEvents(sample, threshold).f1;
  return {
    set: SET,
    engine: 'metrics',
    metric: 'event F1@1',
    n: series.length,
    trivial: scoreEvents(
      series.map((one) => one.trivialTest),
      trivialThreshold,
    ).f1,
    permuted: f1(tests.map((one) => ({ ...one, labels: turned(one) }))),
    ours: f1(tests),
    interval: bootstrap(
      tests.map((_, i) => i),
      (sample) => f1(sample.map((i) => tests[i]!)),
    ),
    toBeat: 0.473,
    by: 'distance to the last 30 points',
    gate: 0.55,
  };
}

function highest({ scores }: ScoredSeries): number {
  return scores.reduce((most, score) => Math.max(most, score), 0);
}

/** Labels turned round by at least a tenth of their length: their structure stays, their place does not. */
function turned({ labels }: ScoredSeries): Uint8Array {
  const by = Math.floor(labels.length * (0.1 + 0.8 * counterUniform(labels.length, 7)));
  const copy = new Uint8Array(labels.length);
  copy.set(labels.subarray(by), 0);
  copy.set(labels.subarray(0, by), labels.length - by);
  return copy;
}

function ranksOf(halves: readonly Half[], stepMs: number): Float64Array[] {
  const pool = createResidualPool({ stepMs });
  const slot = pool.add();
  return halves.map(({ values, start }) =>
    Float64Array.from(values, (value, i) => {
      pool.step(slot, value, start + i * stepMs, 0);
      return pool.score.rank;
    }),
  );
}

/** The trivial rule, in units of the mean distance so far. */
function distanceToLatest(values: Float64Array): Float64Array {
  let sum = 0;
  let usual = 0;
  return Float64Array.from(values, (value, i) => {
    const count = Math.min(i, LOOKS_BACK);
    const distance = count === 0 ? 0 : Math.abs(value - sum / count);
    const score = usual === 0 ? 0 : distance / usual;
    usual += (distance - usual) / (i + 1);
    sum += value - (i >= LOOKS_BACK ? values[i - LOOKS_BACK]! : 0);
    return score;
  });
}

function readHalf(folder: string, id: string, split: string, listed: readonly Record<string, string>[]): Half {
  const [, ...rows] = readCsvRows(join(folder, 'series', `${id}.${split}.csv.gz`));
  const about = listed.find((row) => row.series === id && row.split === split)!;
  return {
    values: Float64Array.from(rows, ([value]) => Number(value)),
    labels: Uint8Array.from(rows, ([, label]) => Number(label)),
    start: Number(about.start_epoch_s) * SECOND,
  };
}
