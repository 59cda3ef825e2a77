// What this project's findings have brought about so far: kept as they come, learnt once a day, asked when two findings
// are compared.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import type { AlarmHistory } from './links/alarm-history.ts';
import { learnLinks } from './links/learn-links.ts';

/** Plain data: it goes into snapshots. */
export interface FindingLinks {
  /** In order of arrival. */
  readonly seen: SeenFinding[];
  /** The day, counted from 1970, on which links were learnt last. */
  learntOn: number;
  /** By type of the cause and the effect. */
  alphas: ReadonlyMap<string, { readonly own: number; readonly near: number }>;
  windowMs: number;
}

/** An anomaly and its type. */
export interface Typed {
  readonly anomaly: Anomaly;
  readonly type: string;
}

interface SeenFinding {
  readonly time: Timestamp;
  readonly type: string;
  readonly entity: EntityId;
}

/** A quarter of a year of a busy project; beyond that the oldest go. */
const MOST_SEEN = 10_000;
const KEPT_MS = 90 * DAY;
/** Learning takes time with the square of these. */
const MOST_TYPES = 30;
const LEAST_OF_A_TYPE = 5;

export function createFindingLinks(): FindingLinks {
  return { seen: [], learntOn: 0, alphas: new Map(), windowMs: 0 };
}

export function rememberFinding(links: FindingLinks, anomaly: Anomaly): void {
  links.seen.push({ time: anomaly.onset, type: typeOf(anomaly), entity: anomaly.entity });
  if (links.seen.length > MOST_SEEN) links.seen.shift();
}

/** At the first minute of each day, from all that is remembered. */
export function learnDaily(links: FindingLinks, topology: Topology, minute: Timestamp): void {
  const day = Math.floor(minute / DAY);
  if (day === links.learntOn) return;
  links.learntOn = day;
  const old = links.seen.findIndex(({ time }) => minute - time <= KEPT_MS);
  links.seen.splice(0, old < 0 ? links.seen.length : old);
  const types = frequentTypes(links.seen);
  const learnt = learnLinks(historyOf(links.seen, types, topology));
  links.windowMs = learnt.windowMs;
  links.alphas = new Map(
    learnt.links.map(({ cause, effect, own, near }) => [pairOf(types[cause]!, types[effect]!), { own, near }]),
  );
}

/**
 * How many findings like the later one the earlier one is expected to have brought about where that was: 0 to 1, and 0
 * while nothing is known.
 *
 * near  whether they are one hop apart
 */
export function broughtAbout({ alphas, windowMs }: FindingLinks, a: Typed, b: Typed, near: boolean): number {
  if (alphas.size === 0 || Math.abs(a.anomaly.onset - b.anomaly.onset) > windowMs) return 0;
  const isSame = a.anomaly.entity === b.anomaly.entity;
  if (!isSame && !near) return 0;
  const expected = (cause: Typed, effect: Typed): number =>
    (cause.anomaly.onset <= effect.anomaly.onset &&
      alphas.get(pairOf(cause.type, effect.type))?.[isSame ? 'own' : 'near']) ||
    0;
  return Math.min(1, Math.max(expected(a, b), expected(b, a)));
}

/** The types that are a cause or an effect of any other. */
export function linkedTypes({ alphas }: FindingLinks): Set<string> {
  return new Set([...alphas.keys()].flatMap((pair) => pair.split('\n')));
}

/** Names of operations and log lines are too many to count by: there the kind is the type. */
export function typeOf({ signal, kind, measure, direction }: Anomaly): string {
  const isNamed = signal === 'metrics' || signal === 'events';
  // On one line, as pairs are kept as two.
  return `${signal} ${isNamed ? measure.replaceAll('\n', ' ') : kind} ${direction}`;
}

function pairOf(cause: string, effect: string): string {
  return `${cause}\n${effect}`;
}

function frequentTypes(seen: readonly SeenFinding[]): string[] {
  const counts = [...Map.groupBy(seen, ({ type }) => type)].map(([type, all]) => ({ type, count: all.length }));
  return counts
    .filter(({ count }) => count >= LEAST_OF_A_TYPE)
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1))
    .slice(0, MOST_TYPES)
    .map(({ type }) => type);
}

function historyOf(seen: readonly SeenFinding[], types: readonly string[], topology: Topology): AlarmHistory {
  const typeAt = new Map(types.map((type, index) => [type, index]));
  const counted = seen.filter(({ type }) => typeAt.has(type)).sort((a, b) => a.time - b.time);
  const places = [...new Set(counted.map(({ entity }) => entity))];
  const placeAt = new Map(places.map((entity, index) => [entity, index]));
  const neighbors = places.map(() => new Set<number>());
  const connect = (a: EntityId, b: EntityId): void => {
    const left = placeAt.get(a);
    const right = placeAt.get(b);
    if (left === undefined || right === undefined || left === right) return;
    neighbors[left]!.add(right);
    neighbors[right]!.add(left);
  };
  for (const { from, to } of topology.relations) connect(from, to);
  for (const { id, owner } of topology.entities.values()) if (owner) connect(id, owner);
  return {
    times: counted.map(({ time }) => time),
    types: counted.map(({ type }) => typeAt.get(type)!),
    places: counted.map(({ entity }) => placeAt.get(entity)!),
    typeCount: types.length,
    neighbors: neighbors.map((set) => [...set]),
  };
}
