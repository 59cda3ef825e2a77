import type { EntityId } from './entity.ts';
import type { Timestamp } from './time.ts';

export type ChangeId = string & { readonly change: unique symbol };

export interface Change {
  /** `chg_` and 13 characters of the hash of entity, kind, time and text. */
  readonly id: ChangeId;
  readonly entity: EntityId;
  readonly kind: 'deploy' | 'config' | 'scale' | 'node' | 'quota';
  readonly time: Timestamp;
  /** Short, for people: `v41 to v42`. */
  readonly text: string;
}
