import { countAbove, quantileOf } from '@foreshock/model/latency-bins.ts';
import { gTest } from '../statistics/gtest.ts';
import type { KeyTally, TraceTally } from './trace-tally.ts';
import type { SpanNode } from './trace-tree.ts';
import { operationOfKey, type SpanKey } from './traced-span.ts';

/** What a span of an operation did, wrote or was. */
export type EventKind = 'child' | 'log' | 'error-log' | 'slow' | 'last' | 'failed';

/** An operation does something more or less often after the onset than before, in like contexts. */
export interface Contrast {
  readonly key: SpanKey;
  readonly kind: EventKind;
  /** The operation called, or the statement written; empty for `slow` and `failed`. */
  readonly event: string;
  /** Shares before and after, smoothed. */
  readonly before: number;
  readonly after: number;
  /** About -log10 p of the 2x2 table. */
  readonly surprise: number;
  /** Counts as people read them: "498 of 513 before, 0 of 46 after". */
  readonly counts: {
    readonly before: number;
    readonly beforeOf: number;
    readonly after: number;
    readonly afterOf: number;
  };
}

/** Natural log of 10, twice: turns G into about -log10 p for one degree of freedom. */
const G_PER_DECADE = 4.605;
const MIN_TRACES = 3;
const KEEP_FROM = 2;
const RARE = 0.05;
/** An operation that calls others in more than this share of its spans waits more than it works. */
const MOSTLY_CALLING = 0.3;

/**
 * `before` and `after` count spans of the reference and of the time in question; `whole` stands in for the reference of
 * an operation that it hardly holds. In the order of the keys.
 */
export function findContrasts(before: TraceTally, after: TraceTally, whole?: TraceTally): Contrast[] {
  const contrasts: Contrast[] = [];
  for (const key of [...after.keys.keys()].sort()) {
    const then = [before, whole].map((tally) => tally?.keys.get(key)).find((one) => one && one.traces >= MIN_TRACES);
    const now = after.keys.get(key)!;
    if (!then) continue;
    for (const name of eventNames(then, now)) {
      const contrast = eventContrast(key, name, then, now);
      if (contrast) contrasts.push(contrast);
    }
    const slow = slowContrast(key, then, now);
    if (slow) contrasts.push(slow);
  }
  return contrasts;
}

export function exhibits(node: SpanNode, contrast: Contrast, slowFrom: number): boolean {
  if (contrast.kind === 'slow') return node.selfMs > slowFrom;
  return node.events.has(`${contrast.kind} ${contrast.event}`);
}

/** Own time in milliseconds from which a span of the operation is slow: its 99 % quantile, or well above its median. */
export function slowLimit(key: KeyTally | undefined): number {
  const middle = key && quantileOf(key.selfMs, 0.5);
  if (!key || middle === undefined || key.calling > MOSTLY_CALLING * key.spans) return Number.POSITIVE_INFINITY;
  return Math.max(quantileOf(key.selfMs, 0.99)!, 2 * middle, middle + 1);
}

function eventNames(then: KeyTally, now: KeyTally): string[] {
  const names = new Set<string>();
  for (const tally of [then, now])
    for (const context of tally.contexts.values()) for (const name of context.events.keys()) names.add(name);
  return [...names].sort();
}

function eventContrast(key: SpanKey, name: string, then: KeyTally, now: KeyTally): Contrast | undefined {
  const seenBefore = countOf(then, name);
  const seenAfter = countOf(now, name);
  let expected = 0;
  let traces = 0;
  for (const [hash, context] of now.contexts) {
    const known = then.contexts.get(hash);
    const isKnown = known !== undefined && known.traces >= MIN_TRACES;
    const share = isKnown ? (known.events.get(name) ?? 0) / known.spans : seenBefore / then.spans;
    expected += context.spans * share;
    traces += isKnown ? known.traces : then.traces;
  }
  return contrastOf(key, name, {
    shareBefore: expected / now.spans,
    tracesBefore: Math.max(MIN_TRACES, Math.min(traces, then.traces)),
    shareAfter: seenAfter / now.spans,
    tracesAfter: now.traces,
    counts: { before: seenBefore, beforeOf: then.spans, after: seenAfter, afterOf: now.spans },
  });
}

function slowContrast(key: SpanKey, then: KeyTally, now: KeyTally): Contrast | undefined {
  const limit = slowLimit(then);
  if (limit === Number.POSITIVE_INFINITY) return undefined;
  const before = countAbove(then.selfMs, limit);
  const after = countAbove(now.selfMs, limit);
  return contrastOf(key, 'slow ', {
    shareBefore: before / then.spans,
    tracesBefore: then.traces,
    shareAfter: after / now.spans,
    tracesAfter: now.traces,
    counts: { before, beforeOf: then.spans, after, afterOf: now.spans },
  });
}

function countOf(tally: KeyTally, name: string): number {
  let count = 0;
  for (const context of tally.contexts.values()) count += context.events.get(name) ?? 0;
  return count;
}

interface Shares {
  readonly shareBefore: number;
  readonly tracesBefore: number;
  readonly shareAfter: number;
  readonly tracesAfter: number;
  readonly counts: Contrast['counts'];
}

/** Counted in traces: spans of one trace depend on each other. */
function contrastOf(key: SpanKey, name: string, shares: Shares): Contrast | undefined {
  const { tracesBefore: n1, tracesAfter: n2 } = shares;
  const c1 = shares.shareBefore * n1;
  const c2 = shares.shareAfter * n2;
  const { g } = gTest({ insideWith: c2, insideWithout: n2 - c2, outsideWith: c1, outsideWithout: n1 - c1 });
  const surprise = g / G_PER_DECADE;
  if (surprise < KEEP_FROM) return undefined;
  const before = (c1 + 0.5) / (n1 + 1);
  const after = (c2 + 0.5) / (n2 + 1);
  const kind = name.slice(0, name.indexOf(' ')) as EventKind;
  const event = name.slice(name.indexOf(' ') + 1);
  if (!isHarm(kind, event, before, after)) return undefined;
  return { key, kind, event, before, after, surprise, counts: shares.counts };
}

/** Operations that are called because something went wrong: `BasicErrorController.error`, `handleException`. */
const ERROR_HANDLER = /error|exception/i;

/** A normal act that ceases, or something unheard of, or more of what is bad in itself. */
function isHarm(kind: EventKind, event: string, before: number, after: number): boolean {
  const isNormalAct = kind === 'log' || (kind === 'child' && !ERROR_HANDLER.test(operationOfKey(event)));
  if (isNormalAct) return after < before || before < RARE;
  const isUnheardOf = (kind === 'error-log' || kind === 'child') && before < RARE && after > before;
  return isUnheardOf || after - before > RARE;
}
