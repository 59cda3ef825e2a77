import { modelCallOutcomes } from '@foreshock/model/model-call.ts';
import { redactionKinds } from '@foreshock/model/redaction.ts';
import { z } from 'zod';
import { operation, withheld } from '../operation.ts';
import { pageInput, Time } from '../shapes.ts';

const ModelCallView = z.object({
  id: z.string(),
  incident: z.string(),
  time: Time,
  model: z.string(),
  promptVersion: z.string(),
  outcome: z.enum(modelCallOutcomes),
  error: z.string().describe('why it failed; empty otherwise'),
  isRepair: z.boolean().describe('the second and last question, with the faults of the first answer'),
  attempts: z.number().int(),
  tookMs: z.number(),
  sentBytes: z.number().int(),
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  masked: z.array(z.object({ kind: z.enum(redactionKinds), count: z.number().int() })),
  verdicts: z.array(
    z.object({
      text: z.string(),
      place: z.enum(['summary', 'why', 'whyNot', 'prediction', 'action']),
      verdict: z.enum(['verified', 'hedged', 'dropped']),
      faults: z.array(z.object({ check: z.string(), why: z.string() })),
    }),
  ),
  hash: z.string().describe('SHA-256 of what was sent, in hex; the same is in the audit trail'),
});

export const listModelCalls = operation({
  name: 'listModelCalls',
  summary: 'What left for the language model, newest first: sizes, what was masked, and the verdict on each sentence.',
  kind: 'query',
  route: 'GET /api/v1/model-calls',
  role: 'editor',
  tool: withheld('shows sentences that were found to be wrong'),
  input: z.object({ incident: z.string().optional(), ...pageInput }),
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
  output: ModelCallView.extend({ prompt: z.string(), answer: z.string() }),
  errors: ['model-call-not-found'],
});
