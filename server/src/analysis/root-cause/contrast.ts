import type { TimeRange } from '@foreshock/model/time.ts';
import { gTest } from '../statistics/gtest.ts';
import type { SpanNode } from './trace-tree.ts';
import type { SpanKey } from './traced-span.ts';

/** What a span of an operation did or wrote. */
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

interface Tally {
  spans: number;
  readonly traces: Set<string>;
  readonly events: Map<string, number>;
}

type Side = 'before' | 'after';

interface KeyTally {
  readonly before: Map<string, Tally>;
  readonly after: Map<string, Tally>;
}

/** `slowFrom` gives the self time in milliseconds above which a span of the operation counts as slow. */
export function findContrasts(
  nodes: readonly SpanNode[],
  reference: (time: number) => boolean,
  after: TimeRange,
  slowFrom: (key: SpanKey) => number,
): Contrast[] {
  const tallies = new Map<SpanKey, KeyTally>();
  for (const node of nodes) {
    const time = node.span.end;
    const side: Side | undefined =
      time >= after.from && time < after.to ? 'after' : reference(time) ? 'before' : undefined;
    if (!side) continue;
    let tally = tallies.get(node.key);
    if (!tally) {
      tally = { before: new Map(), after: new Map() };
      tallies.set(node.key, tally);
    }
    count(tally[side], node, slowFrom(node.key));
  }
  const contrasts: Contrast[] = [];
  for (const [key, tally] of [...tallies].sort((a, b) => (a[0] < b[0] ? -1 : 1)))
    contrasts.push(...contrastsOf(key, tally));
  return contrasts;
}

function count(tallies: Map<string, Tally>, node: SpanNode, slowFrom: number): void {
  let tally = tallies.get(node.context);
  if (!tally) {
    tally = { spans: 0, traces: new Set(), events: new Map() };
    tallies.set(node.context, tally);
  }
  tally.spans += 1;
  tally.traces.add(node.span.traceId);
  for (const event of eventsOf(node, slowFrom)) tally.events.set(event, (tally.events.get(event) ?? 0) + 1);
}

/** Kind and event joined by a space; each at most once a span. */
export function eventsOf(node: SpanNode, slowFrom: number): Set<string> {
  const events = new Set<string>();
  for (const child of node.children) events.add(`child ${child.key}`);
  for (const log of node.span.logs) events.add(`${log.isError ? 'error-log' : 'log'} ${log.statement}`);
  if (node.selfMs > slowFrom) events.add('slow ');
  if (node.span.failed) events.add('failed ');
  if (node.last) events.add(`last ${node.last}`);
  return events;
}

function contrastsOf(key: SpanKey, tally: KeyTally): Contrast[] {
  const pooledBefore = pool(tally.before.values());
  const pooledAfter = pool(tally.after.values());
  if (pooledBefore.traces.size < MIN_TRACES || pooledAfter.spans === 0) return [];
  const names = new Set([...pooledBefore.events.keys(), ...pooledAfter.events.keys()]);
  const found: Contrast[] = [];
  for (const name of [...names].sort()) {
    const contrast = contrastOf(key, name, tally, pooledBefore, pooledAfter);
    if (contrast) found.push(contrast);
  }
  return found;
}

function pool(tallies: Iterable<Tally>): Tally {
  const pooled: Tally = { spans: 0, traces: new Set(), events: new Map() };
  for (const tally of tallies) {
    pooled.spans += tally.spans;
    for (const trace of tally.traces) pooled.traces.add(trace);
    for (const [name, events] of tally.events) pooled.events.set(name, (pooled.events.get(name) ?? 0) + events);
  }
  return pooled;
}

function contrastOf(
  key: SpanKey,
  name: string,
  tally: KeyTally,
  pooledBefore: Tally,
  pooledAfter: Tally,
): Contrast | undefined {
  const pooledShare = (pooledBefore.events.get(name) ?? 0) / pooledBefore.spans;
  let expected = 0;
  const usedTraces = new Set<string>();
  for (const [context, now] of tally.after) {
    const then = tally.before.get(context);
    const known = then !== undefined && then.traces.size >= MIN_TRACES;
    for (const trace of (known ? then : pooledBefore).traces) usedTraces.add(trace);
    expected += now.spans * (known ? (then.events.get(name) ?? 0) / then.spans : pooledShare);
  }
  const p1 = expected / pooledAfter.spans;
  const p2 = (pooledAfter.events.get(name) ?? 0) / pooledAfter.spans;
  // Spans of one trace depend on each other: count traces.
  const n1 = Math.max(MIN_TRACES, usedTraces.size);
  const n2 = pooledAfter.traces.size;
  const c1 = p1 * n1;
  const c2 = p2 * n2;
  const { g } = gTest({ insideWith: c2, insideWithout: n2 - c2, outsideWith: c1, outsideWithout: n1 - c1 });
  const surprise = g / G_PER_DECADE;
  if (surprise < KEEP_FROM) return undefined;
  const before = (c1 + 0.5) / (n1 + 1);
  const after = (c2 + 0.5) / (n2 + 1);
  const kind = name.slice(0, name.indexOf(' ')) as EventKind;
  if (!isHarm(kind, before, after)) return undefined;
  return {
    key,
    kind,
    event: name.slice(name.indexOf(' ') + 1),
    before,
    after,
    surprise,
    counts: {
      before: pooledBefore.events.get(name) ?? 0,
      beforeOf: pooledBefore.spans,
      after: pooledAfter.events.get(name) ?? 0,
      afterOf: pooledAfter.spans,
    },
  };
}

/** A normal act that ceases, or something unheard of, or more of what is bad in itself. */
function isHarm(kind: EventKind, before: number, after: number): boolean {
  if (kind === 'child' || kind === 'log') return after < before || before < RARE;
  if (kind === 'error-log' && before < RARE && after > before) return true;
  return after - before > RARE;
}
