import { DAY, SECOND } from '@foreshock/model/time.ts';
import type { AlarmHistory } from '@foreshock/server/analysis/correlation/links/alarm-history.ts';
import { counterUniform } from '@foreshock/server/analysis/statistics/counter-hash.ts';

/** How a cause reaches its effect: at its own device, one hop away, either, or there is no cause at all. */
export const SPREADS = ['own device', 'hop by hop', 'both', 'neither'] as const;
export type Spread = (typeof SPREADS)[number];

export interface SimulatedNetwork {
  readonly history: AlarmHistory;
  /** `cause>effect`. */
  readonly links: ReadonlySet<string>;
}

export const TYPES = 12;
const DEVICES = 30;
const CABLES = 45;
const LINKS = 14;
const SPAN_MS = 20 * DAY;
/** Alarms of a type that nothing brings about, over all devices. */
const SPONTANEOUS = { least: 100, most: 600 };
/** A cause brings about an effect this often: at its own device, and at each neighbor. */
const OWN = { least: 0.2, most: 0.6 };
const NEAR = { least: 0.1, most: 0.3 };
/** An alarm comes again at its own device, and turns up at a neighbor: what is no link between types. */
const AGAIN = 0.2;
const TRAVELS = 0.05;
const MEAN_DELAY_MS = 15 * SECOND;

/** A network of devices whose alarms bring one another about in ways that are known. */
export function simulateNetwork(spread: Spread, seed: number): SimulatedNetwork {
  const chance = (...counters: number[]): number => counterUniform(seed, SPREADS.indexOf(spread), ...counters);
  const between = ({ least, most }: { least: number; most: number }, ...counters: number[]): number =>
    least + (most - least) * chance(...counters);
  const neighbors = drawCables(chance);
  const links = spread === 'neither' ? [] : drawLinks(chance);
  const alarms: { time: number; type: number; place: number }[] = [];
  let born = 0;
  const appear = (time: number, type: number, place: number): void => {
    const id = born++;
    alarms.push({ time: Math.round(time / SECOND) * SECOND, type, place });
    let child = 0;
    const follow = (probability: number, next: number, where: number): void => {
      child += 1;
      if (chance(5, id, child) >= probability) return;
      appear(time - MEAN_DELAY_MS * Math.log(1 - chance(6, id, child)), next, where);
    };
    follow(AGAIN, type, place);
    for (const neighbor of neighbors[place]!) follow(TRAVELS, type, neighbor);
    for (const [index, { cause, effect }] of links.entries()) {
      if (cause !== type) continue;
      if (spread !== 'hop by hop') follow(between(OWN, 3, index), effect, place);
      if (spread === 'own device') continue;
      for (const neighbor of neighbors[place]!) follow(between(NEAR, 4, index), effect, neighbor);
    }
  };
  for (let type = 0; type < TYPES; type++) {
    const count = Math.round(between(SPONTANEOUS, 1, type));
    for (let n = 0; n < count; n++) {
      // Devices differ: the square makes a few of them loud.
      const place = Math.floor(chance(2, type, n, 0) ** 2 * DEVICES);
      appear(chance(2, type, n, 1) * SPAN_MS, type, place);
    }
  }
  alarms.sort((a, b) => a.time - b.time || a.place - b.place || a.type - b.type);
  return {
    history: {
      times: alarms.map(({ time }) => time),
      types: alarms.map(({ type }) => type),
      places: alarms.map(({ place }) => place),
      typeCount: TYPES,
      neighbors,
    },
    links: new Set(links.map(({ cause, effect }) => `${cause}>${effect}`)),
  };
}

type Chance = (...counters: number[]) => number;

function drawCables(chance: Chance): number[][] {
  const neighbors = Array.from({ length: DEVICES }, () => new Set<number>());
  for (let cable = 0; cable < CABLES; cable++) {
    const a = Math.floor(chance(7, cable, 0) * DEVICES);
    const b = Math.floor(chance(7, cable, 1) * DEVICES);
    if (a === b) continue;
    neighbors[a]!.add(b);
    neighbors[b]!.add(a);
  }
  return neighbors.map((set) => [...set]);
}

/** Causes have the smaller number, so that there is no cycle; which numbers they are says nothing else. */
function drawLinks(chance: Chance): { cause: number; effect: number }[] {
  const links = new Map<string, { cause: number; effect: number }>();
  for (let draw = 0; links.size < LINKS; draw++) {
    const a = Math.floor(chance(8, draw, 0) * TYPES);
    const b = Math.floor(chance(8, draw, 1) * TYPES);
    if (a !== b) links.set(`${Math.min(a, b)}>${Math.max(a, b)}`, { cause: Math.min(a, b), effect: Math.max(a, b) });
  }
  return [...links.values()];
}
