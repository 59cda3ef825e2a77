import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { RankedCause } from './locate-root-causes.ts';

/** What an alarm says of a cause, in the shape of an anomaly. */
export type Sign = Pick<Anomaly, 'kind' | 'measure' | 'observed' | 'expected' | 'unit' | 'surprise'>;

/** -log10 p of anomalies ends here. */
export const MAX_SURPRISE = 12;

/** On the scale of other anomalies: a cause that is just named is as surprising as one in 30,000. */
export function surpriseOf({ score }: RankedCause): number {
  return Math.min(MAX_SURPRISE, 3 + 2 * score);
}

/** Time lost on the way to it. Without a gap there, it loses time on its own calls. */
export function signOfLoss(cause: RankedCause): Sign {
  const [gap] = [...cause.gaps].sort((a, b) => b.weight - a.weight);
  return {
    kind: 'latency',
    measure: gap ? 'time lost on calls to it' : 'time lost on its calls',
    observed: gap?.nowMs ?? cause.score,
    expected: gap?.usualMs ?? 0,
    unit: gap ? 'ms' : '',
    surprise: surpriseOf(cause),
  };
}
