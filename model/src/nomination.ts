import type { EntityId } from './entity.ts';
import type { TemplateId } from './template.ts';
import type { TimeRange, Timestamp } from './time.ts';

export const nominationSays = ['new', 'more', 'fewer'] as const;

/** A window of a log template that a language model took for odd, with what a query found of it. Nothing is told, opened or held back by one. */
export interface Nomination {
  /** `nom_` and 13 characters. */
  readonly id: string;
  readonly time: Timestamp;
  readonly template: TemplateId;
  readonly entity: EntityId;
  readonly window: TimeRange;
  readonly says: (typeof nominationSays)[number];
  /** Name of the model, and the call that it is from. */
  readonly by: string;
  readonly call: string;
  readonly confirmation: Confirmation;
}

export interface Confirmation {
  readonly isConfirmed: boolean;
  /** Lines in the window. */
  readonly observed: number;
  /** Mean of windows of this length in the day before; absent while too few are known. */
  readonly usual?: number;
}

export interface NominationCounts {
  readonly nominated: number;
  readonly confirmed: number;
  /** Of the confirmed: those whose hour afterwards is over, and of these the ones whose entity was in an incident by then. */
  readonly settled: number;
  readonly inIncident: number;
}
