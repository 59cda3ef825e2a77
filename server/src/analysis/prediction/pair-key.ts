import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';

/** One key for an entity and a failure: what calls, labels and records are kept by. */
export function pairKey(entity: EntityId, failure: Failure): string {
  return `${entity}\u001f${failure}`;
}
