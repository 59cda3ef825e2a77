import { z } from 'zod';
import { offered, operation } from '../operation.ts';
import { Duration, EntityRef, rangeInput, Time } from '../shapes.ts';

export const AnomalyView = z.object({
  id: z.string(),
  entity: EntityRef,
  signal: z.enum(['metrics', 'logs', 'traces', 'events']),
  kind: z.string(),
  measure: z.string(),
  sentence: z.string(),
  onset: Time,
  end: Time.nullable(),
  surprise: z.number(),
  direction: z.enum(['up', 'down', 'new', 'gone']),
  observed: z.number(),
  expected: z.number(),
  unit: z.string(),
  hard: z.boolean(),
  marks: z.array(z.string()),
  explore: z.string(),
});

export const listAnomalies = operation({
  name: 'listAnomalies',
  summary: 'What was or is unusual in a range, newest first.',
  kind: 'query',
  route: 'GET /api/v1/anomalies',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    ...rangeInput,
    entity: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  }),
  output: z.object({ items: z.array(AnomalyView) }),
  errors: ['input-invalid'],
});

export const listUnusualMinutes = operation({
  name: 'listUnusualMinutes',
  summary: 'How unusual each minute was over all entities, for the drum.',
  kind: 'query',
  route: 'GET /api/v1/anomalies/minutes',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...rangeInput }),
  output: z.object({
    from: Time,
    step: Duration,
    up: z.array(z.number().nullable()),
    down: z.array(z.number().nullable()),
    silent: z.array(z.boolean()),
  }),
  errors: ['input-invalid'],
});
