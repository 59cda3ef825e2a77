import type { EntityId } from '@foreshock/model/entity.ts';
import type { IncidentState } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Prediction, PredictionId, PredictionState } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, formatDuration, formatTime, HOUR, MINUTE, parseTime } from '@foreshock/model/time.ts';
import { markPredictionCause } from '../../store/metadata/cause-marks.ts';
import { listIncidents } from '../../store/metadata/incidents.ts';
import { findLedgerRow } from '../../store/metadata/ledger.ts';
import {
  acknowledgePrediction,
  findPrediction,
  givePredictionFeedback,
  listPredictionRevisions,
  listPredictions,
  withdrawAcknowledgement,
} from '../../store/metadata/predictions.ts';
import { snoozePrediction } from '../../store/metadata/snoozes.ts';
import { listStandingWords } from '../../store/metadata/told-outcomes.ts';
import { causeWord } from '../cause-word.ts';
import { drillsAround } from '../drills-around.ts';
import type { Handlers } from '../execute-operation.ts';
import { changesById, type HandlerTools } from '../handler-tools.ts';
import { findHistoryUntil, isLearning } from '../learning-progress.ts';
import { parseStates } from '../parse-states.ts';
import { readAskedSnooze } from '../read-asked-snooze.ts';
import { toldNarrative } from '../told-narrative.ts';
import { viewHypothesis, viewNarrative, viewRecommendation } from '../views/cause-view.ts';
import { finite, viewEvidence } from '../views/evidence-view.ts';
import { impactOf, nextStepOf } from '../views/impact.ts';
import { viewForecast, viewPrediction } from '../views/prediction-view.ts';
import { askAgain } from '../views/sparkline.ts';
import { viewWords } from '../views/told-view.ts';

type PredictionHandlers = Pick<
  Handlers,
  | 'listPredictions'
  | 'getPrediction'
  | 'listPredictionRevisions'
  | 'listPredictionEvidence'
  | 'acknowledgePrediction'
  | 'withdrawPredictionAcknowledgement'
  | 'snoozePrediction'
  | 'givePredictionFeedback'
  | 'markPredictionCause'
>;

export const PREDICTION_STATES = [
  'shadow',
  'active',
  'frozen',
  'withdrawn',
  'closed',
] as const satisfies readonly PredictionState[];
const OPEN_INCIDENTS = ['open', 'acknowledged'] as const satisfies readonly IncidentState[];
/** Far enough back to see the rise of the last hours against a quiet time. */
const HISTORY_MS = 2 * HOUR;

/** As a list has it. */
export async function summarizePrediction(tools: HandlerTools, tenant: TenantId, prediction: Prediction) {
  const entities = await tools.directories.of(tenant);
  const historyUntil = await findHistoryUntil(tools, tenant);
  const drillIdOf = await drillsAround(tools, tenant, [prediction], entities);
  const changes = await changesAround(tools, tenant, prediction);
  return viewPrediction(prediction, entities, changes, { historyUntil, drillIdOf });
}

function changesAround({ store }: HandlerTools, tenant: TenantId, prediction: Prediction) {
  return changesById(store.tenant(tenant), { from: prediction.issuedAt - DAY, to: prediction.updatedAt + HOUR });
}

export function predictionHandlers(tools: HandlerTools): PredictionHandlers {
  const { db, clock, store } = tools;
  const answer = async (tenant: TenantId, result: Result<Prediction>) =>
    result.ok ? success(await summarizePrediction(tools, tenant, result.value)) : result;

  return {
    async listPredictions({ input, caller }) {
      const states = parseStates(input.state, PREDICTION_STATES);
      if (!states.ok) return states;
      // Before the list is read: what comes in between is then told twice, and never missed.
      const watchFrom = await tools.feed.head(caller.tenant);
      const historyUntil = await findHistoryUntil(tools, caller.tenant);
      const listed = (await isLearning(tools, caller.tenant))
        ? (states.value ?? PREDICTION_STATES).filter(isOver)
        : states.value;
      const actByBefore = input.actByBefore === undefined ? undefined : parseTime(input.actByBefore);
      const page = await listPredictions(db, caller.tenant, {
        limit: input.limit,
        ...(listed && { states: listed }),
        ...(input.entity !== undefined && { entity: input.entity as EntityId }),
        ...(input.failure !== undefined && { failure: input.failure }),
        ...(input.minProbability !== undefined && { minProbability: input.minProbability }),
        ...(actByBefore !== undefined && { actByBefore }),
        ...(input.cursor !== undefined && { cursor: input.cursor }),
      });
      if (!page.ok) return page;
      const entities = await tools.directories.of(caller.tenant);
      const earliest = Math.min(clock.now(), ...page.value.items.map((prediction) => prediction.issuedAt));
      const changes = await changesById(store.tenant(caller.tenant), { from: earliest - DAY, to: clock.now() + HOUR });
      const drillIdOf = await drillsAround(tools, caller.tenant, page.value.items, entities);
      return success({
        items: page.value.items.map((prediction) =>
          viewPrediction(prediction, entities, changes, { historyUntil, drillIdOf }),
        ),
        next: page.value.next ?? null,
        watchFrom,
      });
    },

    async getPrediction({ input, caller }) {
      const prediction = await findPrediction(db, caller.tenant, input.id as PredictionId);
      if (!prediction) return notFound(input.id);
      const telemetry = store.tenant(caller.tenant);
      const entities = await tools.directories.of(caller.tenant);
      const changes = await changesAround(tools, caller.tenant, prediction);
      const historyUntil = await findHistoryUntil(tools, caller.tenant);
      const topology = await telemetry.selectTopology({
        from: prediction.updatedAt - DAY,
        to: prediction.updatedAt + HOUR,
      });
      const incidents = await listIncidents(db, caller.tenant, { states: OPEN_INCIDENTS, limit: 50 });
      const incident = incidents.ok
        ? incidents.value.items.find((open) => open.predictions.includes(prediction.id))
        : undefined;
      const row =
        prediction.ledgerSequence === undefined
          ? undefined
          : await findLedgerRow(db, caller.tenant, prediction.ledgerSequence);
      const told = await toldNarrative(tools, caller.tenant, prediction);
      const { forecast } = prediction;
      const end = (prediction.closedAt ?? prediction.updatedAt) + MINUTE;
      const query = forecast && {
        kind: 'series' as const,
        series: forecast.series,
        range: { from: end - HISTORY_MS, to: end },
      };
      const history = query && (await askAgain(query, query.range, telemetry));
      return success({
        ...viewPrediction(prediction, entities, changes, {
          historyUntil,
          drillIdOf: await drillsAround(tools, caller.tenant, [prediction], entities),
        }),
        told: viewWords(await listStandingWords(db, caller.tenant, prediction.id), caller.name),
        impact: topology.ok ? impactOf(prediction.entity, topology.value, entities, incident?.title) : null,
        next: nextStepOf(told.recommendations[0]?.recommendation, entities),
        threshold: prediction.threshold,
        // Beside the steps of the evidence it would give away odds that are not earned.
        baseProbability: prediction.odds.display === 'percent' ? finite(prediction.baseProbability) : null,
        missing: [...prediction.missing],
        outcomes: prediction.record.outcomes.map((outcome) => ({ ...outcome })),
        forecast: forecast
          ? viewForecast(forecast, history ?? { from: formatTime(end - HISTORY_MS), step: 'PT1M', values: [] })
          : null,
        evidence: prediction.evidence.map((evidence) => viewEvidence(evidence, entities)),
        hypotheses: prediction.hypotheses.map((hypothesis) => viewHypothesis(hypothesis, entities, changes)),
        recommendations: told.recommendations.map((one) => viewRecommendation(one, entities)),
        orderedBy: told.orderedBy,
        narrative: viewNarrative(told.narrative, told.note),
        incident: incident?.id ?? null,
        model: { ...prediction.model },
        ledger: row ? { seq: row.sequence, hash: row.hash } : null,
        links: { html: `/p/${prediction.id}` },
      });
    },

    async listPredictionRevisions({ input, caller }) {
      const revisions = await listPredictionRevisions(db, caller.tenant, input.id as PredictionId);
      if (revisions.length === 0) return notFound(input.id);
      return success({
        items: revisions.map((revision) => ({
          revision: revision.revision,
          at: formatTime(revision.at),
          state: revision.state,
          outcome: revision.outcome,
          probability: revision.odds.display === 'percent' ? revision.odds.probability : null,
          band: revision.odds.band,
          horizon: formatDuration(revision.odds.horizon),
        })),
      });
    },

    async listPredictionEvidence({ input, caller }) {
      const prediction = await findPrediction(db, caller.tenant, input.id as PredictionId);
      if (!prediction) return notFound(input.id);
      const entities = await tools.directories.of(caller.tenant);
      const telemetry = store.tenant(caller.tenant);
      const end = (prediction.closedAt ?? prediction.updatedAt) + MINUTE;
      const items = await Promise.all(
        prediction.evidence.map(async (evidence) => {
          const sparkline = await askAgain(evidence.query, { from: end - HOUR, to: end }, telemetry);
          return {
            ...viewEvidence(evidence, entities),
            sparkline: sparkline ?? null,
            availability: sparkline ? ('live' as const) : ('archived' as const),
          };
        }),
      );
      return success({ items });
    },

    async acknowledgePrediction({ input, caller }) {
      return answer(
        caller.tenant,
        await acknowledgePrediction(db, caller.tenant, input.id as PredictionId, caller.name, clock.now()),
      );
    },

    async withdrawPredictionAcknowledgement({ input, caller }) {
      return answer(caller.tenant, await withdrawAcknowledgement(db, caller.tenant, input.id as PredictionId));
    },

    async snoozePrediction({ input, caller }) {
      const asked = readAskedSnooze(input);
      if (!asked.ok) return asked;
      const act = { by: caller.name, now: clock.now() };
      return answer(
        caller.tenant,
        await snoozePrediction(db, caller.tenant, input.id as PredictionId, asked.value, act),
      );
    },

    async givePredictionFeedback({ input, caller }) {
      const vote = { by: caller.name, useful: input.useful, note: input.note ?? '' };
      return givePredictionFeedback(db, caller.tenant, input.id as PredictionId, vote, clock.now());
    },

    async markPredictionCause({ input, caller }) {
      const word = await causeWord(tools, caller, input);
      const marked = await markPredictionCause(db, caller.tenant, input.id as PredictionId, word);
      if (!marked.ok) return marked;
      const entities = await tools.directories.of(caller.tenant);
      const changes = await changesAround(tools, caller.tenant, marked.value);
      return success({
        hypotheses: marked.value.hypotheses.map((hypothesis) => viewHypothesis(hypothesis, entities, changes)),
      });
    },
  };
}

export function isOver(state: PredictionState): boolean {
  return state === 'closed' || state === 'withdrawn';
}

function notFound(id: string): Result<never> {
  return failure('prediction-not-found', `no prediction has the id "${id}": see GET /api/v1/predictions`);
}
