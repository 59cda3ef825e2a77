import type { Narrative } from '@foreshock/model/claim.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { cappedWords, isCurrent } from '@foreshock/model/story.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { findStory } from '../store/metadata/stories.ts';
import type { HandlerTools } from './handler-tools.ts';

/** Of an incident or a prediction. */
type Told = Pick<Incident, 'hypotheses' | 'evidence' | 'narrative'> & { readonly id: string };

export interface ToldNarrative {
  readonly narrative: Narrative;
  /** Why it is not told by the model that is set up. */
  readonly note: string | null;
}

/** Of the model while it fits; the template's is always there. */
export async function toldNarrative(
  { db, clock }: Pick<HandlerTools, 'db' | 'clock'>,
  tenant: TenantId,
  told: Told,
): Promise<ToldNarrative> {
  const story = await findStory(db, tenant, told.id);
  if (!story || !isCurrent(story, told)) return { narrative: told.narrative, note: null };
  const note = story.capped ? cappedWords(story.capped, clock.now()) : null;
  return { narrative: story.narrative ?? told.narrative, note };
}
