import type { EntityId } from '@foreshock/model/entity.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import type { PredictionMarks } from './prediction-input.ts';

/** Entities that someone changed in this minute, as changes of the cluster or as told by people. */
export function changedEntities(frame: MinuteFrame, marks: PredictionMarks | undefined): ReadonlySet<EntityId> {
  const changes = frame.changes.map(({ entity }) => entity);
  const told = marks?.acted.map(({ entity }) => entity) ?? [];
  return new Set([...changes, ...told]);
}

/** Whether the entity, what it depends on, or a direct caller of it was changed: rolling back the caller is a fix too. */
export function isActedUpon(entity: EntityId, changed: ReadonlySet<EntityId>, topology: Topology): boolean {
  if (changed.size === 0) return false;
  if (changed.has(entity)) return true;
  return topology.relations.some(
    ({ from, to }) => (from === entity && changed.has(to)) || (to === entity && changed.has(from)),
  );
}
