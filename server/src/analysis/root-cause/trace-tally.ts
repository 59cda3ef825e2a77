import type { EntityId } from '@foreshock/model/entity.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import { isWaiting } from '../waiting-operations.ts';
import type { SpanNode } from './trace-tree.ts';
import type { SpanKey } from './traced-span.ts';

/** What the spans of some time did, in counts that add up: all that a contrast needs of the time before. */
export interface TraceTally {
  spans: number;
  readonly keys: Map<SpanKey, KeyTally>;
  /** By caller and callee. */
  readonly edges: Map<string, EdgeTally>;
  /** Durations of whole traces in milliseconds. */
  readonly roots: Map<number, number>;
}

export interface KeyTally {
  spans: number;
  traces: number;
  /** Spans that called another entity. */
  calling: number;
  /** Own time in milliseconds; none of what waits by design. */
  readonly selfMs: Map<number, number>;
  readonly contexts: Map<number, ContextTally>;
}

export interface ContextTally {
  spans: number;
  traces: number;
  readonly events: Map<string, number>;
}

export interface EdgeTally {
  readonly caller: EntityId;
  readonly callee: EntityId;
  calls: number;
  /** Client less server duration in milliseconds. */
  readonly gaps: Map<number, number>;
}

/** More of these in one tally share a context, or are not counted: an operation name may hold an id we do not know. */
const MAX_KEYS = 2_000;
const MAX_CONTEXTS = 32;
const MAX_EVENTS = 64;
const OTHER_CONTEXT = -1;

export function emptyTally(): TraceTally {
  return { spans: 0, keys: new Map(), edges: new Map(), roots: new Map() };
}

export function tallyOf(nodes: Iterable<SpanNode>): TraceTally {
  const tally = emptyTally();
  const traces = new Map<KeyTally | ContextTally, Set<string>>();
  const isNewTrace = (of: KeyTally | ContextTally, trace: string): boolean => {
    const known = traces.get(of) ?? new Set();
    traces.set(of, known);
    if (known.has(trace)) return false;
    known.add(trace);
    return true;
  };
  for (const node of nodes) {
    tally.spans += 1;
    if (!node.parent) countInto(tally.roots, binOf(node.span.end - node.span.start));
    countEdge(tally, node);
    const key = keyTally(tally, node.key);
    if (!key) continue;
    const context = contextTally(key, node.context);
    const trace = node.span.traceId;
    key.spans += 1;
    context.spans += 1;
    if (isNewTrace(key, trace)) key.traces += 1;
    if (isNewTrace(context, trace)) context.traces += 1;
    if (node.children.some((child) => child.span.entity !== node.span.entity)) key.calling += 1;
    if (!isWaiting(node.span.operation)) countInto(key.selfMs, binOf(node.selfMs));
    for (const event of node.events)
      if (context.events.size < MAX_EVENTS || context.events.has(event)) countInto(context.events, event);
  }
  return tally;
}

/** A client span has the server span as its only child. */
function countEdge(tally: TraceTally, node: SpanNode): void {
  const { parent } = node;
  if (!parent || parent.span.entity === node.span.entity || parent.children.length !== 1) return;
  const name = `${parent.span.entity} ${node.span.entity}`;
  let edge = tally.edges.get(name);
  if (!edge) {
    edge = { caller: parent.span.entity, callee: node.span.entity, calls: 0, gaps: new Map() };
    tally.edges.set(name, edge);
  }
  edge.calls += 1;
  countInto(edge.gaps, binOf(parent.span.end - parent.span.start - (node.span.end - node.span.start)));
}

function keyTally(tally: TraceTally, key: SpanKey): KeyTally | undefined {
  const known = tally.keys.get(key);
  if (known || tally.keys.size >= MAX_KEYS) return known;
  const fresh: KeyTally = { spans: 0, traces: 0, calling: 0, selfMs: new Map(), contexts: new Map() };
  tally.keys.set(key, fresh);
  return fresh;
}

function contextTally(key: KeyTally, context: number): ContextTally {
  const name = key.contexts.has(context) || key.contexts.size < MAX_CONTEXTS ? context : OTHER_CONTEXT;
  let known = key.contexts.get(name);
  if (!known) {
    known = { spans: 0, traces: 0, events: new Map() };
    key.contexts.set(name, known);
  }
  return known;
}

function countInto<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Adds a tally, or takes out again what was added. */
export function addTally(into: TraceTally, tally: TraceTally, sign: 1 | -1): void {
  into.spans += sign * tally.spans;
  addCounts(into.roots, tally.roots, sign);
  for (const [name, edge] of tally.edges) {
    const known = into.edges.get(name) ?? { ...edge, calls: 0, gaps: new Map() };
    known.calls += sign * edge.calls;
    addCounts(known.gaps, edge.gaps, sign);
    keep(into.edges, name, known, known.calls);
  }
  for (const [name, key] of tally.keys) {
    const known = into.keys.get(name) ?? {
      spans: 0,
      traces: 0,
      calling: 0,
      selfMs: new Map(),
      contexts: new Map<number, ContextTally>(),
    };
    known.spans += sign * key.spans;
    known.traces += sign * key.traces;
    known.calling += sign * key.calling;
    addCounts(known.selfMs, key.selfMs, sign);
    for (const [hash, context] of key.contexts) {
      const before = known.contexts.get(hash) ?? { spans: 0, traces: 0, events: new Map() };
      before.spans += sign * context.spans;
      before.traces += sign * context.traces;
      addCounts(before.events, context.events, sign);
      keep(known.contexts, hash, before, before.spans);
    }
    keep(into.keys, name, known, known.spans);
  }
}

function addCounts<Name>(into: Map<Name, number>, counts: ReadonlyMap<Name, number>, sign: 1 | -1): void {
  for (const [name, count] of counts) {
    const sum = (into.get(name) ?? 0) + sign * count;
    if (sum > 0) into.set(name, sum);
    else into.delete(name);
  }
}

function keep<Name, Value>(into: Map<Name, Value>, name: Name, value: Value, count: number): void {
  if (count > 0) into.set(name, value);
  else into.delete(name);
}
