import { MOST_HOUSE_RULES, promptAudiences, promptTones } from '@foreshock/model/prompt-parts.ts';
import { z } from 'zod';
import { operation, withheld } from '../operation.ts';
import { Time } from '../shapes.ts';
import { ClaimVerdictView } from './model-calls.ts';

const Parts = z.object({
  tone: z.enum(promptTones),
  audience: z.enum(promptAudiences),
  language: z.string().max(40).describe('`English`: what checks read is English, so another language is refused'),
  houseRules: z.string().max(MOST_HOUSE_RULES).describe('{{severity}} and the like are filled in'),
});

const Version = z.object({
  version: z.number().int().describe('0 until somebody changes the defaults'),
  changedBy: z.string(),
  changedAt: Time.nullable(),
  parts: Parts,
});

export const getPromptSettings = operation({
  name: 'getPromptSettings',
  summary: 'How stories of this project are worded by a language model, with the versions before.',
  kind: 'query',
  route: 'GET /api/v1/settings/prompt',
  role: 'viewer',
  tool: withheld('a setting, not a finding'),
  input: z.object({}),
  output: Version.extend({ variables: z.array(z.string()), versions: z.array(Version).describe('newest first') }),
  errors: [],
});

export const updatePromptSettings = operation({
  name: 'updatePromptSettings',
  summary: 'A new version of the wording. It cannot switch off a check, and holds for stories told from now on.',
  kind: 'command',
  route: 'POST /api/v1/settings/prompt',
  role: 'editor',
  tool: withheld('a person decides how stories are worded'),
  input: z.object({ version: z.number().int().min(0).describe('the version that was read'), parts: Parts }),
  output: Version,
  errors: ['input-invalid', 'state-conflict'],
});

export const restorePromptSettings = operation({
  name: 'restorePromptSettings',
  summary: 'An earlier version again, as a new one; 0 gives the defaults.',
  kind: 'command',
  route: 'POST /api/v1/settings/prompt:restore',
  role: 'editor',
  tool: withheld('a person decides how stories are worded'),
  input: z.object({
    version: z.number().int().min(0).describe('the version that was read'),
    to: z.number().int().min(0).describe('the version to go back to'),
  }),
  output: Version,
  errors: ['input-invalid', 'state-conflict'],
});

export const tryPromptSettings = operation({
  name: 'tryPromptSettings',
  summary:
    'Tells an incident or a prediction once by these parts, under the money cap. It is kept with what left and shown to nobody else.',
  kind: 'command',
  route: 'POST /api/v1/settings/prompt:try',
  role: 'editor',
  tool: withheld('shows what a model wrote'),
  input: z.object({ id: z.string().describe('of an incident or a prediction'), parts: Parts }),
  output: z.object({
    by: z.string().describe('name of the model'),
    sentences: z
      .array(z.string())
      .nullable()
      .describe('as they would be shown; null where too little holds and the story of the template would stay'),
    verdicts: z.array(ClaimVerdictView),
    calls: z.array(z.string()).describe('what left; the last is the answer that counts'),
  }),
  errors: [
    'input-invalid',
    'incident-not-found',
    'state-conflict',
    'model-unavailable',
    'model-refused',
    'model-answer-invalid',
    'model-cap-reached',
  ],
});

export const previewPromptSettings = operation({
  name: 'previewPromptSettings',
  summary:
    'The exact text that would leave for an incident or a prediction, by these parts and by those in force. Nothing is sent.',
  kind: 'query',
  route: 'POST /api/v1/settings/prompt:preview',
  role: 'editor',
  tool: withheld('shows what is sent to a model'),
  input: z.object({ id: z.string().describe('of an incident or a prediction'), parts: Parts }),
  output: z.object({
    system: z.string(),
    before: z.string().describe('the user message by the parts in force'),
    after: z.string().describe('the user message by these parts'),
    version: z.string().describe('what verdicts would be kept under'),
  }),
  errors: ['input-invalid', 'incident-not-found'],
});
