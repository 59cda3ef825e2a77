import type { EntityId } from '@foreshock/model/entity.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import { median, quantile, robustScale } from '../statistics/quantiles.ts';
import type { SpanNode } from './trace-tree.ts';

/** Time lost between a caller and a callee: client duration less server duration. */
export interface EdgeGap {
  readonly caller: EntityId;
  readonly callee: EntityId;
  /** Milliseconds: usual, and the 75 % quantile now. */
  readonly usualMs: number;
  readonly nowMs: number;
  /** 0 where nothing is lost. */
  readonly weight: number;
}

const MIN_TRACES = 5;
/** A gap below this is noise of clocks and queues. */
const SMALLEST_MS = 2;

export function findEdgeGaps(
  nodes: readonly SpanNode[],
  reference: (time: number) => boolean,
  after: TimeRange,
): EdgeGap[] {
  const edges = new Map<string, { caller: EntityId; callee: EntityId; before: number[]; after: number[] }>();
  const roots: number[] = [];
  for (const node of nodes) {
    const time = node.span.end;
    const isAfter = time >= after.from && time < after.to;
    if (!isAfter && !reference(time)) continue;
    if (!node.parent) roots.push(node.span.end - node.span.start);
    const parent = node.parent;
    // A client span has the server span as its only child.
    if (!parent || parent.span.entity === node.span.entity || parent.children.length !== 1) continue;
    const name = `${parent.span.entity} ${node.span.entity}`;
    let edge = edges.get(name);
    if (!edge) {
      edge = { caller: parent.span.entity, callee: node.span.entity, before: [], after: [] };
      edges.set(name, edge);
    }
    const gap = parent.span.end - parent.span.start - (node.span.end - node.span.start);
    (isAfter ? edge.after : edge.before).push(Math.max(0, gap));
  }
  const rootMs = median(roots) ?? 0;
  return [...edges.values()]
    .filter((edge) => edge.before.length >= MIN_TRACES && edge.after.length >= MIN_TRACES)
    .map((edge) => weigh(edge, rootMs));
}

function weigh(
  edge: { caller: EntityId; callee: EntityId; before: number[]; after: number[] },
  rootMs: number,
): EdgeGap {
  const usualMs = median(edge.before) ?? 0;
  const nowMs = quantile(edge.after, 0.75) ?? 0;
  const lost = nowMs - usualMs;
  const scale = Math.max(robustScale(edge.before) ?? 0, 0.25 * usualMs, 1);
  const z = Math.min(200, lost / scale);
  const weight = lost < SMALLEST_MS ? 0 : (lost / (lost + rootMs)) * Math.log(1 + Math.max(0, z - 3));
  return { caller: edge.caller, callee: edge.callee, usualMs, nowMs, weight };
}

/** A mean over edges: one bad edge of eight does not accuse the caller. */
export function weighNetwork(gaps: readonly EdgeGap[]): Map<EntityId, number> {
  const into = new Map<EntityId, number[]>();
  const outOf = new Map<EntityId, number[]>();
  for (const gap of gaps) {
    into.set(gap.callee, [...(into.get(gap.callee) ?? []), gap.weight]);
    outOf.set(gap.caller, [...(outOf.get(gap.caller) ?? []), gap.weight]);
  }
  const weights = new Map<EntityId, number>();
  for (const entity of new Set([...into.keys(), ...outOf.keys()])) {
    const calls = outOf.get(entity) ?? [];
    const weight = Math.max(mean(into.get(entity) ?? []), calls.length >= 2 ? 0.5 * mean(calls) : 0);
    if (weight > 0) weights.set(entity, weight);
  }
  return weights;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
