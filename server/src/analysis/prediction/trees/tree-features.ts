import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { HazardFacts } from '../hazard/hazard-features.ts';
import { HORIZONS } from '../horizons.ts';
import { logit } from '../odds-math.ts';
import { codeOf, evenEdges } from './value-codes.ts';

/** The facts of the hazard as the trees read them: values where the hazard has weights, and gaps where nothing is known. */

/** Of one bin of time ahead a row is these, then the judged odds in the bin, then the bin. */
export interface TreeFacts extends HazardFacts {
  /** When the failure last began here. */
  readonly failedAt: Timestamp | undefined;
  /** Of the tier that judged, in each bin; absent where that is the precursor. */
  readonly judged: readonly number[] | undefined;
  /** P(within an hour) by the precursor that was seen lately. */
  readonly precursor: number | undefined;
}

const HALVES = evenEdges(0.5, 5.5, 6);
const SURPRISE = evenEdges(0.25, 12, 48);
/** Minutes as powers of two: to eleven days, and to half a year. */
const LOG_MINUTES = evenEdges(0, 14, 57);
const LONG_LOG_MINUTES = evenEdges(0, 18, 61);
const LOG_ODDS = evenEdges(-14, 6, 61);
const BIN_EDGES = Float64Array.from(HORIZONS.slice(1), (_, bin) => bin + 0.5);

const KINDS: readonly Anomaly['kind'][] = [
  'errors',
  'latency',
  'saturation',
  'queue',
  'logs',
  'restarts',
  'traffic',
  'state',
];

interface Feature {
  readonly name: string;
  readonly edges: Float64Array;
  readonly value: (facts: TreeFacts, news: readonly Anomaly[]) => number | undefined;
}

const FEATURES: readonly Feature[] = [
  { name: 'headroom', edges: evenEdges(0.02, 0.98, 49), value: ({ headroom }) => headroom },
  {
    name: 'time to limit',
    edges: LOG_MINUTES,
    value: ({ reach }) => (reach === undefined ? undefined : logMinutes(reach)),
  },
  ...KINDS.map((kind) => ({
    name: `surprise of ${kind}`,
    edges: SURPRISE,
    value: (_: TreeFacts, news: readonly Anomaly[]) => mostOf(news.filter((one) => one.kind === kind)),
  })),
  {
    name: 'new line',
    edges: HALVES,
    value: (_, news) => news.filter(({ kind, direction }) => kind === 'logs' && direction === 'new').length,
  },
  { name: 'kinds', edges: HALVES, value: (_, news) => new Set(news.map(({ kind }) => kind)).size },
  {
    name: 'mean surprise',
    edges: SURPRISE,
    value: (_, news) => news.map(({ surprise }) => surprise).reduce((sum, one) => sum + one / news.length, 0),
  },
  { name: 'since first', edges: LOG_MINUTES, value: ({ now }, news) => since(now, Math.min(...onsetsOf(news))) },
  { name: 'since latest', edges: LOG_MINUTES, value: ({ now }, news) => since(now, Math.max(...onsetsOf(news))) },
  { name: 'surprise of callees', edges: SURPRISE, value: ({ callees }) => mostOf(callees) },
  { name: 'callees', edges: HALVES, value: ({ callees }) => callees.length },
  { name: 'since change', edges: LOG_MINUTES, value: ({ now, changedAt }) => since(now, changedAt) },
  { name: 'since failure', edges: LONG_LOG_MINUTES, value: ({ now, failedAt }) => since(now, failedAt) },
  { name: 'hour of day', edges: evenEdges(1, 23, 23), value: ({ now }) => (now % DAY) / HOUR },
  // The epoch began on a Thursday.
  { name: 'weekday', edges: evenEdges(1, 6, 6), value: ({ now }) => (Math.floor(now / DAY) + 4) % 7 },
  {
    name: 'precursor',
    edges: LOG_ODDS,
    value: ({ precursor }) => (precursor === undefined ? undefined : logit(precursor)),
  },
];

/** Codes of a row that is kept: the features, and the judged odds of every bin. */
export const KEPT_CODES = FEATURES.length + HORIZONS.length;
/** Codes of one bin of it. */
export const BIN_CODES = FEATURES.length + 2;

export function treeCodes(facts: TreeFacts): Uint8Array {
  const news = facts.own.filter(({ marks }) => !marks.includes('expected') && !marks.includes('chronic'));
  const codes = new Uint8Array(KEPT_CODES);
  for (const [i, { edges, value }] of FEATURES.entries()) codes[i] = codeOf(edges, value(facts, news));
  for (const bin of HORIZONS.keys()) codes[FEATURES.length + bin] = codeOf(LOG_ODDS, facts.judged?.[bin]);
  return codes;
}

/** Writes the codes of one bin of the row that begins at `at` to `to`. */
export function writeBinCodes(kept: Uint8Array, at: number, bin: number, codes: Uint8Array, to: number): void {
  for (let i = 0; i < FEATURES.length; i += 1) codes[to + i] = kept[at + i]!;
  codes[to + FEATURES.length] = kept[at + FEATURES.length + bin]!;
  codes[to + FEATURES.length + 1] = codeOf(BIN_EDGES, bin);
}

function mostOf(anomalies: readonly Anomaly[]): number {
  return Math.max(0, ...anomalies.map(({ surprise }) => surprise));
}

function onsetsOf(anomalies: readonly Anomaly[]): number[] {
  return anomalies.map(({ onset }) => onset);
}

/** Without a time it is missing. */
function since(now: Timestamp, time: Timestamp | undefined): number | undefined {
  return time === undefined || !Number.isFinite(time) ? undefined : logMinutes(now - time);
}

function logMinutes(duration: number): number {
  return Math.log2(Math.max(0, duration) / MINUTE + 0.5);
}
