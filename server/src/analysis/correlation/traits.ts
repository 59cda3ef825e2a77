import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { typeOf } from './finding-links.ts';
import { isHarm } from './harm.ts';

/** What a comparison asks of an anomaly, worked out once: in a storm each is compared with hundreds. */
export interface Traits {
  readonly anomaly: Anomaly;
  /** Exhaustion and queues build up slowly. */
  readonly isSlow: boolean;
  readonly isHarm: boolean;
  /** As which it is counted among causes and effects. */
  readonly type: string;
  /** Equal for the same measure of the same signal. */
  readonly text: string;
  /** Of a log line the numbers of its words, ascending and each once. */
  readonly words: Int32Array | undefined;
}

/** Numbers of words are those of one reader: traits of two readers must not be compared. */
export function createTraitsReader(): (anomaly: Anomaly) => Traits {
  const numbers = new Map<string, number>();
  const read = new Map<Anomaly, Traits>();
  const numberOf = (word: string): number => {
    const known = numbers.get(word) ?? numbers.size;
    numbers.set(word, known);
    return known;
  };
  return (anomaly) => {
    const known = read.get(anomaly);
    if (known) return known;
    const { signal, kind, measure } = anomaly;
    const traits: Traits = {
      anomaly,
      isSlow: kind === 'saturation' || kind === 'queue',
      isHarm: isHarm(anomaly),
      type: typeOf(anomaly),
      text: `${signal}\n${measure}`,
      words: signal === 'logs' ? Int32Array.from(new Set(measure.split(/\s+/)), numberOf).sort() : undefined,
    };
    read.set(anomaly, traits);
    return traits;
  };
}

/** Jaccard overlap of the words of two log templates; 0 for other signals. */
export function wordOverlap(left: Traits['words'], right: Traits['words']): number {
  if (!left || !right) return 0;
  let both = 0;
  for (let i = 0, k = 0; i < left.length && k < right.length; ) {
    const difference = left[i]! - right[k]!;
    if (difference === 0) both += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) k += 1;
  }
  return both / (left.length + right.length - both);
}
