import type { EntityId } from './entity.ts';
import type { Timestamp } from './time.ts';

/** `rule_out`: a person knows that it was not this. `look_here`: a person suspects it or what it depends on. */
export const causeMarkings = ['rule_out', 'look_here'] as const;
export type CauseMarking = (typeof causeMarkings)[number];

/** What a person said of one hypothesis of an incident or a prediction. The last word on it counts. */
export interface CauseMark {
  readonly hypothesis: string;
  readonly entity: EntityId;
  readonly says: CauseMarking;
  readonly by: string;
  readonly at: Timestamp;
  /** What the entity depended on directly when the mark was set. */
  readonly dependencies: readonly EntityId[];
}
