import type { EntityId } from './entity.ts';
import type { Timestamp } from './time.ts';

/** `tpl_` and 13 characters of the hash of workload and text. */
export type TemplateId = string & { readonly template: unique symbol };

/** The constant part of like log lines, with typed slots such as `<NUM>`. */
export interface Template {
  readonly id: TemplateId;
  readonly entity: EntityId;
  readonly text: string;
  /** Ids that this template had before it generalised. */
  readonly aliases: readonly TemplateId[];
  /** The highest severity number seen. */
  readonly severityNumber: number;
  readonly firstSeen: Timestamp;
  readonly lastSeen: Timestamp;
  readonly count: number;
}
