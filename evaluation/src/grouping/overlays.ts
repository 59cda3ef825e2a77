// Does grouping tell two faults apart that overlap? Recorded alerts of two faults, laid over one another, are grouped as
// they come by the product's own grouping; then the cause is looked for in each group.
import { bootstrap, meanOf, shuffled } from '../measured/bootstrap.ts';
import type { BlockResult, MeasuredRow } from '../measured/measured-row.ts';
import { groupOnline } from './group-online.ts';
import { byTime, overlay, splitAtGaps, type Thinning } from './overlay-episode.ts';
import { type PartitionScore, scorePartition } from './partition-scores.ts';
import { rankByCount, rankByProduct, rankByTime } from './rank-alerts.ts';
import {
  ALERT_SET,
  type OverlayEpisode,
  type RecordedAlert,
  type RecordedAlerts,
  readAlerts,
} from './recorded-alerts.ts';

const GAPS_S = [2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180];
const THINNED = [0.3, 0.1, 0.03];
const DRAWS_OF_THINNED = 3;
const PERMUTATIONS = 20;
const FIRST = 3;

interface Grouped {
  readonly episode: OverlayEpisode;
  readonly alerts: readonly RecordedAlert[];
  readonly truth: readonly number[];
  readonly groups: readonly string[];
  readonly score: PartitionScore;
}

/** `undefined` when the set is not there. */
export function evaluateOverlays(data: string): BlockResult | undefined {
  const set = readAlerts(data);
  if (!set) return undefined;
  const started = process.cpuUsage();
  const full = groupAll(set, [{ keep: 1, draw: 0 }]);
  const { user } = process.cpuUsage(started);
  const thinned = THINNED.map((keep) => ({
    keep,
    grouped: groupAll(
      set,
      Array.from({ length: DRAWS_OF_THINNED }, (_, draw) => ({ keep, draw })),
    ),
  }));
  const odd = full.filter(({ episode }) => episode.episode % 2 === 1);
  const alerts = full.reduce((sum, one) => sum + one.alerts.length, 0);
  return {
    rows: [
      ariRow('ARI', full, 0.396, 'the prototype of the rule', 0.345),
      ariRow('ARI, odd episodes', odd, 0.366, 'the prototype of the rule', 0.29),
      ...thinned.map(({ keep, grouped }) => {
        const best = bestGap(grouped).ari;
        return ariRow(`ARI, ${Math.round(100 * keep)} % of the alerts`, grouped, best, 'the best single gap', best);
      }),
      nmiRow(full),
      pairRow(full),
      bothCausesRow(set, full),
      rawRow(set),
      ...causeRows(set),
    ],
    details: [
      ...details(full),
      ...[{ keep: 1, grouped: full }, ...thinned].map(({ keep, grouped }) => gapLine(keep, grouped)),
      `${ALERT_SET}: ${(user / alerts).toFixed(0)} us of processor an alert, reading included`,
    ],
  };
}

function groupAll(set: RecordedAlerts, thinnings: readonly Thinning[]): Grouped[] {
  return thinnings.flatMap((thinning) =>
    set.episodes.flatMap((episode) => {
      const alerts = overlay(set, episode, thinning);
      return alerts.length > 1 ? [grouped(set, episode, alerts)] : [];
    }),
  );
}

function grouped(set: RecordedAlerts, episode: OverlayEpisode, alerts: readonly RecordedAlert[]): Grouped {
  const truth = alerts.map(({ fault }) => fault);
  const groups = groupOnline(
    alerts.map(({ anomaly }) => anomaly),
    set.topology,
  );
  return { episode, alerts, truth, groups, score: scorePartition(truth, groups) };
}

type Measure = (one: Grouped) => number;

function ariRow(metric: string, all: readonly Grouped[], toBeat: number, by: string, gate: number): MeasuredRow {
  return row(
    metric,
    all,
    ({ score }) => score.ari,
    bestGap(all).ari,
    toBeat,
    by,
    gate,
    (truth, groups) => scorePartition(truth, groups).ari,
  );
}

function nmiRow(all: readonly Grouped[]): MeasuredRow {
  return row(
    'NMI',
    all,
    ({ score }) => score.nmi,
    bestGap(all).nmi,
    0.464,
    'split at the true start',
    0,
    (truth, groups) => scorePartition(truth, groups).nmi,
  );
}

function pairRow(all: readonly Grouped[]): MeasuredRow {
  const lumped = meanOf(
    all.map(
      ({ truth }) =>
        scorePartition(
          truth,
          truth.map(() => 0),
        ).pairF1,
    ),
  );
  return row(
    'pair F1',
    all,
    ({ score }) => score.pairF1,
    lumped,
    lumped,
    'one group',
    lumped,
    (truth, groups) => scorePartition(truth, groups).pairF1,
  );
}

function row(
  metric: string,
  all: readonly Grouped[],
  measure: Measure,
  trivial: number,
  toBeat: number,
  by: string,
  gate: number,
  permutedScore: (truth: readonly number[], groups: readonly string[]) => number,
): MeasuredRow {
  const permuted = Array.from({ length: PERMUTATIONS }, (_, draw) =>
    meanOf(
      all.map(({ truth, groups }) =>
        permutedScore(
          shuffled(truth.length, draw).map((place) => truth[place]!),
          groups,
        ),
      ),
    ),
  );
  return {
    set: ALERT_SET,
    engine: 'grouping',
    metric,
    n: all.length,
    trivial,
    permuted: meanOf(permuted),
    ours: meanOf(all.map(measure)),
    interval: bootstrapOverFaults(all, measure),
    toBeat,
    by,
    gate,
  };
}

/** Faults recur between episodes: they are what is drawn, and an episode counts as often as both of its faults were. */
function bootstrapOverFaults(all: readonly Grouped[], measure: Measure): MeasuredRow['interval'] {
  const values = all.map((one) => ({ first: one.episode.first, second: one.episode.second, value: measure(one) }));
  const faults = [...new Set(values.flatMap(({ first, second }) => [first, second]))];
  return bootstrap(faults, (drawn) => {
    const times = new Map<number, number>();
    for (const fault of drawn) times.set(fault, (times.get(fault) ?? 0) + 1);
    let sum = 0;
    let weights = 0;
    for (const { first, second, value } of values) {
      const weight = (times.get(first) ?? 0) * (times.get(second) ?? 0);
      sum += weight * value;
      weights += weight;
    }
    return sum / weights;
  });
}

interface GapScore {
  readonly gapS: number;
  readonly ari: number;
  readonly nmi: number;
}

/** Of the rule that splits after a quiet time, the time that does best on these very episodes. */
function bestGap(all: readonly Grouped[]): GapScore {
  return GAPS_S.map((gapS): GapScore => {
    const scores = all.map(({ alerts, truth }) => scorePartition(truth, splitAtGaps(alerts, gapS * 1_000)));
    return { gapS, ari: meanOf(scores.map(({ ari }) => ari)), nmi: meanOf(scores.map(({ nmi }) => nmi)) };
  }).reduce((best, one) => (one.ari > best.ari ? one : best));
}

/** Share of episodes whose two largest groups each name, among their first three, the cause of another of the faults. */
function bothCausesRow(set: RecordedAlerts, all: readonly Grouped[]): MeasuredRow {
  const entityOf = new Map(set.faults.map(({ fault, entity }) => [fault, entity]));
  const share = (rank: (alerts: readonly RecordedAlert[]) => string[], places: readonly number[]): Measure => {
    return ({ alerts, groups }) => {
      const largest = [...Map.groupBy(alerts, (_alert, index) => groups[index]!).values()]
        .sort((a, b) => b.length - a.length)
        .slice(0, 2);
      const named = largest.flatMap((group) => {
        const fault = mostCommon(group.map((alert) => alert.fault));
        return rank(group).slice(0, FIRST).includes(entityOf.get(places[fault]!)!) ? [fault] : [];
      });
      return new Set(named).size === 2 ? 1 : 0;
    };
  };
  const product = (alerts: readonly RecordedAlert[]): string[] =>
    rankByProduct(
      alerts.map(({ anomaly }) => anomaly),
      set.topology,
    );
  const count = (alerts: readonly RecordedAlert[]): string[] => rankByCount(alerts.map(({ anomaly }) => anomaly));
  const asTold = set.faults.map(({ fault }) => fault);
  const measure = share(product, asTold);
  const trivial = meanOf(all.map(share(count, asTold)));
  return {
    set: ALERT_SET,
    engine: 'grouping',
    metric: `both causes in the first ${FIRST} of the two largest groups`,
    n: all.length,
    trivial,
    permuted: meanOf(all.map(share(product, shuffled(set.faults.length, 0)))),
    ours: meanOf(all.map(measure)),
    interval: bootstrapOverFaults(all, measure),
    toBeat: trivial,
    by: 'most alerts',
    gate: 0.271,
  };
}

function mostCommon(faults: readonly number[]): number {
  const counts = [...Map.groupBy(faults, (fault) => fault)].map(([fault, all]) => ({ fault, count: all.length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).fault;
}

/** The stream as it was recorded, one fault after the other: quiet times alone nearly do. */
function rawRow(set: RecordedAlerts): MeasuredRow {
  const alerts = [...set.alerts].sort(byTime);
  const truth = alerts.map(({ fault }) => fault);
  const groups = groupOnline(
    alerts.map(({ anomaly }) => anomaly),
    set.topology,
  );
  const order = shuffled(truth.length, 0);
  return {
    set: ALERT_SET,
    engine: 'grouping',
    metric: 'ARI, raw stream',
    n: set.faults.length,
    trivial: scorePartition(truth, splitAtGaps(alerts, 60_000)).ari,
    permuted: scorePartition(
      order.map((place) => truth[place]!),
      groups,
    ).ari,
    ours: scorePartition(truth, groups).ari,
    interval: { low: Number.NaN, high: Number.NaN },
    toBeat: 0.894,
    by: 'gap of 60 s',
    gate: 0.95,
  };
}

/** The cause of each fault from its alerts alone. */
function causeRows(set: RecordedAlerts): MeasuredRow[] {
  const cases = set.faults.map(({ fault, entity }) => {
    const members = set.alerts.filter((alert) => alert.fault === fault).map(({ anomaly }) => anomaly);
    return {
      entity,
      product: rankByProduct(members, set.topology),
      simple: [rankByCount(members), rankByTime(members)],
    };
  });
  const share = (most: number, of: (place: number) => readonly string[]): number[] =>
    cases.map(({ entity }, place) => (of(place).slice(0, most).includes(entity) ? 1 : 0));
  return [
    { most: 1, toBeat: 0.176, gate: 0.357 },
    { most: 3, toBeat: 0.329, gate: 0.629 },
  ].map(({ most, toBeat, gate }) => {
    const hits = share(most, (place) => cases[place]!.product);
    const simple = [0, 1].map((which) => meanOf(share(most, (place) => cases[place]!.simple[which]!)));
    const permuted = Array.from({ length: PERMUTATIONS }, (_, draw) => {
      const order = shuffled(cases.length, draw);
      return meanOf(share(most, (place) => cases[order[place]!]!.product));
    });
    return {
      set: ALERT_SET,
      engine: 'root cause',
      metric: `component @${most} from alerts`,
      n: cases.length,
      trivial: Math.max(...simple),
      permuted: meanOf(permuted),
      ours: meanOf(hits),
      interval: bootstrap(hits),
      toBeat,
      by: 'qwen3:32b, ReAct',
      gate,
    };
  });
}

function details(all: readonly Grouped[]): string[] {
  const excess = meanOf(all.map(({ score }) => Math.abs(score.groups - 2)));
  const perGroup = meanOf(all.map(({ alerts, score }) => alerts.length / score.groups));
  const between = [0, 30, 60, 120, 180, 240].map((from, index, froms) => {
    const to = froms[index + 1] ?? 301;
    const some = all.filter(({ episode }) => episode.gapMs >= from * 1_000 && episode.gapMs < to * 1_000);
    return `${from} s: ${meanOf(some.map(({ score }) => score.ari)).toFixed(2)} of ${some.length}`;
  });
  const rule = (name: string, groupOf: (alert: RecordedAlert, one: Grouped) => string | number): string => {
    const scores = all.map((one) =>
      scorePartition(
        one.truth,
        one.alerts.map((alert) => groupOf(alert, one)),
      ),
    );
    const mean = (of: (score: PartitionScore) => number): string => meanOf(scores.map(of)).toFixed(3);
    return `${ALERT_SET} ${name}: ARI ${mean(({ ari }) => ari)}, NMI ${mean(({ nmi }) => nmi)}, pair F1 ${mean(({ pairF1 }) => pairF1)}`;
  };
  const startOfSecond = new Map(
    all.map((one) => [
      one,
      Math.min(...one.alerts.filter(({ fault }) => fault === one.episode.second).map(({ anomaly }) => anomaly.onset)),
    ]),
  );
  return [
    `${ALERT_SET}: ${excess.toFixed(2)} mean of |groups - 2|, ${perGroup.toFixed(0)} alerts a group`,
    `${ALERT_SET} ARI by gap between the starts, from: ${between.join(', ')}`,
    rule('one group', () => 0),
    rule('one group per entity', ({ anomaly }) => anomaly.entity),
    rule('split at the true start of the second fault', ({ anomaly }, one) =>
      anomaly.onset >= startOfSecond.get(one)! ? 1 : 0,
    ),
  ];
}

function gapLine(keep: number, all: readonly Grouped[]): string {
  const { gapS, ari } = bestGap(all);
  const ours = meanOf(all.map(({ score }) => score.ari));
  return `${ALERT_SET} ${Math.round(100 * keep)} % of the alerts: ARI ${ours.toFixed(3)}, the best single gap (${gapS} s) ${ari.toFixed(3)}`;
}
