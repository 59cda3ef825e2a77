import { incidentVerdicts } from '@foreshock/model/incident.ts';
import { toldOutcomes } from '@foreshock/model/told-outcome.ts';
import { z } from 'zod';
import { operation, withheld } from '../operation.ts';
import { IncidentSummary } from './incidents.ts';
import { PredictionSummary } from './predictions.ts';
import { ToldWords, Verdicts } from './told-words.ts';

export const withdrawPredictionAcknowledgement = operation({
  name: 'withdrawPredictionAcknowledgement',
  summary: 'Takes back that somebody is on it. Idempotent.',
  kind: 'command',
  route: 'POST /api/v1/predictions/{id}/ack/withdraw',
  role: 'responder',
  tool: withheld('changes who is told'),
  input: z.object({ id: z.string() }),
  output: PredictionSummary,
  errors: ['prediction-not-found', 'state-conflict'],
});

export const withdrawIncidentAcknowledgement = operation({
  name: 'withdrawIncidentAcknowledgement',
  summary: 'Takes back that somebody is on it. Idempotent.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/ack/withdraw',
  role: 'responder',
  tool: withheld('changes who is told'),
  input: z.object({ id: z.string() }),
  output: IncidentSummary,
  errors: ['incident-not-found', 'state-conflict'],
});

export const tellPredictionOutcome = operation({
  name: 'tellPredictionOutcome',
  summary:
    'Says what became of a prediction: hit, miss, acted, or nothing to take it back. One vote a person. What telemetry saw outranks it; acted leaves it out of the score. The next minute of analysis writes it to the ledger.',
  kind: 'command',
  route: 'POST /api/v1/predictions/{id}/outcome',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({
    id: z.string(),
    says: z.enum([...toldOutcomes, 'nothing']),
    note: z.string().max(2000).optional(),
  }),
  output: z.object({ told: ToldWords }),
  errors: ['prediction-not-found', 'state-conflict'],
});

export const tellIncidentVerdict = operation({
  name: 'tellIncidentVerdict',
  summary: 'Says afterwards whether an incident was real or noise, or nothing to take it back. One vote a person.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/verdict',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({ id: z.string(), says: z.enum([...incidentVerdicts, 'nothing']) }),
  output: z.object({ verdicts: Verdicts }),
  errors: ['incident-not-found'],
});
