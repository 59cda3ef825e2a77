import type { EntityId } from '@foreshock/model/entity.ts';
import { type Contrast, exhibits } from './contrast.ts';
import { descendantsOf, type SpanNode } from './trace-tree.ts';
import { entityOfKey, type SpanKey } from './traced-span.ts';

/** What the contrasts say of each entity. */
export interface StructureTerms {
  /** An operation of the entity changed what it does, and no callee did so first. */
  readonly structure: ReadonlyMap<EntityId, Weighed>;
  /** Callers end right after calling the entity and leave out what they used to do next. */
  readonly abort: ReadonlyMap<EntityId, Weighed>;
  /** Its own code became slow. */
  readonly slow: ReadonlyMap<EntityId, Weighed>;
}

export interface Weighed {
  readonly weight: number;
  /** The contrast that gave it. */
  readonly by: Contrast;
}

const MIN_CALLER_SPANS = 5;

/** `nodes`: the spans in question, with whole traces around them. */
export function weighContrasts(
  contrasts: readonly Contrast[],
  nodes: readonly SpanNode[],
  slowFrom: (key: SpanKey) => number,
  slowExplainedByEdge: (entity: EntityId) => boolean,
): StructureTerms {
  const originOf = originsOf(contrasts, nodes, slowFrom);
  const { abort, shrink } = weighAborts(contrasts, nodes);
  const structure = new Map<EntityId, Weighed>();
  const slow = new Map<EntityId, Weighed>();
  for (const contrast of contrasts) {
    if (contrast.kind === 'last') continue;
    const entity = entityOfKey(contrast.key);
    const origin = originOf.get(contrast) ?? 0;
    const kept = contrast.kind === 'child' ? (shrink.get(`${contrast.key} ${contrast.event}`) ?? 1) : 1;
    const weight = strength(contrast) * Math.abs(contrast.before - contrast.after) * origin * kept;
    if (contrast.kind === 'slow')
      raise(slow, entity, { weight: weight * (slowExplainedByEdge(entity) ? 0.2 : 1), by: contrast });
    else raise(structure, entity, { weight, by: contrast });
  }
  return { structure, abort, slow };
}

function strength(contrast: Contrast): number {
  return Math.log(1 + Math.max(0, contrast.surprise - 1.5));
}

function raise(into: Map<EntityId, Weighed>, entity: EntityId, weighed: Weighed): void {
  if (weighed.weight > (into.get(entity)?.weight ?? 0)) into.set(entity, weighed);
}

/** How much of a contrast starts at the span itself: 1 less the strongest sign among its descendants elsewhere. */
function originsOf(
  contrasts: readonly Contrast[],
  nodes: readonly SpanNode[],
  slowFrom: (key: SpanKey) => number,
): Map<Contrast, number> {
  const byKey = new Map<SpanKey, Contrast[]>();
  for (const contrast of contrasts) {
    if (contrast.kind === 'last') continue;
    byKey.set(contrast.key, [...(byKey.get(contrast.key) ?? []), contrast]);
  }
  const degree = new Map<SpanNode, number>();
  const exhibiting = new Map<Contrast, SpanNode[]>();
  for (const node of nodes) {
    const candidates = byKey.get(node.key);
    if (!candidates) continue;
    let largest = 0;
    for (const contrast of candidates) {
      const weight = exhibitWeight(contrast, node, slowFrom(node.key));
      if (weight <= 0) continue;
      largest = Math.max(largest, weight);
      const known = exhibiting.get(contrast);
      if (known) known.push(node);
      else exhibiting.set(contrast, [node]);
    }
    if (largest > 0) degree.set(node, largest);
  }
  const originOf = new Map<Contrast, number>();
  for (const [contrast, spans] of exhibiting) {
    let sum = 0;
    for (const node of spans) {
      let below = 0;
      for (const descendant of descendantsOf(node)) {
        if (descendant.span.entity !== node.span.entity) below = Math.max(below, degree.get(descendant) ?? 0);
      }
      sum += 1 - below;
    }
    originOf.set(contrast, sum / spans.length);
  }
  return originOf;
}

function exhibitWeight(contrast: Contrast, node: SpanNode, slowFrom: number): number {
  const has = exhibits(node, contrast, slowFrom);
  const fell = contrast.after < contrast.before;
  if (fell && !has) return (contrast.before - contrast.after) / (1 - contrast.after);
  if (!fell && has) return (contrast.after - contrast.before) / contrast.after;
  return 0;
}

/**
 * A callee that kills its callers leaves no sign of its own: callers now end with it and miss what came next. `shrink`
 * says how much of a caller's missing calls remains its own.
 */
function weighAborts(
  contrasts: readonly Contrast[],
  nodes: readonly SpanNode[],
): { abort: Map<EntityId, Weighed>; shrink: Map<string, number> } {
  const callers = callersOf(nodes);
  const missing = new Map<SpanKey, Contrast[]>();
  for (const contrast of contrasts) {
    const fell = contrast.after < contrast.before;
    if (fell && (contrast.kind === 'child' || contrast.kind === 'log'))
      missing.set(contrast.key, [...(missing.get(contrast.key) ?? []), contrast]);
  }
  const showing = contrasts.filter(
    (contrast) => contrast.kind === 'last' && contrast.after > contrast.before && missing.has(contrast.key),
  );
  const abort = new Map<EntityId, Weighed>();
  const shrink = new Map<string, number>();
  for (const contrast of showing) {
    const target = contrast.event;
    if (entityOfKey(target) === entityOfKey(contrast.key)) continue;
    const alike = showing.filter((other) => other.event === target).length;
    const all = Math.max(alike, callers.get(target) ?? 0);
    const share = (alike / all) * (alike === 1 && all > 1 ? 0.5 : 1);
    const rise = contrast.after - contrast.before;
    raise(abort, entityOfKey(target), { weight: share * strength(contrast) * rise, by: contrast });
    for (const lost of missing.get(contrast.key) ?? []) {
      if (lost.kind !== 'child') continue;
      const kept = 1 - Math.min(1, (share * rise) / Math.abs(lost.before - lost.after));
      const name = `${lost.key} ${lost.event}`;
      shrink.set(name, Math.min(kept, shrink.get(name) ?? 1));
    }
  }
  return { abort, shrink };
}

/** Of each operation how many other operations call it, seen in at least five spans. */
function callersOf(nodes: readonly SpanNode[]): Map<SpanKey, number> {
  const spans = new Map<string, number>();
  for (const node of nodes) {
    const own = node.parent;
    const caller =
      own && own.span.entity !== node.span.entity && own.parent?.span.entity === own.span.entity ? own.parent : own;
    if (!caller || caller.span.entity === node.span.entity) continue;
    const pair = `${node.key}\u001f${caller.key}`;
    spans.set(pair, (spans.get(pair) ?? 0) + 1);
  }
  const callers = new Map<SpanKey, number>();
  for (const [pair, seen] of spans) {
    if (seen < MIN_CALLER_SPANS) continue;
    const callee = pair.slice(0, pair.indexOf('\u001f'));
    callers.set(callee, (callers.get(callee) ?? 0) + 1);
  }
  return callers;
}
