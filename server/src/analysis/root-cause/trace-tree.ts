import { keyOf, type SpanKey, type TracedSpan } from './traced-span.ts';

/** A span in its trace, with the facts that the contrasts count. */
export interface SpanNode {
  readonly span: TracedSpan;
  readonly key: SpanKey;
  parent: SpanNode | undefined;
  readonly children: SpanNode[];
  /** Milliseconds in the span and in none of its children. */
  selfMs: number;
  /** Hash of what could have influenced the span: its ancestors and what they had called before it began. */
  context: number;
  /** What it called, wrote and was, as `kind name`; each once. */
  events: ReadonlySet<string>;
}

/** A span that logs later than this after its last child went on by itself. */
const GOES_ON_MS = 0.5;
const MAX_ANCESTORS = 6;
const MAX_SERVICE_HOPS = 2;

/** Spans whose parent is missing become roots; a span that is its own ancestor is cut off there. */
export function buildTraces(spans: readonly TracedSpan[]): SpanNode[] {
  const byId = new Map<string, SpanNode>();
  const nodes: SpanNode[] = [];
  for (const span of spans) {
    const node: SpanNode = {
      span,
      key: keyOf(span),
      parent: undefined,
      children: [],
      selfMs: 0,
      context: 0,
      events: NO_EVENTS,
    };
    nodes.push(node);
    byId.set(`${span.traceId} ${span.spanId}`, node);
  }
  for (const node of nodes) {
    if (node.span.parentSpanId === '') continue;
    const parent = byId.get(`${node.span.traceId} ${node.span.parentSpanId}`);
    if (!parent || parent === node || isAncestor(node, parent)) continue;
    node.parent = parent;
    parent.children.push(node);
  }
  for (const node of nodes)
    node.children.sort((a, b) => a.span.start - b.span.start || (a.span.spanId < b.span.spanId ? -1 : 1));
  for (const node of nodes) {
    node.selfMs = selfTime(node);
    node.context = hashText(contextOf(node));
    node.events = eventsOf(node);
  }
  return nodes;
}

const NO_EVENTS: ReadonlySet<string> = new Set();

function isAncestor(candidate: SpanNode, of: SpanNode): boolean {
  for (let node: SpanNode | undefined = of; node; node = node.parent) if (node === candidate) return true;
  return false;
}

/** Duration less the union of the children inside it. */
function selfTime(node: SpanNode): number {
  const { start, end } = node.span;
  let covered = 0;
  let reach = start;
  for (const child of node.children) {
    const from = Math.max(child.span.start, reach);
    const to = Math.min(child.span.end, end);
    if (to > from) {
      covered += to - from;
      reach = to;
    }
  }
  return Math.max(0, end - start - covered);
}

function eventsOf(node: SpanNode): Set<string> {
  const events = new Set<string>();
  for (const child of node.children) events.add(`child ${child.key}`);
  for (const log of node.span.logs) events.add(`${log.isError ? 'error-log' : 'log'} ${log.statement}`);
  if (node.span.failed) events.add('failed ');
  const last = lastCalled(node);
  if (last) events.add(`last ${last}`);
  return events;
}

/** The operation called last, looked at through an own client span; `undefined` when the span went on by itself. */
function lastCalled(node: SpanNode): SpanKey | undefined {
  let last: SpanNode | undefined;
  for (const child of node.children) if (!last || child.span.end > last.span.end) last = child;
  if (!last) return undefined;
  const ended = last.span.end;
  if (node.span.logs.some((log) => log.time > ended + GOES_ON_MS)) return undefined;
  const [served] = last.children;
  const isOwnClient = last.span.entity === node.span.entity && last.children.length === 1;
  return isOwnClient && served!.span.entity !== last.span.entity ? served!.key : last.key;
}

function contextOf(node: SpanNode): string {
  const parts: string[] = [];
  let hops = 0;
  let below = node;
  for (let depth = 0; depth < MAX_ANCESTORS; depth++) {
    const parent = below.parent;
    if (!parent) break;
    if (parent.span.entity !== below.span.entity) hops += 1;
    if (hops > MAX_SERVICE_HOPS) break;
    const before = new Set<SpanKey>();
    for (const child of parent.children) if (child.span.end < node.span.start) before.add(child.key);
    parts.push(`${parent.key}:${[...before].sort().join(',')}`);
    below = parent;
  }
  return parts.join(';');
}

/** FNV-1a in two halves, 52 bits: contexts are compared, never read. */
function hashText(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (high & 0xfffff) * 2 ** 32 + (low >>> 0);
}

/** The span and all below it, without recursion: traces may be thousands deep. */
export function descendantsOf(node: SpanNode): SpanNode[] {
  const found: SpanNode[] = [];
  const waiting = [...node.children];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next);
    waiting.push(...next.children);
  }
  return found;
}
