import { sloObjectives, sloWindowDays } from '@foreshock/model/slo.ts';
import { burnRuleNames } from '@foreshock/model/slo-burn.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Duration, EntityRef, Time } from '../shapes.ts';

const Target = z
  .number('expected a share such as 0.999')
  .min(0.5, 'expected at least 0.5')
  .max(0.99999, 'expected at most 0.99999: what may never fail has no budget to watch');

const promised = {
  entity: z
    .string()
    .min(1)
    .max(300)
    .describe('id of the entity that serves the requests, or its name where it is the only one'),
  objective: z
    .enum(sloObjectives)
    .describe('availability: requests without an error; latency: requests answered within thresholdMs'),
  operation: z.string().min(1).max(500).optional().describe('as requests are named; all operations without it'),
  thresholdMs: z.number().positive().max(3_600_000).optional().describe('of latency, and needed there'),
  target: Target.describe('share of good requests, for example 0.999'),
  windowDays: z
    .union(
      sloWindowDays.map((days) => z.literal(days)),
      `expected ${sloWindowDays.join(', ')} days`,
    )
    .default(30),
};

export const sloInput = { name: z.string().trim().min(1).max(100), ...promised };

const WindowBurn = z.object({
  window: Duration,
  requests: z.number(),
  bad: z.number(),
  burn: z.number().nullable().describe('1 uses the budget up exactly at the end of the window; null without requests'),
});

const RuleView = z.object({
  rule: z.enum(burnRuleNames),
  long: Duration,
  short: Duration,
  limit: z.number().describe('both windows have to burn at least so fast'),
  state: z
    .enum(['burning', 'calm', 'too-few', 'no-requests'])
    .describe('too-few: so few requests that what failed may be chance'),
});

const BudgetView = z.object({
  requests: z.number(),
  bad: z.number(),
  achieved: z.number().nullable().describe('share of good requests; null without requests'),
  remaining: z.number().nullable().describe('share of the budget that is left; below 0 it is overdrawn'),
  coveredFrom: Time.nullable().describe(
    'first request of the window that is kept: later than its start, the budget is of less',
  ),
});

const SloView = z.object({
  id: z.string(),
  version: z.number().int(),
  name: z.string(),
  entity: EntityRef,
  objective: z.enum(sloObjectives),
  operation: z.string().nullable(),
  thresholdMs: z.number().nullable(),
  target: z.number(),
  windowDays: z.number().int(),
  changedAt: Time,
  changedBy: z.string(),
});

const SloWithBurn = SloView.extend({
  at: Time.describe('end of the windows'),
  burn: z.array(WindowBurn),
  rules: z.array(RuleView),
  budget: BudgetView,
  exhaustedIn: Duration.nullable().describe(
    'at the burn of the last hour; null where the budget lasts, PT0S when it is used up',
  ),
});

export const listSlos = operation({
  name: 'listSlos',
  summary: 'What services promise of their requests, by name: how fast each error budget burns and what is left of it.',
  kind: 'query',
  route: 'GET /api/v1/slos',
  role: 'viewer',
  tool: offered(),
  input: z.object({ entity: z.string().max(300).optional().describe('of this one alone') }),
  output: z.object({ items: z.array(SloWithBurn) }),
  errors: ['store-unavailable'],
});

export const getSlo = operation({
  name: 'getSlo',
  summary: 'One SLO with its burn over the last day.',
  kind: 'query',
  route: 'GET /api/v1/slos/{id}',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string() }),
  output: SloWithBurn.extend({
    series: z.object({
      from: Time.describe('end of the first windows'),
      step: Duration,
      lines: z.array(z.object({ window: Duration, values: z.array(z.number().nullable()) })),
    }),
  }),
  errors: ['slo-not-found', 'store-unavailable'],
});

export const createSlo = operation({
  name: 'createSlo',
  summary: 'Sets an objective for a service. From now on a fast burn of its budget opens an incident.',
  kind: 'command',
  route: 'POST /api/v1/slos',
  role: 'editor',
  tool: withheld('decides what opens incidents'),
  input: z.object(sloInput),
  output: SloView,
  errors: ['input-invalid', 'entity-not-found', 'state-conflict'],
});

export const updateSlo = operation({
  name: 'updateSlo',
  summary: 'Replaces an SLO as a whole.',
  kind: 'command',
  route: 'POST /api/v1/slos/{id}',
  role: 'editor',
  tool: withheld('decides what opens incidents'),
  input: z.object({ id: z.string(), basedOn: z.number().int().describe('version that was read'), ...sloInput }),
  output: SloView,
  errors: ['input-invalid', 'entity-not-found', 'slo-not-found', 'state-conflict'],
});

export const deleteSlo = operation({
  name: 'deleteSlo',
  summary: 'Takes an SLO away. Incidents that it opened stay.',
  kind: 'command',
  route: 'POST /api/v1/slos/{id}/delete',
  role: 'editor',
  tool: withheld('decides what opens incidents'),
  input: z.object({ id: z.string(), basedOn: z.number().int().describe('version that was read') }),
  output: z.object({ id: z.string() }),
  errors: ['slo-not-found', 'state-conflict'],
});

export const previewSlo = operation({
  name: 'previewSlo',
  summary:
    'How often the burn rules of an SLO would have been met over the last days, by the same function that watches.',
  kind: 'query',
  route: 'POST /api/v1/slos:preview',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...promised, days: z.number().int().min(1).max(30).default(30) }),
  output: z.object({
    from: Time,
    to: Time,
    budget: BudgetView.describe('of the window of the SLO'),
    rules: z.array(z.object({ rule: z.enum(burnRuleNames), times: z.number().int() })),
    episodes: z
      .array(z.object({ rule: z.enum(burnRuleNames), from: Time, to: Time }))
      .describe('newest first, at most 20'),
  }),
  errors: ['input-invalid', 'entity-not-found', 'store-unavailable'],
});

export const suggestSlos = operation({
  name: 'suggestSlos',
  summary: 'Objectives that services without one kept over the last 28 days, busiest service first.',
  kind: 'query',
  route: 'GET /api/v1/slos:suggest',
  role: 'viewer',
  tool: offered(),
  input: z.object({ entity: z.string().max(300).optional().describe('of this one alone') }),
  output: z.object({
    items: z
      .array(
        z.object({
          entity: EntityRef,
          objective: z.enum(sloObjectives),
          thresholdMs: z.number().nullable(),
          target: z.number(),
          achieved: z.number().describe('share of good requests over those days, at least'),
          requests: z.number(),
        }),
      )
      .describe('at most 10'),
  }),
  errors: ['store-unavailable'],
});
