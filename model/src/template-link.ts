import type { EntityId } from './entity.ts';
import type { TemplateId } from './template.ts';
import type { DurationMs, Timestamp } from './time.ts';

/** What one template may be to another of a different service. `from` says it of `to`. */
export const linkRelations = ['caller-reports-callee', 'same-failure-twice', 'retry-of', 'consequence'] as const;
export type LinkRelation = (typeof linkRelations)[number];

/** Who says that two templates belong together. */
export const linkOrigins = ['rule', 'model', 'hand'] as const;
export type LinkOrigin = (typeof linkOrigins)[number];

/** What a person says of two templates of an incident. */
export const linkMarkings = ['linked', 'unlinked'] as const;
export type LinkMarking = (typeof linkMarkings)[number];

/** The last word on the two counts; their order says nothing. */
export interface LinkMark {
  readonly templates: readonly [TemplateId, TemplateId];
  readonly says: LinkMarking;
  readonly by: string;
  readonly at: Timestamp;
}

/** A template that is new or surges in the window of an incident. */
export interface LinkCandidate {
  readonly template: TemplateId;
  readonly aliases: readonly TemplateId[];
  readonly entity: EntityId;
  readonly text: string;
  readonly severityNumber: number;
  readonly firstSeen: Timestamp;
  readonly isNew: boolean;
  /** Lines ever, and in the window. */
  readonly total: number;
  readonly count: number;
  /** Of its first line in the window, to the minute. */
  readonly onset: Timestamp;
}

/** How often two templates stand in one trace, among the traces that pass both services. */
export interface SharedTraces {
  readonly both: number;
  /** By chance, within the traces of one route and one time. */
  readonly expected: number;
  readonly traces: number;
  /** An upper bound of the probability of so many by chance. */
  readonly p: number;
}

/** How the counts of two templates move together from minute to minute. */
export interface JointMovement {
  /** Rank correlation of the changes, -1 to 1. */
  readonly correlation: number;
  /** By how much the second follows the first; below 0 it leads. */
  readonly lag: DurationMs;
  readonly minutes: number;
  readonly p: number;
}

/** What code knows of two templates of different services. */
export interface LinkFacts {
  readonly traces?: SharedTraces;
  readonly movement?: JointMovement;
  /** Which service calls the other directly, in the topology of the time. */
  readonly calls: 'first' | 'second' | 'both' | 'none';
}

/** What a language model said of two templates, and code found to hold. */
export interface WordedLink {
  readonly templates: readonly [TemplateId, TemplateId];
  readonly relation: LinkRelation;
  /** The template that stands in the relation to the other. */
  readonly from: TemplateId;
  /** Not linked by rule when it was said. */
  readonly isNear: boolean;
  readonly facts: LinkFacts;
}

/** The answer of a language model about the templates of one incident. */
export interface WordedLinks {
  /** Hash of what it was shown: the same is not asked again. */
  readonly basis: string;
  readonly at: Timestamp;
  /** Name of the model, and the call; empty where its answer had not the form asked for: nothing was said, and the same is not asked again. */
  readonly by: string;
  readonly call: string;
  /** Relations that it named, those refused by the checks included. */
  readonly suggested: number;
  readonly links: readonly WordedLink[];
}

/** Two templates of different services that belong together. */
export interface TemplateLink {
  readonly first: LinkCandidate;
  readonly second: LinkCandidate;
  readonly origin: LinkOrigin;
  readonly facts: LinkFacts;
  readonly worded?: Pick<WordedLink, 'relation' | 'from'>;
  /** Of one by hand. */
  readonly by?: string;
}

/** The same for two templates in either order. */
export function linkKey(first: TemplateId, second: TemplateId): string {
  return first < second ? `${first} ${second}` : `${second} ${first}`;
}
