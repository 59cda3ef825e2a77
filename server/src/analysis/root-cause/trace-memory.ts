// What traces usually look like: spans come in minute by minute, complete traces are counted into slices of ten seconds,
// and the slices of a time without incidents add up to the reference that contrasts are drawn against.
import { SECOND, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import { addTally, emptyTally, type TraceTally, tallyOf } from './trace-tally.ts';
import { buildTraces, type SpanNode } from './trace-tree.ts';
import type { TracedSpan } from './traced-span.ts';

export interface TraceMemory {
  /** Spans that ended before `until`, in order of calls; a trace is taken up once nothing more of it is expected. */
  observe(spans: readonly TracedSpan[], until: Timestamp): void;
  /** Complete traces are known up to here. */
  readonly completeUntil: Timestamp;
  /** What is known of the range less the excluded ranges, added up. Good until the next call. */
  reference(range: TimeRange, excluded: readonly TimeRange[]): TraceTally;
  /** All that is known of the range. Good until the next call. */
  whole(range: TimeRange): TraceTally;
  /** Spans of complete traces that ended in the range, which must not lie further back than `RECENT_MS`. */
  recent(range: TimeRange): SpanNode[];
  forget(before: Timestamp): void;
}

export const SLICE_MS = 10 * SECOND;
/** Of a trace that was last heard of this long ago nothing more comes. */
export const SETTLED_MS = 10 * SECOND;
export const RECENT_MS = 120 * SECOND;

interface Slice {
  readonly from: Timestamp;
  readonly tallies: TraceTally[];
}

interface Sum {
  readonly tally: TraceTally;
  include(slice: Slice, wanted: boolean): void;
}

/** Slices are taken in and out one by one: most stay from one call to the next. */
function createSum(): Sum {
  const included = new Map<Timestamp, number>();
  const tally = emptyTally();
  return {
    tally,
    include(slice, wanted) {
      const known = included.get(slice.from) ?? 0;
      if (wanted) {
        for (const one of slice.tallies.slice(known)) addTally(tally, one, 1);
        included.set(slice.from, slice.tallies.length);
      } else if (known > 0) {
        for (const one of slice.tallies.slice(0, known)) addTally(tally, one, -1);
        included.delete(slice.from);
      }
    },
  };
}

function isInside({ from }: Slice, range: TimeRange): boolean {
  return from >= range.from && from + SLICE_MS <= range.to;
}

export function createTraceMemory(): TraceMemory {
  const slices = new Map<Timestamp, Slice>();
  const [usual, whole] = [createSum(), createSum()];
  let pending = new Map<string, TracedSpan[]>();
  let recent: SpanNode[] = [];
  let completeUntil = 0;

  function takeComplete(until: Timestamp): TracedSpan[] {
    const complete: TracedSpan[] = [];
    const left = new Map<string, TracedSpan[]>();
    for (const [trace, spans] of pending) {
      if (spans.some((span) => span.end >= until)) left.set(trace, spans);
      else complete.push(...spans);
    }
    pending = left;
    return complete;
  }

  return {
    observe(spans, until) {
      for (const span of spans) {
        const known = pending.get(span.traceId);
        if (known) known.push(span);
        else pending.set(span.traceId, [span]);
      }
      completeUntil = until - SETTLED_MS;
      const nodes = buildTraces(takeComplete(completeUntil));
      for (const [from, members] of Map.groupBy(nodes, (node) => sliceOf(node.span.end))) {
        const slice = slices.get(from) ?? { from, tallies: [] };
        slice.tallies.push(tallyOf(members));
        slices.set(from, slice);
      }
      recent = [...recent.filter((node) => node.span.end >= completeUntil - RECENT_MS), ...nodes];
    },
    get completeUntil() {
      return completeUntil;
    },
    reference(range, excluded) {
      for (const slice of slices.values()) {
        const to = slice.from + SLICE_MS;
        usual.include(
          slice,
          isInside(slice, range) && !excluded.some((other) => slice.from < other.to && to > other.from),
        );
      }
      return usual.tally;
    },
    whole(range) {
      for (const slice of slices.values()) whole.include(slice, isInside(slice, range));
      return whole.tally;
    },
    recent: (range) => recent.filter((node) => node.span.end >= range.from && node.span.end < range.to),
    forget(before) {
      for (const slice of slices.values()) {
        if (slice.from + SLICE_MS > before) continue;
        usual.include(slice, false);
        whole.include(slice, false);
        slices.delete(slice.from);
      }
    },
  };
}

function sliceOf(time: number): Timestamp {
  return Math.floor(time / SLICE_MS) * SLICE_MS;
}
