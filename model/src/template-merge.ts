import type { EntityId } from './entity.ts';
import type { TemplateId } from './template.ts';
import type { Timestamp } from './time.ts';

/** What a slot of a merged template may hold: one of the miner's types, one word, or a few words. */
export const mergeSlotTypes = ['NUM', 'ID', 'PATH', 'HOST', 'HEX', 'DUR', 'SIZE', 'WORD', 'WORDS'] as const;
export type MergeSlotType = (typeof mergeSlotTypes)[number];

export interface MergeSlot {
  /** Lower-case letters, digits and `_`. */
  readonly name: string;
  readonly type: MergeSlotType;
}

/** Templates of one workload that a model said are one, after code found that to hold. A person can undo it. */
export interface TemplateMerge {
  /** Of the template that they became; lines since then carry it, and it keeps theirs as aliases. */
  readonly id: TemplateId;
  readonly entity: EntityId;
  /** Form of structured bodies, such as `{level,msg}`; empty for plain lines. */
  readonly form: string;
  /** As every template is written, with slots by type. */
  readonly text: string;
  /** The same with the names that the model gave the slots. */
  readonly named: string;
  readonly slots: readonly MergeSlot[];
  readonly members: readonly { readonly id: TemplateId; readonly text: string }[];
  /** Lines of the members that code held it against, how many of them it fits, and lines of others that it must not fit. */
  readonly held: { readonly lines: number; readonly fitting: number; readonly others: number };
  /** Name of the model, and id of the call. */
  readonly by: string;
  readonly call: string;
  readonly mergedAt: Timestamp;
  readonly undone?: { readonly by: string; readonly at: Timestamp };
}
