import type { EntityId } from '@foreshock/model/entity.ts';
import type { Recommendation } from '@foreshock/model/recommendation.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { actionInWords } from './cause-view.ts';
import type { EntityDirectory } from './entity-view.ts';

const NAMED = 3;

/** Who depends on an entity, nearest first, and what is open already; `null` when nobody is known to. */
export function impactOf(
  entity: EntityId,
  topology: Topology,
  entities: EntityDirectory,
  openIncident: string | undefined,
): string | null {
  const callers = new Set<EntityId>();
  let layer = new Set([entity]);
  while (layer.size > 0) {
    const next = new Set<EntityId>();
    for (const relation of topology.relations) {
      if (
        relation.kind !== 'calls' ||
        !layer.has(relation.to) ||
        callers.has(relation.from) ||
        relation.from === entity
      )
        continue;
      callers.add(relation.from);
      next.add(relation.from);
    }
    layer = next;
  }
  const names = [...callers].map((id) => entities.short(id));
  const rest = names.length - NAMED;
  const listed = names.slice(0, NAMED).join(', ');
  const dependents =
    names.length === 0
      ? undefined
      : `${listed}${rest > 0 ? ` and ${rest} more` : ''} depend${names.length === 1 ? 's' : ''} on it`;
  const parts = [dependents, openIncident && `already open: ${openIncident}`].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join('; ') : null;
}

/** The one thing to do next, with what is known of it. */
export function nextStepOf(first: Recommendation | undefined, entities: EntityDirectory): string | null {
  if (!first) return null;
  const { risk, history } = first;
  const tried = history.tried === 0 ? 'Not tried here yet' : `Helped ${history.helped} of ${history.tried} times`;
  return `${actionInWords(first, entities)}. ${tried}, ${risk} risk.`;
}
