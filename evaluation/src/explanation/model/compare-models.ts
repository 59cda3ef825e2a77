// Two models on the same incidents: base and tuned, say. What both were asked in the same words counts as a pair.
import { comparePairs, type ShareComparison, type SharePair } from '@foreshock/model/compare-shadow.ts';
import { bootstrap, meanOf } from '../../measured/bootstrap.ts';
import type { Interval } from '../../measured/measured-row.ts';
import type { JudgedIncident, Tally } from './judge-incident.ts';

export interface ComparedMeasure {
  readonly measure: string;
  readonly before: number;
  readonly now: number;
  readonly difference: number;
  /** Of the difference; incidents are drawn. */
  readonly interval: Interval;
}

export interface ModelComparison {
  readonly pairs: number;
  /** Of this run: the other was not asked about them, or in other words. */
  readonly unpaired: number;
  readonly measures: readonly ComparedMeasure[];
  /** By the rule by which a model in shadow is said to be better. */
  readonly promotion: ShareComparison;
}

const MEASURES: Readonly<Record<string, (one: JudgedIncident) => number>> = {
  'claims that hold, of the first answer': ({ first }) => shareOf(first),
  'told by the model': ({ fellBack }) => (fellBack ? 0 : 1),
  'cause named right': ({ cause }) => (cause === 'right' ? 1 : 0),
  'tokens read and written': ({ tokens }) => tokens.input + tokens.output,
  'seconds to the story': ({ tookMs }) => tookMs / 1_000,
};

export function compareModels(before: readonly JudgedIncident[], now: readonly JudgedIncident[]): ModelComparison {
  const known = new Map(before.map((one) => [one.asked, one]));
  const pairs = now.flatMap((one) => {
    const other = known.get(one.asked);
    return other ? [{ before: other, now: one }] : [];
  });
  const shares = pairs.map((pair): SharePair => ({ shown: toldShare(pair.before), shadow: toldShare(pair.now) }));
  return {
    pairs: pairs.length,
    unpaired: now.length - pairs.length,
    measures:
      pairs.length === 0
        ? []
        : Object.entries(MEASURES).map(([measure, of]) => {
            const differences = pairs.map((pair) => of(pair.now) - of(pair.before));
            return {
              measure,
              before: meanOf(pairs.map((pair) => of(pair.before))),
              now: meanOf(pairs.map((pair) => of(pair.now))),
              difference: meanOf(differences),
              interval: bootstrap(differences),
            };
          }),
    promotion: comparePairs(shares),
  };
}

/** Of the sentences that claim something; 0 where there are none. */
export function shareOf({ verified, refused }: Tally): number {
  return verified + refused === 0 ? 0 : verified / (verified + refused);
}

/** A story that is not told holds nothing. */
function toldShare({ fellBack, last }: JudgedIncident): number {
  return fellBack ? 0 : shareOf(last);
}
