import { type Harm, harmOfMeasure, leastDeviation } from './harm-of-measure.ts';
import { createOwnLevel, medianOf, type OwnLevel, stepLevel } from './own-level.ts';
import { createQuietScale, learnQuiet, type QuietScale, spreadOf } from './quiet-scale.ts';

/**
 * How far each node of a group strays towards harm, in bits: from its own level, less what all its peers do, against how
 * far it strays in quiet hours. In: a minute of measures by node. Out: bits by node.
 */

const SMOOTHED_MINUTES = 3;
/** Fewer peers have no common mode. */
const LEAST_PEERS = 2;
const MOST_BITS = 4;
/** A reading that failed says nothing: what was last seen stands for so long. */
const HELD_MINUTES = 3;

/** One measure of one node. Plain data. */
interface PeerSeries {
  readonly level: OwnLevel;
  /** Deviations of the last minutes, less the common mode. */
  readonly latest: Float64Array;
  deviations: number;
  /** Last value of a counter. */
  before: number;
  /** Minutes without a reading. */
  missed: number;
  readonly quiet: QuietScale;
  spread: number;
  /** The smoothed deviation of this minute in units of the least that means anything, signed; NaN when there is none. */
  now: number;
  /** The same before smoothing. */
  raw: number;
}

/** Plain data. By measure, then by node. */
export type PeerGroup = Map<string, Map<string, PeerSeries>>;

export type PeerReadings = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface NodeBits {
  readonly bits: number;
  /** By measure, those that lead their family, the strongest first. */
  readonly leading: readonly { readonly measure: string; readonly bits: number }[];
}

export function createPeerGroup(): PeerGroup {
  return new Map();
}

/** `readings`: by measure, then by node. Gives bits by node, in the order of names. */
export function stepPeers(group: PeerGroup, readings: PeerReadings): Map<string, NodeBits> {
  const families = new Map<string, Map<string, { measure: string; bits: number }>>();
  for (const [measure, byNode] of readings) {
    const harm = harmOfMeasure(measure);
    if (!harm) continue;
    const strayed = strayedFromLevel(group, measure, harm, byNode);
    const enough = strayed.size > LEAST_PEERS;
    const inCommon = enough ? medianOf([...strayed.values()]) : Number.NaN;
    for (const node of byNode.keys()) {
      const series = group.get(measure)!.get(node)!;
      const own = enough ? strayed.get(node) : undefined;
      deviate(series, harm, own === undefined ? undefined : own - inCommon);
      if (Number.isNaN(series.now)) continue;
      const bits = bitsOf(series, harm);
      const leading = families.get(node) ?? new Map<string, { measure: string; bits: number }>();
      families.set(node, leading);
      if (bits > (leading.get(harm.family)?.bits ?? -1)) leading.set(harm.family, { measure, bits });
    }
  }
  const nodes = [...families.keys()].sort();
  return new Map(
    nodes.map((node) => {
      const leading = [...families.get(node)!.values()].filter(({ bits }) => bits > 0).sort((a, b) => b.bits - a.bits);
      return [node, { bits: leading.reduce((sum, { bits }) => sum + bits, 0), leading }];
    }),
  );
}

/** This minute was quiet: its deviations are what is usual. */
export function learnQuietMinute(group: PeerGroup): void {
  for (const byNode of group.values()) {
    for (const series of byNode.values()) if (!Number.isNaN(series.now)) learnQuiet(series.quiet, Math.abs(series.raw));
  }
}

/** Takes over what quiet minutes taught so far. A node is never held to less than half of what is usual among its peers. */
export function renewSpreads(group: PeerGroup): void {
  for (const byNode of group.values()) {
    const spreads = [...byNode.values()].map(({ quiet }) => spreadOf(quiet));
    const usual = medianOf([...spreads]);
    for (const [i, series] of [...byNode.values()].entries()) series.spread = Math.max(spreads[i]!, usual / 2);
  }
}

/** After a gap: levels begin anew, what is usual stays. */
export function forgetLevels(group: PeerGroup): void {
  for (const byNode of group.values()) {
    for (const [node, series] of byNode)
      byNode.set(node, { ...createSeries(), quiet: series.quiet, spread: series.spread });
  }
}

function createSeries(): PeerSeries {
  return {
    level: createOwnLevel(),
    latest: new Float64Array(SMOOTHED_MINUTES),
    deviations: 0,
    before: Number.NaN,
    missed: 0,
    quiet: createQuietScale(),
    spread: 1,
    now: Number.NaN,
    raw: Number.NaN,
  };
}

/** Distance of each node from its own level; nodes without a level yet are left out. */
function strayedFromLevel(
  group: PeerGroup,
  measure: string,
  harm: Harm,
  readings: ReadonlyMap<string, number>,
): Map<string, number> {
  const byNode = group.get(measure) ?? new Map<string, PeerSeries>();
  group.set(measure, byNode);
  const strayed = new Map<string, number>();
  for (const [node, reading] of readings) {
    const series = byNode.get(node) ?? createSeries();
    byNode.set(node, series);
    const value = harm.isCounter ? reading - series.before : reading;
    series.before = reading;
    // A counter that fell was reset.
    if (!Number.isFinite(value) || (harm.isCounter && value < 0)) continue;
    const level = stepLevel(series.level, value);
    if (!Number.isNaN(level)) strayed.set(node, value - level);
  }
  return strayed;
}

/** `deviation`: less the common mode; `undefined` without a reading. */
function deviate(series: PeerSeries, harm: Harm, deviation: number | undefined): void {
  series.missed = deviation === undefined ? series.missed + 1 : 0;
  if (deviation !== undefined) {
    const least = leastDeviation(harm, series.level.level);
    series.raw = deviation / least;
    series.now = smoothed(series, deviation) / least;
  } else if (series.missed > HELD_MINUTES) series.now = Number.NaN;
}

function smoothed(series: PeerSeries, deviation: number): number {
  series.latest[series.deviations % SMOOTHED_MINUTES] = deviation;
  series.deviations += 1;
  const seen = Math.min(series.deviations, SMOOTHED_MINUTES);
  let sum = 0;
  for (let i = 0; i < seen; i += 1) sum += series.latest[i]!;
  return sum / seen;
}

/** Each doubling beyond twice the usual is a bit. */
function bitsOf({ now, spread }: PeerSeries, { direction }: Harm): number {
  const towards = direction === 'up' ? now : direction === 'down' ? -now : Math.abs(now);
  if (towards <= 0) return 0;
  return Math.min(MOST_BITS, Math.max(0, Math.log2(towards / spread / 2)));
}
