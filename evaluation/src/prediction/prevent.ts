// The engine that watches peers, on nine runs of a cluster from healthy to failure: leave one run out, one threshold. What
// is usual and what an alarm means is learnt from the eight other runs, in order.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  FAILING_WITHIN_MINUTES,
  type FailingRow,
  failingProbability,
  fitFailingSoon,
} from '@foreshock/server/analysis/prediction/run-to-failure/failing-soon.ts';
import {
  createPeerGroup,
  forgetLevels,
  learnQuietMinute,
  type PeerGroup,
  renewSpreads,
  stepPeers,
} from '@foreshock/server/analysis/prediction/run-to-failure/peer-deviation.ts';
import {
  createNodeWatch,
  type WatchedMinute,
  watchNodes,
} from '@foreshock/server/analysis/prediction/run-to-failure/watch-nodes.ts';
import { bootstrap, meanOf } from '../measured/bootstrap.ts';
import type { BlockResult, MeasuredRow } from '../measured/measured-row.ts';
import { type Alarms, farFromStart } from './prevent-floor.ts';
import { type PreventRun, type PreventSet, readPrevent } from './prevent-runs.ts';
import { areasUnder, calibrationError, rankedOrder, reliability } from './probability-scores.ts';

const SET = 'prevent';
const SUSPECTS = 3;

/** A run as it was watched by an engine that had seen the others. */
interface WatchedRun {
  readonly run: PreventRun;
  /** Minute by minute until the failure. */
  readonly minutes: readonly WatchedMinute[];
}

/** `undefined` when the set is not there. */
export function evaluatePrevent(data: string): BlockResult | undefined {
  const folder = join(data, SET);
  if (!existsSync(folder)) return undefined;
  const set = readPrevent(folder);
  const started = process.cpuUsage();
  const watched = set.runs.map((run) => watchRun(set, run));
  const { user } = process.cpuUsage(started);
  const results = watched.map((one) => resultOf(set, one));
  const floor = farFromStart(set.runs);
  const forecasts = watched.map((one) => forecastRun(watched, one));
  const others = watched.map((_, i) => forecastRun(watched, watched[i]!, watched[(i + 1) % watched.length]));
  const minutes = set.runs.reduce((sum, run) => sum + run.minutes.length, 0) * set.runs.length;
  return {
    rows: [...alarmRows(set, watched, results, floor), ...oddsRows(forecasts, others)],
    details: [
      ...results.map(
        ({ run, lead, stability, falseMinutes, both }) =>
          `${SET} ${run.id}: injection to failure ${run.failure - run.injection} min, lead ${lead || 'none'}, ` +
          `stability ${Number.isNaN(stability) ? '-' : `${(100 * stability).toFixed(0)} %`}, false ${falseMinutes} of ${run.injection - 1}, ` +
          `both faulty nodes in the first three ${(100 * both).toFixed(0)} %`,
      ),
      `${SET}: leads of the trivial rule, which names no node: ${floor.map(({ lead }) => lead || 'none').join(', ')} min`,
      `${SET}: said -> came (minutes): ${reliability(
        Float64Array.from(forecasts.flatMap(({ odds }) => odds)),
        Uint8Array.from(forecasts.flatMap(({ came }) => came)),
      )
        .filter(({ count }) => count > 0)
        .map(({ count, said, came }) => `${(said / count).toFixed(2)} -> ${(came / count).toFixed(2)} (${count})`)
        .join(', ')}`,
      `${SET}: ${(user / minutes / 1_720).toFixed(2)} us of processor a reading`,
    ],
  };
}

function watchRun(set: PreventSet, run: PreventRun): WatchedRun {
  const group = createPeerGroup();
  for (const other of set.runs) if (other !== run) learnQuiet(group, other);
  renewSpreads(group);
  forgetLevels(group);
  const watch = createNodeWatch();
  const minutes = run.minutes
    .slice(0, run.failure - 1)
    .map((readings) => watchNodes(watch, stepPeers(group, readings), set.partners));
  return { run, minutes };
}

/** What is usual is learnt before the injection. */
function learnQuiet(group: PeerGroup, run: PreventRun): void {
  forgetLevels(group);
  for (const readings of run.minutes.slice(0, run.injection - 1)) {
    stepPeers(group, readings);
    learnQuietMinute(group);
  }
}

interface RunResult extends Alarms {
  readonly run: PreventRun;
  /** Share of right alarms from the first on: those that name a faulty node. */
  readonly stability: number;
  /** Share of alarms after the injection that name both faulty nodes. */
  readonly both: number;
}

function resultOf({ faulty }: PreventSet, { run, minutes }: WatchedRun): RunResult {
  const named = ({ ranking }: WatchedMinute): number =>
    ranking.slice(0, SUSPECTS).filter(({ node }) => faulty.includes(node)).length;
  const before = minutes.slice(0, run.injection - 1);
  const after = minutes.slice(run.injection - 1);
  const isCorrect = (minute: WatchedMinute): boolean => minute.alarm && named(minute) > 0;
  const first = after.findIndex(isCorrect);
  const alarms = after.filter(({ alarm }) => alarm);
  return {
    run,
    lead: first < 0 ? 0 : after.length - first,
    stability: first < 0 ? Number.NaN : meanOf(after.slice(first).map((minute) => Number(isCorrect(minute)))),
    falseMinutes: before.filter(({ alarm }) => alarm).length,
    asked: before.length,
    both: meanOf(alarms.map((minute) => Number(named(minute) === faulty.length))),
  };
}

/** Alarms, and the same alarms held against another run: a clock that always alarms late would do as well there. */
function alarmRows(
  set: PreventSet,
  watched: readonly WatchedRun[],
  results: readonly RunResult[],
  floor: readonly Alarms[],
): MeasuredRow[] {
  const exchanged = watched.map(({ run }, i) => {
    const { minutes } = watched[(i + 1) % watched.length]!;
    return resultOf(set, {
      run,
      minutes: run.minutes.slice(0, run.failure - 1).map((_, at) => minutes[at] ?? NOTHING),
    });
  });
  const predicted = (some: readonly Alarms[]): number => some.filter(({ lead }) => lead > 0).length;
  const falseShare = (some: readonly Alarms[]): number =>
    some.reduce((sum, { falseMinutes }) => sum + falseMinutes, 0) / some.reduce((sum, { asked }) => sum + asked, 0);
  const places = results.map((_, i) => i);
  const about = { set: SET, engine: 'prediction', n: results.length };
  const share = (sample: readonly number[]): number => falseShare(sample.map((i) => results[i]!));
  return [
    {
      ...about,
      metric: 'runs predicted',
      trivial: predicted(floor),
      permuted: predicted(exchanged),
      ours: predicted(results),
      interval: bootstrap(places, (sample) => predicted(sample.map((i) => results[i]!))),
      toBeat: 7,
      by: 'PREVENT-A',
      gate: 8,
    },
    {
      ...about,
      metric: 'false minutes before injection',
      trivial: falseShare(floor),
      permuted: falseShare(exchanged),
      ours: falseShare(results),
      interval: bootstrap(places, share),
      toBeat: 52 / 537,
      by: 'PREVENT-A',
      gate: 0.05,
      better: 'lower',
    },
  ];
}

const NOTHING: WatchedMinute = { judged: false, alarm: false, strength: 0, growth: 0, age: 0, ranking: [] };

interface RunForecast {
  readonly odds: readonly number[];
  readonly came: readonly (0 | 1)[];
  /** Share of minutes of the other runs that a failure followed. */
  readonly base: number;
}

/** `shown`: whose watched minutes are asked about, by default its own. */
function forecastRun(watched: readonly WatchedRun[], one: WatchedRun, shown: WatchedRun = one): RunForecast {
  const rows = watched.filter((other) => other !== one).flatMap(rowsOf);
  const weights = fitFailingSoon(rows);
  const asked = rowsOf(one);
  return {
    odds: asked.map((_, at) => failingProbability(weights, rowsOf(shown)[at]?.minute ?? NOTHING)),
    came: asked.map(({ failed }) => (failed ? 1 : 0)),
    base: meanOf(rows.map(({ failed }) => Number(failed))),
  };
}

/** Minutes after the warm-up; the failure comes one minute after the last. */
function rowsOf({ minutes }: WatchedRun): FailingRow[] {
  return minutes
    .map((minute, at) => ({ minute, failed: minutes.length - at <= FAILING_WITHIN_MINUTES }))
    .filter(({ minute }) => minute.judged);
}

function oddsRows(forecasts: readonly RunForecast[], others: readonly RunForecast[]): MeasuredRow[] {
  const odds = (some: readonly RunForecast[]): Float64Array => Float64Array.from(some.flatMap((one) => one.odds));
  const came = (some: readonly RunForecast[]): Uint8Array => Uint8Array.from(some.flatMap((one) => one.came));
  const squared = (some: readonly RunForecast[], said: (one: RunForecast, at: number) => number): number =>
    some.reduce((sum, one) => sum + one.came.reduce<number>((all, y, at) => all + (said(one, at) - y) ** 2, 0), 0);
  const brier = (some: readonly RunForecast[]): number => squared(some, (one, at) => one.odds[at]!);
  const skill = (some: readonly RunForecast[]): number => 1 - brier(some) / squared(some, ({ base }) => base);
  const precision = (some: readonly RunForecast[]): number =>
    areasUnder(rankedOrder(odds(some)), odds(some), came(some)).precision;
  const error = (some: readonly RunForecast[]): number => calibrationError(reliability(odds(some), came(some)));
  const n = odds(forecasts).length;
  const base = meanOf([...came(forecasts)]);
  const row = (
    metric: string,
    figure: (some: readonly RunForecast[]) => number,
    bar: Pick<MeasuredRow, 'trivial' | 'toBeat' | 'by' | 'gate' | 'better'>,
  ): MeasuredRow => ({
    ...{ set: SET, engine: 'prediction', metric, n },
    ...bar,
    permuted: bar.better === 'lower' ? Number.NaN : figure(others),
    ours: figure(forecasts),
    interval: bootstrap(
      forecasts.map((_, i) => i),
      (sample) => figure(sample.map((i) => forecasts[i]!)),
    ),
  });
  const constant = squared(forecasts, (one) => one.base) / n;
  return [
    row('BSS 15 min', skill, { trivial: 0, toBeat: 0, by: 'constant', gate: 0.059 }),
    row('Brier 15 min', (some) => brier(some) / odds(some).length, {
      ...{ trivial: constant, toBeat: 0.1238, by: 'constant', gate: constant, better: 'lower' },
    }),
    row('AUC-PR 15 min', precision, { trivial: base, toBeat: base, by: 'base rate', gate: base }),
    row('ECE 15 min', error, { trivial: 0, toBeat: 0.05, by: 'one in twenty', gate: 0.05, better: 'lower' }),
  ];
}
