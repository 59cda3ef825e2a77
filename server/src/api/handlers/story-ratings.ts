import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import { isCurrent } from '@foreshock/model/story.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { findStory } from '../../store/metadata/stories.ts';
import { listStoryRatings, type RatedStory, rateStory } from '../../store/metadata/story-ratings.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { viewWords } from '../views/told-view.ts';

export function storyRatingHandlers({ db, clock }: HandlerTools): Pick<Handlers, 'listStoryRatings' | 'rateStory'> {
  /** The story that is shown: of a call, or the template's, which has none. */
  const shownStory = async (tenant: TenantId, incident: Incident): Promise<RatedStory> => {
    const story = await findStory(db, tenant, incident.id);
    const isShown = story?.narrative !== undefined && isCurrent(story, incident);
    return { tenant, incident: incident.id, call: (isShown && story.call) || '' };
  };
  const view = async (story: RatedStory, asker: string) => ({
    ratings: viewWords(await listStoryRatings(db, story), asker),
  });
  return {
    async listStoryRatings({ input, caller }) {
      const incident = await findIncident(db, caller.tenant, input.id as IncidentId);
      if (!incident) return failure('incident-not-found', `there is no incident ${input.id}`);
      return success(await view(await shownStory(caller.tenant, incident), caller.name));
    },

    async rateStory({ input, caller }) {
      const incident = await findIncident(db, caller.tenant, input.id as IncidentId);
      if (!incident) return failure('incident-not-found', `there is no incident ${input.id}`);
      const story = await shownStory(caller.tenant, incident);
      await rateStory(db, story, { by: caller.name, says: input.says, at: clock.now() });
      return success(await view(story, caller.name));
    },
  };
}
