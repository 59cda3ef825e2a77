import { z } from 'zod';
import { offered, operation } from '../operation.ts';
import { Probability, Time } from '../shapes.ts';

export const SampleSize = z.object({
  found: z.number().int().describe('records in the time'),
  compared: z.number().int().describe('records of them that were compared; fewer when there are very many'),
});

export const DifferenceView = z.object({
  statement: z.string().describe('in plain words, with both shares'),
  values: z.array(
    z.object({
      key: z.string().describe('of an attribute, or `operation` or `template`'),
      value: z.string(),
      label: z.string().describe('for people; of a template its text'),
    }),
  ),
  withValues: z.number().int().describe('records of the incident that have all values'),
  without: z.number().int(),
  withValuesBefore: z.number().int(),
  withoutBefore: z.number().int(),
  share: Probability,
  shareBefore: Probability,
  effect: z.number().describe('log odds ratio'),
  p: Probability,
  names: z.array(z.string()).describe('ids of the candidate causes whose node, pod, workload or version it is'),
});

export const ComparisonView = z.object({
  signal: z.enum(['logs', 'traces']),
  state: z
    .enum(['compared', 'too-few'])
    .describe('`too-few`: not enough failures, or not enough before them, to say anything'),
  scope: z.enum(['incident', 'project']).describe('whose records: of the members of the incident, or of all'),
  against: z
    .enum(['failing', 'all'])
    .describe('what the failures are compared with: those before, or all that came before where few failed'),
  window: SampleSize,
  baseline: SampleSize,
  sampled: z.boolean(),
  items: z.array(DifferenceView),
});

export const compareIncident = operation({
  name: 'compareIncident',
  summary: 'What sets the failed spans and error log lines of one incident apart from the hour before it.',
  kind: 'query',
  route: 'GET /api/v1/incidents/{id}/differences',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string() }),
  output: z.object({
    from: Time,
    to: Time,
    baselineFrom: Time,
    baselineTo: Time,
    comparisons: z.array(ComparisonView),
  }),
  errors: ['incident-not-found'],
});

export const compareWindows = operation({
  name: 'compareWindows',
  summary: 'What sets the failed spans and error log lines of one time apart from another time before it.',
  kind: 'query',
  route: 'POST /api/v1/records:compare',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    from: Time,
    to: Time.describe('at most 6 hours after from'),
    baselineFrom: Time.optional().describe('the hour before without it'),
    baselineTo: Time.optional(),
    entities: z.array(z.string()).max(50).default([]).describe('ids; of all without it'),
  }),
  output: z.object({
    from: Time,
    to: Time,
    baselineFrom: Time,
    baselineTo: Time,
    comparisons: z.array(ComparisonView),
  }),
  errors: ['input-invalid', 'query-too-expensive'],
});
