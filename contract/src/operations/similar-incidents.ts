import { incidentClosures } from '@foreshock/model/incident-closure.ts';
import { z } from 'zod';
import { offered, operation } from '../operation.ts';
import { Duration, Probability, Time } from '../shapes.ts';

export const listSimilarIncidents = operation({
  name: 'listSimilarIncidents',
  summary:
    'Incidents that are over and were made of the same kinds of measures, templates and causes, most similar first; from 0.5, of the newest 10,000.',
  kind: 'query',
  route: 'GET /api/v1/incidents/{id}/similar',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string() }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        similarity: Probability.describe('weighted Jaccard: rare traits count more'),
        startedAt: Time,
        lasted: Duration.nullable(),
        closure: z.enum(incidentClosures).nullable(),
        actions: z
          .array(z.object({ title: z.string(), state: z.enum(['proposed', 'accepted', 'declined', 'done']) }))
          .describe('done and accepted ones first'),
        cause: z.string().nullable().describe('as a person confirmed it, else the leading one'),
        confirmed: z.boolean(),
      }),
    ),
    compared: z.number().int().describe('incidents that were looked at'),
  }),
  errors: ['incident-not-found'],
});
