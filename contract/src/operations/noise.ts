import { intakeKinds } from '@foreshock/model/intake.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Duration, EntityRef, rangeInput, Time } from '../shapes.ts';

const SignalName = z.enum(['logs', 'metrics', 'traces']);

const MAX_LISTED = 100;
const Text = z.string().min(1).max(500);

export const NoiseCondition = z.object({
  key: z.string().min(1).max(200),
  operator: z.enum(['=', '!=', 'contains', 'exists']),
  value: z.string().max(500).default('').describe('not read for exists'),
});

export const NoiseMatchInput = z.object({
  entities: z.array(Text).max(MAX_LISTED).default([]).describe('ids of entities; all without any'),
  templates: z.array(Text).max(MAX_LISTED).default([]).describe('of logs: ids of templates'),
  names: z.array(Text).max(MAX_LISTED).default([]).describe('of metrics and spans: names, * stands for any characters'),
  maxSeverity: z
    .number()
    .int()
    .min(0)
    .max(24)
    .optional()
    .describe('of logs: this severity number and lower ones, and records without any'),
  attributes: z.array(NoiseCondition).max(20).default([]).describe('on the record, all of them'),
  resource: z.array(NoiseCondition).max(20).default([]).describe('on the resource, all of them'),
});

export const NoiseActionInput = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('drop') }),
    z.object({ kind: z.literal('sample'), keepOneIn: z.number().int().min(2).max(100_000) }),
    z.object({
      kind: z.literal('deduplicate'),
      full: z.number().int().min(1).max(10_000).describe('first lines of each template and minute'),
      thenOneIn: z.number().int().min(2).max(100_000),
    }),
    z.object({
      kind: z.literal('drop-attributes'),
      keys: z.array(Text).min(1).max(MAX_LISTED).describe('* stands for any characters'),
    }),
    z.object({ kind: z.literal('roll-up'), everySeconds: z.number().int().min(10).max(3_600) }),
  ])
  .describe(
    'drop; sample (errors and what is new are kept); deduplicate (logs); drop-attributes; roll-up (metrics: one point a series and interval)',
  );

const ruleInput = {
  name: z.string().trim().min(1).max(100),
  enabled: z.boolean().default(true),
  signal: SignalName,
  match: NoiseMatchInput,
  action: NoiseActionInput,
};

const NoiseRuleView = z.object({
  id: z.string(),
  version: z.number().int(),
  name: z.string(),
  enabled: z.boolean(),
  signal: SignalName,
  match: NoiseMatchInput.extend({
    maxSeverity: z.number().int().nullable(),
    entities: z.array(EntityRef),
    templates: z.array(z.object({ id: z.string(), text: z.string() })),
  }),
  action: NoiseActionInput,
  changedAt: Time,
  changedBy: z.string(),
});

export const listNoiseRules = operation({
  name: 'listNoiseRules',
  summary: 'The rules against noise in the order in which they are asked, and how many series may be active.',
  kind: 'query',
  route: 'GET /api/v1/noise-rules',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: z.object({ maxActiveSeries: z.number().int(), items: z.array(NoiseRuleView) }),
  errors: [],
});

export const createNoiseRule = operation({
  name: 'createNoiseRule',
  summary: 'Adds a rule behind the others. Holds for what arrives from now on; what is stored stays.',
  kind: 'command',
  route: 'POST /api/v1/noise-rules',
  role: 'editor',
  tool: withheld('decides what is not kept'),
  input: z.object(ruleInput),
  output: NoiseRuleView,
  errors: ['input-invalid', 'state-conflict'],
});

export const updateNoiseRule = operation({
  name: 'updateNoiseRule',
  summary: 'Replaces a rule as a whole.',
  kind: 'command',
  route: 'POST /api/v1/noise-rules/{id}',
  role: 'editor',
  tool: withheld('decides what is not kept'),
  input: z.object({ id: z.string(), basedOn: z.number().int().describe('version that was read'), ...ruleInput }),
  output: NoiseRuleView,
  errors: ['input-invalid', 'noise-rule-not-found', 'state-conflict'],
});

export const deleteNoiseRule = operation({
  name: 'deleteNoiseRule',
  summary: 'Takes a rule away. What it counted stays on the Data page.',
  kind: 'command',
  route: 'POST /api/v1/noise-rules/{id}/delete',
  role: 'editor',
  tool: withheld('decides what is kept'),
  input: z.object({ id: z.string(), basedOn: z.number().int().describe('version that was read') }),
  output: z.object({ id: z.string() }),
  errors: ['noise-rule-not-found', 'state-conflict'],
});

export const changeSeriesLimit = operation({
  name: 'changeSeriesLimit',
  summary: 'Sets how many series of metrics may be active in an hour; points of others become otel.metric.overflow.',
  kind: 'command',
  route: 'POST /api/v1/series-limit',
  role: 'editor',
  tool: withheld('decides what is not kept'),
  input: z.object({ maxActiveSeries: z.number().int().min(100).max(10_000_000) }),
  output: z.object({ maxActiveSeries: z.number().int() }),
  errors: ['state-conflict'],
});

const Amount = z.object({ records: z.number(), bytes: z.number() });

export const previewNoiseRule = operation({
  name: 'previewNoiseRule',
  summary: 'What a rule would have done to the last hour of what is stored, and whether that was ever evidence.',
  kind: 'query',
  route: 'POST /api/v1/noise-rules/preview',
  role: 'viewer',
  tool: offered(),
  input: z.object({ signal: SignalName, match: NoiseMatchInput, action: NoiseActionInput }),
  output: z.object({
    from: Time,
    to: Time,
    total: Amount.describe('of the signal'),
    matched: Amount,
    gone: Amount.describe('would not be stored; thinned records counted by their weight'),
    errorsGone: z.number().describe('log records of error and above, failed spans'),
    cited: z.object({
      days: z.number().int(),
      count: z.number().int().describe('facts about what the rule takes, cited by predictions and incidents'),
      by: z.array(z.object({ kind: z.enum(['prediction', 'incident']), id: z.string(), title: z.string() })),
    }),
    examples: z.array(z.object({ entity: EntityRef, text: z.string(), records: z.number(), gone: z.number() })),
    cut: z.boolean().describe('more groups than were read: the figures are a lower bound'),
  }),
  errors: ['input-invalid'],
});

export const replayNoiseRule = operation({
  name: 'replayNoiseRule',
  summary:
    'What a rule that is kept, on or off, would have cost the newest 20 incidents of a range: facts that nobody could have opened. None would have been missed: detection counts everything before a rule takes anything.',
  kind: 'query',
  route: 'POST /api/v1/noise-rules/{id}/replay',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string(), ...rangeInput }),
  output: z.object({
    from: Time,
    to: Time,
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        startedAt: Time,
        state: z
          .enum(['whole', 'thinner', 'bare', 'unknown'])
          .describe('`bare`: every fact is touched; `unknown`: nothing of the signal is stored any more around it'),
        facts: z.number().int(),
        touched: z.number().int().describe('facts about records of which the rule would have taken some or all'),
        records: z.number().int().describe('that would not have been stored, half an hour to either side of its start'),
        errors: z.number().int().describe('of them log records of error and above, failed spans'),
      }),
    ),
    isCut: z.boolean().describe('the range holds more incidents than were looked at'),
    mayChangeCauses: z
      .boolean()
      .describe(
        'causes are ranked with spans that are stored: with fewer the ranking may be another, which is not replayed',
      ),
  }),
  errors: ['input-invalid', 'noise-rule-not-found'],
});

export const getDataUsage = operation({
  name: 'getDataUsage',
  summary: 'What came in over a range by signal and source, what of it was not stored and why, and the widest keys.',
  kind: 'query',
  route: 'GET /api/v1/data-usage',
  role: 'viewer',
  tool: offered(),
  input: z.object(rangeInput),
  output: z.object({
    from: Time,
    to: Time,
    step: Duration,
    signals: z.array(
      z.object({
        signal: SignalName,
        received: Amount,
        notStored: Amount,
        steps: z.array(Amount.extend({ notStored: z.number() })).describe('one a step from `from` on'),
      }),
    ),
    sources: z
      .array(
        z.object({
          entity: EntityRef.nullable().describe('null where the sender is not known'),
          signal: SignalName,
          received: Amount,
          notStored: Amount,
        }),
      )
      .describe('most bytes first, at most 200'),
    reasons: z
      .array(
        z.object({
          signal: SignalName,
          kind: z.enum(intakeKinds),
          rule: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
          code: z.string().nullable(),
          sources: z.array(z.string()).describe('names, most records first, at most 5'),
          records: z.number(),
          bytes: z.number(),
        }),
      )
      .describe('all that was not stored as it came, most records first'),
    door: z
      .array(z.object({ reason: z.string(), count: z.number() }))
      .describe('requests and records that the gateway refused since it was started'),
    series: z.object({ active: z.number().int(), limit: z.number().int(), overflowing: z.number() }),
    keys: z
      .array(z.object({ signal: SignalName, key: z.string(), values: z.number(), records: z.number() }))
      .describe('attributes with the most different values'),
  }),
  errors: ['input-invalid'],
});
