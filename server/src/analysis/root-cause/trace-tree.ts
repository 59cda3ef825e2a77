import { keyOf, type SpanKey, type TracedSpan } from './traced-span.ts';

/** A span in its trace, with the facts that the contrasts count. */
export interface SpanNode {
  readonly span: TracedSpan;
  readonly key: SpanKey;
  parent: SpanNode | undefined;
  readonly children: SpanNode[];
  /** Milliseconds in the span and in none of its children. */
  selfMs: number;
  /** The operation called last, looked at through an own client span; `undefined` when the span went on by itself. */
  last: SpanKey | undefined;
  /** Hash of what could have influenced the span: its ancestors and what they had called before it began. */
  context: string;
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
      last: undefined,
      context: '',
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
    node.last = lastCalled(node);
    node.context = contextOf(node);
  }
  return nodes;
}

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

function lastCalled(node: SpanNode): SpanKey | undefined {
  let last: SpanNode | undefined;
  for (const child of node.children) if (!last || child.span.end > last.span.end) last = child;
  if (!last) return undefined;
  const ended = last.span.end;
  if (node.span.logs.some((log) => log.time > ended + GOES_ON_MS)) return undefined;
  const isOwnClient = last.span.entity === node.span.entity && last.children.length === 1;
  return isOwnClient ? last.children[0]!.key : last.key;
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
