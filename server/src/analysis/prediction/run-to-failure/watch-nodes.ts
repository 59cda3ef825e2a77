import type { NodeBits } from './peer-deviation.ts';

/**
 * Which nodes of a group are on their way to failure: what stays for three minutes counts, and twice when the redundancy
 * partner shows it too. In: bits by node of one minute. Out: an alarm, and the nodes in order.
 */

const PERSISTS_MINUTES = 3;
const ALARM_FROM = 2;
/** An engine that starts in the middle of a disturbance has seen no onset: it warns after so many quiet minutes. */
const ARMED_AFTER = 5;
/** The onset of an alarm is over after so many quiet minutes. */
const OVER_AFTER = 15;
const SLOPE_MINUTES = 10;

/** Plain data. */
export interface NodeWatch {
  /** Bits of the last minutes by node. */
  readonly latest: Map<string, number[]>;
  /** Strength of the strongest node in the last minutes. */
  readonly strengths: number[];
  quietMinutes: number;
  armed: boolean;
  /** Minutes since the alarm began; -1 without one. */
  alarmAge: number;
}

export interface WatchedMinute {
  /** Some node was looked at for long enough. */
  readonly judged: boolean;
  readonly alarm: boolean;
  /** Of the strongest node. */
  readonly strength: number;
  /** Of strength, over ten minutes. */
  readonly growth: number;
  /** Minutes since the alarm began, 0 without one. */
  readonly age: number;
  /** The strongest first, ties by name. */
  readonly ranking: readonly { readonly node: string; readonly strength: number }[];
}

export function createNodeWatch(): NodeWatch {
  return { latest: new Map(), strengths: [], quietMinutes: 0, armed: false, alarmAge: -1 };
}

/** `partners`: of nodes that stand in for each other. */
export function watchNodes(
  watch: NodeWatch,
  bits: ReadonlyMap<string, Pick<NodeBits, 'bits'>>,
  partners: ReadonlyMap<string, string>,
): WatchedMinute {
  const lasting = new Map<string, number>();
  for (const [node, { bits: now }] of bits) {
    const latest = [...(watch.latest.get(node) ?? []), now].slice(-PERSISTS_MINUTES);
    watch.latest.set(node, latest);
    lasting.set(node, latest.length < PERSISTS_MINUTES ? 0 : Math.min(...latest));
  }
  for (const node of watch.latest.keys()) if (!bits.has(node)) watch.latest.delete(node);
  const ranking = [...lasting]
    .map(([node, own]) => ({ node, strength: own + Math.min(own, lasting.get(partners.get(node) ?? '') ?? 0) }))
    .sort((a, b) => b.strength - a.strength || (a.node < b.node ? -1 : 1));
  const strength = ranking[0]?.strength ?? 0;
  watch.strengths.push(strength);
  if (watch.strengths.length > SLOPE_MINUTES + 1) watch.strengths.shift();
  const above = strength > ALARM_FROM;
  // What has not been looked at for long enough to last is not quiet.
  const judged = [...watch.latest.values()].some((latest) => latest.length === PERSISTS_MINUTES);
  watch.quietMinutes = above || !judged ? 0 : watch.quietMinutes + 1;
  if (watch.quietMinutes >= ARMED_AFTER) watch.armed = true;
  const alarm = watch.armed && above;
  if (watch.alarmAge >= 0) watch.alarmAge += 1;
  if (alarm && watch.alarmAge < 0) watch.alarmAge = 0;
  if (watch.quietMinutes >= OVER_AFTER) watch.alarmAge = -1;
  return { judged, alarm, strength, growth: strength - watch.strengths[0]!, age: Math.max(0, watch.alarmAge), ranking };
}
