import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';

/** Something that is true in a minute and, when it lasts, is a failure. */
export interface Condition {
  readonly entity: EntityId;
  readonly failure: Failure;
  /** Minutes that it must last before it counts; 0 for facts that need no waiting. */
  readonly hold: number;
  /** Pod or object that it is about, empty when it is the entity itself. */
  readonly object: string;
}
