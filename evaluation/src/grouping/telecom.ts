// Does the product learn which alarm brings about which? Recorded alarms of a radio network with the links that experts
// know, and simulated networks in which alarms travel.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SECOND } from '@foreshock/model/time.ts';
import type { AlarmHistory } from '@foreshock/server/analysis/correlation/links/alarm-history.ts';
import { learnLinks } from '@foreshock/server/analysis/correlation/links/learn-links.ts';
import { counterUniform } from '@foreshock/server/analysis/statistics/counter-hash.ts';
import { meanOf, shuffled } from '../measured/bootstrap.ts';
import type { BlockResult, MeasuredRow } from '../measured/measured-row.ts';
import { readCsv } from '../read-csv.ts';
import { allPairs, linkF1, mostFrequentPairs } from './link-scores.ts';
import { SPREADS, type Spread, simulateNetwork, TYPES } from './simulated-network.ts';

const SET = 'telecom-18v';
const TYPE_COUNT = 18;
const SEED = 20_261_126;
const DRAWS = 20;
const SHIFTS = 5;
const NETWORKS = 5;
/** Of 132 pairs a few are found by chance; a term needs odds of 1 in 100, and each pair has two. */
const LEFT_ALONE = 0.97;

interface Alarm {
  readonly time: number;
  readonly type: number;
  readonly place: number;
}

/** `undefined` when the set is not there. */
export function evaluateLinks(data: string): BlockResult | undefined {
  const folder = join(data, SET);
  if (!existsSync(folder)) return undefined;
  const alarms = readCsv(join(folder, 'alarms.csv'))
    .map((row) => ({
      time: Number(row.start_timestamp) * SECOND,
      type: Number(row.alarm_id),
      place: Number(row.device_id),
    }))
    .sort((a, b) => a.time - b.time);
  const truth = new Set(
    readCsv(join(folder, 'causal-edges.csv')).map((row) => `${row.cause_alarm_id}>${row.effect_alarm_id}`),
  );
  const started = process.cpuUsage();
  const all = learnFrom(alarms);
  const { user } = process.cpuUsage(started);
  const cut = alarms[0]!.time + 0.6 * (alarms.at(-1)!.time - alarms[0]!.time);
  const halves = [
    { name: 'first 60 % of the time', some: alarms.filter(({ time }) => time < cut) },
    { name: 'last 40 % of the time', some: alarms.filter(({ time }) => time >= cut) },
  ].map((half) => ({ ...half, found: learnFrom(half.some) }));
  const inBoth = halves[0]!.found.links.filter((link) => halves[1]!.found.links.includes(link)).length;
  const shifted = Array.from(
    { length: SHIFTS },
    (_, draw) => learnFrom(shiftedInTime(alarms, draw), [all.windowMs]).links.length,
  );
  const right = all.links.filter((link) => truth.has(link)).length;
  const frequent = (some: readonly Alarm[], { windowMs, links }: Found): string[] =>
    mostFrequentPairs(historyOf(some), windowMs, links.length, 'own');
  const simulated = SPREADS.map(simulatedRow);
  return {
    rows: [
      row(
        'F1',
        alarms,
        all,
        truth,
        frequent(alarms, all),
        overDevices(alarms, all.windowMs, truth),
        0.5765,
        'THP',
        0.586,
      ),
      ...halves.map(({ name, some, found }) =>
        row(`F1, ${name}`, some, found, truth, frequent(some, found), NO_INTERVAL, 0.43, 'PC, on all', 0),
      ),
      ...simulated.map(({ row: one }) => one),
    ],
    details: [
      `${SET}: ${all.links.length} links within ${all.windowMs / SECOND} s, precision ${(right / all.links.length).toFixed(3)}, recall ${(right / truth.size).toFixed(3)}; all pairs F1 ${linkF1(allPairs(TYPE_COUNT), truth).toFixed(3)}`,
      `${SET}: ${inBoth} links in both parts of the time; ${meanOf(shifted).toFixed(1)} links when each type of each device is shifted in time (mean of ${SHIFTS})`,
      `${SET}: ${(user / alarms.length).toFixed(0)} us of processor an alarm for six windows; the interval is of ${DRAWS} draws of devices`,
      ...simulated.flatMap(({ details }) => details),
    ],
  };
}

interface Found {
  readonly links: readonly string[];
  readonly windowMs: number;
}

function learnFrom(alarms: readonly Alarm[], windowsMs?: readonly number[]): Found {
  return found(historyOf(alarms), windowsMs);
}

function found(history: AlarmHistory, windowsMs?: readonly number[]): Found {
  const { links, windowMs } = learnLinks(history, windowsMs);
  return { links: links.map(({ cause, effect }) => `${cause}>${effect}`), windowMs };
}

/** The set names no topology: no device is another's neighbor. */
function historyOf(alarms: readonly Alarm[]): AlarmHistory {
  const devices = 1 + Math.max(...alarms.map(({ place }) => place));
  return {
    times: alarms.map(({ time }) => time),
    types: alarms.map(({ type }) => type),
    places: alarms.map(({ place }) => place),
    typeCount: TYPE_COUNT,
    neighbors: Array.from({ length: devices }, () => []),
  };
}

const NO_INTERVAL = { low: Number.NaN, high: Number.NaN };

function row(
  metric: string,
  alarms: readonly Alarm[],
  { links }: Found,
  truth: ReadonlySet<string>,
  simple: readonly string[],
  interval: MeasuredRow['interval'],
  toBeat: number,
  by: string,
  gate: number,
): MeasuredRow {
  return {
    set: SET,
    engine: 'links',
    metric,
    n: alarms.length,
    trivial: linkF1(simple, truth),
    permuted: meanOf(Array.from({ length: DRAWS }, (_, draw) => linkF1(relabelled(links, TYPE_COUNT, draw), truth))),
    ours: linkF1(links, truth),
    interval,
    toBeat,
    by,
    gate,
  };
}

/** The same links with the names of the types dealt out anew. */
function relabelled(links: readonly string[], typeCount: number, draw: number): string[] {
  const names = shuffled(typeCount, draw);
  return links.map((link) =>
    link
      .split('>')
      .map((type) => names[Number(type)])
      .join('>'),
  );
}

/** Devices are what is drawn, each draw a device of its own; the window stays. */
function overDevices(alarms: readonly Alarm[], windowMs: number, truth: ReadonlySet<string>): MeasuredRow['interval'] {
  const byDevice = [...Map.groupBy(alarms, ({ place }) => place).values()];
  const scores = Array.from({ length: DRAWS }, (_, draw) => {
    const drawn = byDevice.flatMap((_device, place) => {
      const chosen = byDevice[Math.floor(counterUniform(SEED, draw, place) * byDevice.length)]!;
      return chosen.map((alarm) => ({ ...alarm, place }));
    });
    return linkF1(
      learnFrom(
        drawn.sort((a, b) => a.time - b.time),
        [windowMs],
      ).links,
      truth,
    );
  }).sort((a, b) => a - b);
  return { low: scores[Math.floor(0.025 * DRAWS)]!, high: scores[Math.ceil(0.975 * DRAWS) - 1]! };
}

/** Every type of every device moved by a time of its own, round the end: what is left of the links is chance. */
function shiftedInTime(alarms: readonly Alarm[], draw: number): Alarm[] {
  const start = alarms[0]!.time;
  const span = alarms.at(-1)!.time - start + SECOND;
  return alarms
    .map((alarm) => {
      const by =
        Math.floor((0.1 + 0.8 * counterUniform(SEED, draw, alarm.type, alarm.place)) * (span / SECOND)) * SECOND;
      return { ...alarm, time: start + ((alarm.time - start + by) % span) };
    })
    .sort((a, b) => a.time - b.time);
}

function simulatedRow(spread: Spread): { readonly row: MeasuredRow; readonly details: string[] } {
  const networks = Array.from({ length: NETWORKS }, (_, seed) => {
    const { history, links: truth } = simulateNetwork(spread, seed + 1);
    const { links, windowMs } = found(history);
    const simple = (['own', 'own and near'] as const).map((where) =>
      linkF1(mostFrequentPairs(history, windowMs, truth.size, where), truth),
    );
    return { links, truth, simple: Math.max(linkF1(allPairs(TYPES), truth), ...simple), alarms: history.times.length };
  });
  const pairs = TYPES * (TYPES - 1);
  const isQuiet = spread === 'neither';
  const scores = networks.map(({ links, truth }) => (isQuiet ? 1 - links.length / pairs : linkF1(links, truth)));
  const trivial = meanOf(networks.map(({ simple }) => (isQuiet ? 0 : simple)));
  const permuted = networks.map(({ links, truth }, draw) =>
    isQuiet ? 0 : linkF1(relabelled(links, TYPES, draw), truth),
  );
  return {
    row: {
      set: 'simulated networks',
      engine: 'links',
      metric: isQuiet ? 'neither: share of pairs left alone' : `F1, ${spread}`,
      n: NETWORKS,
      trivial,
      permuted: meanOf(permuted),
      ours: meanOf(scores),
      interval: { low: Math.min(...scores), high: Math.max(...scores) },
      toBeat: trivial,
      by: isQuiet ? 'all pairs' : 'most frequent pairs, told their number',
      gate: isQuiet ? LEFT_ALONE : trivial,
    },
    details: networks.map(
      ({ links, truth, simple, alarms }) =>
        `simulated ${spread}: ${alarms} alarms, ${links.length} links of ${truth.size}, F1 ${linkF1(links, truth).toFixed(3)}, simple rule ${simple.toFixed(3)}`,
    ),
  };
}
