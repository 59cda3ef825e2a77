import type { HypothesisView, NarrativeView, RecommendationView } from '@foreshock/contract/shapes.ts';
import type { Change, ChangeId } from '@foreshock/model/change.ts';
import type { Narrative } from '@foreshock/model/claim.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { ReasonedRecommendation } from '@foreshock/model/ordered-action.ts';
import type { Action, Recommendation } from '@foreshock/model/recommendation.ts';
import { formatTime } from '@foreshock/model/time.ts';
import type { z } from 'zod';
import type { EntityDirectory } from './entity-view.ts';

export type ChangesById = ReadonlyMap<ChangeId, Change>;

export function viewHypothesis(
  hypothesis: Hypothesis,
  entities: EntityDirectory,
  changes: ChangesById,
): z.output<typeof HypothesisView> {
  const change = hypothesis.change ? changes.get(hypothesis.change) : undefined;
  return {
    id: hypothesis.id,
    entity: entities.ref(hypothesis.entity),
    cause: hypothesis.cause,
    change: change ? { id: change.id, time: formatTime(change.time), text: change.text } : null,
    state: hypothesis.state,
    reason: hypothesis.reason ?? null,
    sentence: hypothesis.sentence,
    score: hypothesis.score,
    terms: { ...hypothesis.terms },
    confidence: hypothesis.confidence,
    path: hypothesis.path.map((id) => entities.ref(id)),
    for: [...hypothesis.for],
    against: [...hypothesis.against],
    mark: hypothesis.mark ? { ...hypothesis.mark, at: formatTime(hypothesis.mark.at) } : null,
  };
}

/** In a few words: `cart 42`, for lists. */
export function causeInWords(
  hypotheses: readonly Pick<Hypothesis, 'state' | 'entity' | 'change'>[],
  entities: EntityDirectory,
  changes: ChangesById,
): string | null {
  const leading = hypotheses.find((hypothesis) => hypothesis.state === 'leading' || hypothesis.state === 'confirmed');
  if (!leading) return null;
  const change = leading.change ? changes.get(leading.change) : undefined;
  const version = change?.text.split(' to ').at(-1);
  return version ? `${entities.short(leading.entity)} ${version}` : entities.short(leading.entity);
}

const TITLES: Readonly<Record<Action, (target: string) => string>> = {
  rollback: (target) => `Roll back ${target}`,
  restart: (target) => `Restart ${target}`,
  scale_out: (target) => `Scale out ${target}`,
  raise_memory_limit: (target) => `Raise the memory limit of ${target}`,
  raise_pool_limit: (target) => `Raise the connection limit of ${target}`,
  expand_volume: (target) => `Expand the volume ${target}`,
  free_disk: (target) => `Free disk on ${target}`,
  renew_certificate: (target) => `Renew the certificate of ${target}`,
  shed_load: (target) => `Shed load from ${target}`,
  limit_retries: (target) => `Limit the retries of ${target}`,
  move_neighbour: (target) => `Move other work away from ${target}`,
  check_dependency: (target) => `Check ${target} and the way to it`,
};

/** `reasons`: of the model that gave it its place. */
export function viewRecommendation(
  { recommendation, reasons }: ReasonedRecommendation,
  entities: EntityDirectory,
): z.output<typeof RecommendationView> {
  return {
    id: recommendation.id,
    action: recommendation.action,
    title: actionInWords(recommendation, entities),
    target: entities.ref(recommendation.target),
    expectedEffect: recommendation.expectedEffect,
    risk: recommendation.risk,
    state: recommendation.state,
    history: { ...recommendation.history },
    reasons: reasons.map(({ id, text, evidence }) => ({ id, text, evidence: [...evidence] })),
  };
}

/** `Roll back cart`. */
export function actionInWords(
  { action, target }: Pick<Recommendation, 'action' | 'target'>,
  entities: EntityDirectory,
): string {
  return TITLES[action](entities.short(target));
}

/** A contradicted claim never leaves the server. */
export function viewNarrative(narrative: Narrative, note: string | null = null): z.output<typeof NarrativeView> {
  const claims: z.output<typeof NarrativeView>['claims'] = [];
  for (const { id, text, verdict, evidence } of narrative.claims) {
    if (verdict !== 'contradicted') claims.push({ id, text, verdict, evidence: [...evidence] });
  }
  return { by: narrative.by, note, claims };
}
