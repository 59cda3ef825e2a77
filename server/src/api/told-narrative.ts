import type { Narrative } from '@foreshock/model/claim.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { inOrder, type ReasonedRecommendation } from '@foreshock/model/ordered-action.ts';
import { cappedWords, isCurrent } from '@foreshock/model/story.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { findStory } from '../store/metadata/stories.ts';
import type { HandlerTools } from './handler-tools.ts';

/** Of an incident or a prediction. */
type Told = Pick<Incident, 'hypotheses' | 'evidence' | 'narrative' | 'recommendations'> & { readonly id: string };

export interface ToldNarrative {
  readonly narrative: Narrative;
  /** Why it is not told by the model that is set up. */
  readonly note: string | null;
  readonly recommendations: readonly ReasonedRecommendation[];
  /** Name of the model that ordered them, or `template`: the order of code. */
  readonly orderedBy: string;
}

/** Of the model while it fits; the template's is always there. */
export async function toldNarrative(
  { db, clock }: Pick<HandlerTools, 'db' | 'clock'>,
  tenant: TenantId,
  told: Told,
): Promise<ToldNarrative> {
  const story = await findStory(db, tenant, told.id);
  const current = story && isCurrent(story, told) ? story : undefined;
  const recommendations = inOrder(told.recommendations, current?.actions ?? []);
  const isOrdered = recommendations.some(({ reasons }) => reasons.length > 0);
  return {
    narrative: current?.narrative ?? told.narrative,
    note: current?.capped ? cappedWords(current.capped, clock.now()) : null,
    recommendations,
    orderedBy: (isOrdered ? current?.narrative?.by : undefined) ?? 'template',
  };
}
