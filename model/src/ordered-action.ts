import type { Claim } from './claim.ts';
import type { EntityId } from './entity.ts';
import type { Action, Recommendation } from './recommendation.ts';

/** An action of the catalogue in the place that a language model gave it. */
export interface OrderedAction {
  readonly action: Action;
  readonly target: EntityId;
  /** Each found to hold; at least one. */
  readonly reasons: readonly Claim[];
}

export interface ReasonedRecommendation {
  readonly recommendation: Recommendation;
  readonly reasons: readonly Claim[];
}

/** What a model put first, then the others as they stood. None comes in and none goes: what is no longer proposed is left out. */
export function inOrder(
  recommendations: readonly Recommendation[],
  ordered: readonly OrderedAction[],
): readonly ReasonedRecommendation[] {
  const first = ordered.flatMap(({ action, target, reasons }): ReasonedRecommendation[] => {
    const recommendation = recommendations.find((one) => one.action === action && one.target === target);
    return recommendation ? [{ recommendation, reasons }] : [];
  });
  const placed = new Set(first.map(({ recommendation }) => recommendation.id));
  const rest = recommendations.filter(({ id }) => !placed.has(id));
  return [...first, ...rest.map((recommendation) => ({ recommendation, reasons: [] }))];
}
