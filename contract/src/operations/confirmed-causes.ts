import { causeTypes } from '@foreshock/model/hypothesis.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { EntityRef, Time } from '../shapes.ts';

export const ConfirmedCauseView = z.object({
  incident: z.string(),
  entity: EntityRef,
  cause: z.enum(causeTypes),
  note: z.string(),
  by: z.string(),
  at: Time,
  rank: z.number().int().nullable().describe('place among the candidates by evidence alone; null when not listed'),
});

export const confirmIncidentCause = operation({
  name: 'confirmIncidentCause',
  summary: 'Says what the true cause was. The last word counts; later rankings learn bounded points from it.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/cause',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({
    id: z.string(),
    entity: z.string().describe('id of the entity where it began'),
    cause: z.enum(causeTypes).default('unknown'),
    note: z.string().max(2000).optional(),
  }),
  output: ConfirmedCauseView,
  errors: ['incident-not-found', 'entity-not-found', 'state-conflict'],
});

export const withdrawIncidentCause = operation({
  name: 'withdrawIncidentCause',
  summary: 'Takes back the true cause, and with it what it taught.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/cause/withdraw',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({ id: z.string() }),
  output: z.object({ id: z.string() }),
  errors: ['incident-not-found'],
});

export const listConfirmedCauses = operation({
  name: 'listConfirmedCauses',
  summary:
    'True causes that people confirmed, newest first, and by how many points each entity and kind moves for them.',
  kind: 'query',
  route: 'GET /api/v1/confirmed-causes',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: z.object({
    items: z.array(ConfirmedCauseView),
    lessons: z.array(
      z.object({
        entity: EntityRef,
        cause: z.enum(causeTypes),
        for: z.number().int().describe('confirmed causes that speak for it'),
        against: z.number().int().describe('times that it was named and was not it'),
        points: z.number().describe('added to the score of its hypotheses; -0.5 to 0.5'),
      }),
    ),
    ranks: z
      .object({ first: z.number().int(), firstThree: z.number().int(), all: z.number().int() })
      .describe('how many true causes evidence alone had put first, and among the first three'),
  }),
  errors: [],
});
