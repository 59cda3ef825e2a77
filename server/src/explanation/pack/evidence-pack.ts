import type { Entity } from '@foreshock/model/entity.ts';
import type { Evidence } from '@foreshock/model/evidence.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { Action, Recommendation } from '@foreshock/model/recommendation.ts';
import type { RedactionCounts } from '@foreshock/model/redaction.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';

/** What a story is about: an incident, or a prediction in the terms of one. */
export type Subject = Pick<
  Incident,
  'startedAt' | 'dataTrust' | 'entities' | 'impact' | 'evidence' | 'hypotheses' | 'recommendations' | 'narrative'
> & {
  readonly id: string;
  /** `expected`: harm that has not come. */
  readonly severity: Incident['severity'] | 'expected';
  readonly state: Incident['state'] | 'coming';
};

/** All that a story may rest on, as stored. */
export interface PackSources {
  readonly incident: Subject;
  readonly topology: Topology;
  /** Of the log templates among the evidence: how widely each was seen. */
  readonly templates: ReadonlyMap<string, TemplateUse>;
  readonly predictions: readonly Prediction[];
  readonly now: Timestamp;
}

export interface TemplateUse {
  readonly firstSeen: Timestamp;
  readonly count: number;
  readonly entities: number;
}

/** A fact under the short id that the model knows it by. */
export interface PackFact {
  readonly id: string;
  /** Short id of its entity. */
  readonly entity: string;
  readonly fact: Evidence;
}

export interface PackHypothesis {
  readonly id: string;
  readonly entity: string;
  readonly path: readonly string[];
  /** Short ids of facts. */
  readonly for: readonly string[];
  readonly against: readonly string[];
  readonly hypothesis: Hypothesis;
}

export interface PackForecast {
  readonly id: string;
  readonly entity: string;
  readonly prediction: Prediction;
}

export interface PackAction {
  readonly action: Action;
  readonly target: string;
  readonly risk: Recommendation['risk'];
}

/** What is sent, as `json`, and what checks hold the answer against: the same facts under the same ids, unrounded. */
export interface EvidencePack {
  readonly json: string;
  readonly incident: Subject;
  readonly now: Timestamp;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly facts: ReadonlyMap<string, PackFact>;
  readonly hypotheses: ReadonlyMap<string, PackHypothesis>;
  readonly forecasts: ReadonlyMap<string, PackForecast>;
  readonly actions: readonly PackAction[];
  /** By the short id of an entity those that depend on it: harm flows this way. */
  readonly harms: ReadonlyMap<string, readonly string[]>;
  /** Every text of telemetry in it, for the check that none is copied. */
  readonly texts: readonly string[];
  /** What redaction replaced on the way. */
  readonly masked: RedactionCounts;
  readonly omitted: number;
}
