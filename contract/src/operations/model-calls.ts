import { modelCallOutcomes } from '@foreshock/model/model-call.ts';
import { redactionKinds } from '@foreshock/model/redaction.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { pageInput, Time } from '../shapes.ts';

export const ClaimVerdictView = z.object({
  text: z.string(),
  place: z.enum(['summary', 'why', 'whyNot', 'prediction', 'action', 'answer']),
  verdict: z.enum(['verified', 'hedged', 'dropped']),
  faults: z.array(z.object({ check: z.string(), why: z.string() })),
});

const ModelCallView = z.object({
  id: z.string(),
  incident: z.string().describe('or of a prediction; empty for a question about neither'),
  incidentTitle: z.string().nullable().describe('null when it is no longer kept'),
  time: Time,
  task: z.string().describe('what was asked for, such as explain-incident'),
  model: z.string(),
  promptVersion: z.string(),
  outcome: z.enum(modelCallOutcomes),
  error: z.string().describe('why it failed; empty otherwise'),
  shadow: z.boolean().describe('asked of a model beside the one that tells; never shown'),
  isRepair: z.boolean().describe('the second and last question, with the faults of the first answer'),
  attempts: z.number().int(),
  tookMs: z.number(),
  sentBytes: z.number().int(),
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  cost: z.number().nullable().describe('US dollars, as counted against the caps; null where no price is known'),
  masked: z.array(z.object({ kind: z.enum(redactionKinds), count: z.number().int() })),
  verdicts: z.array(ClaimVerdictView),
  hash: z.string().describe('SHA-256 of what was sent, in hex; the same is in the audit trail'),
});

export const listModelCalls = operation({
  name: 'listModelCalls',
  summary: 'What left for the language model, newest first: sizes, what was masked, and the verdict on each sentence.',
  kind: 'query',
  route: 'GET /api/v1/model-calls',
  role: 'editor',
  tool: withheld('shows sentences that were found to be wrong'),
  input: z.object({
    incident: z.string().optional(),
    outcome: z.enum(modelCallOutcomes).optional(),
    ...pageInput,
  }),
  output: z.object({ items: z.array(ModelCallView), next: z.string().nullable() }),
  errors: ['input-invalid'],
});

export const getModelCall = operation({
  name: 'getModelCall',
  summary: 'One call with the exact text that left and the exact answer.',
  kind: 'query',
  route: 'GET /api/v1/model-calls/{id}',
  role: 'admin',
  tool: withheld('shows what a model wrote, unchecked'),
  input: z.object({ id: z.string() }),
  output: ModelCallView.extend({
    prompt: z.string(),
    answer: z.string(),
    audit: z
      .object({
        sequence: z.number().int(),
        time: Time,
        agrees: z.boolean().describe('the hash of the text as it is kept is the one in the row'),
      })
      .nullable()
      .describe('its row in the audit trail; null for what did not leave'),
  }),
  errors: ['model-call-not-found'],
});

const Dollars = z.number().min(0).max(1_000_000).describe('US dollars');
const Models = z.enum(['named', 'smaller', 'shadow']);

const ModelUsageView = z.object({
  configured: z.boolean(),
  models: z.array(
    z.object({
      role: Models,
      name: z.string(),
      inputPrice: Dollars.nullable().describe('for a million tokens; null where it is not known'),
      outputPrice: Dollars.nullable(),
    }),
  ),
  caps: z.object({
    server: Dollars.nullable().describe('of all projects together, each day'),
    serverSpent: Dollars.describe('today, UTC; what is taken for calls on their way included'),
    project: Dollars.nullable(),
    projectDefault: Dollars.nullable().describe('of projects that have set none'),
    projectSpent: Dollars,
  }),
  days: z.array(
    z.object({
      day: z.iso.date(),
      model: z.string(),
      spent: Dollars,
      calls: z.number().int(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      verified: z.number().int().describe('sentences of accepted answers that hold'),
      capped: z.number().int().describe('stories that a cap kept from it'),
    }),
  ),
  costPerVerifiedClaim: Dollars.nullable().describe('over these days; null while there is none, or no price'),
  keepDays: z.number(),
  keepDaysDefault: z.number(),
  forgotten: z.number().int().describe('calls that were deleted for their age'),
  mayExport: z.boolean().describe('masked questions, answers and verdicts may be exported to tune a model'),
  version: z.number().int().describe('of the settings; 0 while the project has set nothing'),
  shadow: z
    .object({
      pairs: z.number().int(),
      needed: z.number().int(),
      better: z.number().int(),
      worse: z.number().int(),
      same: z.number().int(),
      shownShare: z.number().nullable(),
      shadowShare: z.number().nullable(),
      verdict: z.enum(['too-few', 'not-better', 'better']),
    })
    .nullable()
    .describe('the model in shadow against the one that is shown, by stories that both told; null without one'),
});

export const getModelUsage = operation({
  name: 'getModelUsage',
  summary: 'Which language models are set up, what they cost and brought, and how long calls are kept.',
  kind: 'query',
  route: 'GET /api/v1/model-usage',
  role: 'viewer',
  tool: offered(),
  input: z.object({ days: z.coerce.number().int().min(1).max(400).default(30) }),
  output: ModelUsageView,
  errors: [],
});

export const changeModelSettings = operation({
  name: 'changeModelSettings',
  summary: 'Sets what a day may cost, how long calls are kept, and whether they may be exported, for this project.',
  kind: 'command',
  route: 'POST /api/v1/model-settings',
  role: 'admin',
  tool: withheld('decides what is paid and what is deleted'),
  input: z.object({
    basedOn: z.number().int().min(0).describe('version that the change was made from'),
    capPerDay: Dollars.optional().describe('without it the cap of projects that have set none'),
    keepDays: z.number().min(1).max(400).optional().describe('calls that are older are deleted within the hour'),
    mayExport: z.boolean(),
  }),
  output: ModelUsageView,
  errors: ['state-conflict', 'input-invalid'],
});

const StoryRatings = z.object({
  ratings: z.array(z.object({ by: z.string(), mine: z.boolean(), at: Time, says: z.enum(['useful', 'not_useful']) })),
});

export const listStoryRatings = operation({
  name: 'listStoryRatings',
  summary: 'Whether people found the story of an incident useful, as it is told now.',
  kind: 'query',
  route: 'GET /api/v1/incidents/{id}/story-ratings',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string() }),
  output: StoryRatings,
  errors: ['incident-not-found'],
});

export const rateStory = operation({
  name: 'rateStory',
  summary:
    'Says whether the story of an incident, as it is told now, was useful, or nothing to take it back. One word a person and story.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/story-ratings',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({ id: z.string(), says: z.enum(['useful', 'not_useful', 'nothing']) }),
  output: StoryRatings,
  errors: ['incident-not-found'],
});
