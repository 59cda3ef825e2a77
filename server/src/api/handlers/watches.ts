import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import { formatTime, parseTime } from '@foreshock/model/time.ts';
import type { ChangeFacts } from '../../store/metadata/change-facts.ts';
import type { Change } from '../../store/metadata/changes.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { findPrediction } from '../../store/metadata/predictions.ts';
import type { ChangeFeed, FollowFrom } from '../change-feed.ts';
import type { Watched, Watchers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { isLearning } from '../learning-progress.ts';
import { parseStates } from '../parse-states.ts';
import { INCIDENT_STATES, summarizeIncident } from './incidents.ts';
import { isOver, PREDICTION_STATES, summarizePrediction } from './predictions.ts';

export function watchHandlers(tools: HandlerTools, feed: ChangeFeed): Watchers {
  const { db } = tools;
  return {
    async watchEvents({ input: { after }, caller: { tenant }, signal }) {
      const followed = await feed.follow(tenant, { after }, signal);
      const isExpired = !followed.ok && followed.error.code !== 'watchers-too-many';
      const anew = isExpired ? await feed.follow(tenant, {}, signal) : followed;
      if (!anew.ok) return anew;
      return success(events(anew.value, isExpired));
    },

    async watchPredictions({ input, caller: { tenant }, signal }) {
      const states = parseStates(input.state, PREDICTION_STATES);
      if (!states.ok) return states;
      const followed = await feed.follow(tenant, fromOf(input), signal);
      if (!followed.ok) return followed;
      const { entity, failure, minProbability = 0 } = input;
      const isOf = (facts: ChangeFacts): boolean =>
        (entity === undefined || facts.entity === entity) && (failure === undefined || facts.failure === failure);
      const matches = ({ state, probability = 0 }: ChangeFacts): boolean =>
        (!states.value || states.value.some((one) => one === state)) && probability >= minProbability;
      return success(
        told(followed.value, async (change, resumeToken) => {
          if (change.kind !== 'prediction' || !isOf(change.facts) || !concerns(change.facts, matches)) return undefined;
          const found = await findPrediction(db, tenant, change.object as PredictionId);
          // Of what is learnt from history nobody is told before it is over.
          if (found && !isOver(found.state) && (await isLearning(tools, tenant))) return undefined;
          const prediction = found ? await summarizePrediction(tools, tenant, found) : null;
          return { resumeToken, change: viewChange(change, matches), prediction };
        }),
      );
    },

    async watchIncidents({ input, caller: { tenant }, signal }) {
      const states = parseStates(input.state, INCIDENT_STATES);
      if (!states.ok) return states;
      const followed = await feed.follow(tenant, fromOf(input), signal);
      if (!followed.ok) return followed;
      const { entity } = input;
      const matches = ({ state, entities = [] }: ChangeFacts): boolean =>
        (!states.value || states.value.some((one) => one === state)) &&
        (entity === undefined || entities.some((member) => member.entity === entity));
      return success(
        told(followed.value, async (change, resumeToken) => {
          if (change.kind !== 'incident' || !concerns(change.facts, matches)) return undefined;
          const found = await findIncident(db, tenant, change.object as IncidentId);
          const incident = found ? await summarizeIncident(tools, tenant, found) : null;
          return { resumeToken, change: viewChange(change, matches), incident };
        }),
      );
    },
  };
}

type Matches = (facts: ChangeFacts) => boolean;

/** What leaves a filter is told once more: who watched it would otherwise keep it for ever. */
function concerns(facts: ChangeFacts, matches: Matches): boolean {
  return matches(facts) || (facts.before != null && matches(facts.before));
}

function viewChange({ object, revision, writtenAt, facts }: Change, matches: Matches) {
  return { id: object, revision, at: formatTime(writtenAt), state: facts.state ?? '', matches: matches(facts) };
}

function fromOf({
  after,
  since,
}: {
  readonly after?: string | undefined;
  readonly since?: string | undefined;
}): FollowFrom {
  return { after, since: since === undefined ? undefined : parseTime(since) };
}

type Stream = Awaited<ReturnType<ChangeFeed['follow']>> extends Result<infer Value> ? Value : never;

async function* told<Output>(
  followed: Stream,
  view: (change: Change, token: string) => Promise<Output | undefined>,
): AsyncGenerator<Result<Watched<Output>>> {
  for await (const next of followed) {
    if (!next.ok) {
      yield next;
      return;
    }
    const { token, change } = next.value;
    const value = change && (await view(change, token));
    if (value !== undefined || change === undefined) yield success({ token, value });
  }
}

type Event = {
  readonly type: OutputOf<Catalog['watchEvents']>['type'];
  readonly id: string;
  readonly revision: number;
};

async function* events(followed: Stream, isExpired: boolean): AsyncGenerator<Result<Watched<Event>>> {
  let mustReset = isExpired;
  for await (const next of followed) {
    if (!next.ok) {
      yield next;
      return;
    }
    const { token, change } = next.value;
    if (mustReset) yield success({ token, value: { type: 'reset', id: '', revision: 0 } });
    mustReset = false;
    // The cast holds: the log has these kinds alone.
    const value = change && { type: change.kind as Event['type'], id: change.object, revision: change.revision };
    yield success({ token, value });
  }
}
