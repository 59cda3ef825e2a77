import { binOf, quantileOf } from '@foreshock/model/latency-bins.ts';

const LEARN_FROM = 200;
/** The limit is worked out again after this many spans, and what is older counts half. */
const AGAIN_AFTER = 2_000;
/** Bins are 2 % wide: what is as slow as all others is not slow. */
const MARGIN = 1.1;
const MOST_OPERATIONS = 10_000;

/** How slow is unusual for an operation: its own 99th percentile, forgetting slowly. */
export interface SlowOperations {
  /** Whether the span is slower than the percentile so far, and learns from it. False while too little is known. */
  isSlow(operation: string, durationMs: number): boolean;
}

interface Learnt {
  bins: Map<number, number>;
  count: number;
  limitMs: number;
}

export function createSlowOperations(): SlowOperations {
  const operations = new Map<string, Learnt>();
  return {
    isSlow(operation, durationMs) {
      let learnt = operations.get(operation);
      if (learnt === undefined) {
        if (operations.size >= MOST_OPERATIONS) operations.clear();
        learnt = { bins: new Map(), count: 0, limitMs: Infinity };
        operations.set(operation, learnt);
      }
      const isSlow = durationMs > learnt.limitMs * MARGIN;
      const bin = binOf(durationMs);
      learnt.bins.set(bin, (learnt.bins.get(bin) ?? 0) + 1);
      learnt.count += 1;
      if (learnt.count === LEARN_FROM || learnt.count % AGAIN_AFTER === 0) {
        learnt.limitMs = quantileOf(learnt.bins, 0.99) ?? Infinity;
        if (learnt.count % AGAIN_AFTER === 0)
          learnt.bins = new Map([...learnt.bins].map(([key, count]) => [key, count / 2]));
      }
      return isSlow;
    },
  };
}
