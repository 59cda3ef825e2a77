import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { EntityDirectory } from './views/entity-view.ts';

/** By its id, or by its name where it is the only one. */
export function findNamedEntity(entities: EntityDirectory, word: string): Result<Entity> {
  const byId = entities.find(word as EntityId);
  if (byId) return success(byId);
  const named = entities.all().filter(({ name }) => name === word);
  if (named.length === 1) return success(named[0]!);
  if (named.length === 0)
    return failure('entity-not-found', `no entity has the id or name "${word}": see GET /api/v1/entities`);
  const ids = named.map(({ id, kind, cluster }) => `${id} (${kind} of ${cluster})`).join(', ');
  return failure('input-invalid', `entity: ${named.length} have the name "${word}", give one of the ids ${ids}`);
}
