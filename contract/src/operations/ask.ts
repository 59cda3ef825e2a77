import { z } from 'zod';
import { operation, withheld } from '../operation.ts';

export const askedAbout = ['logs', 'requests', 'changes', 'incidents', 'predictions', 'anomalies'] as const;

/** A question in words becomes one of the questions that there are, shown as such; code runs it and words the answer. */
export const askQuestion = operation({
  name: 'askQuestion',
  summary: 'A question in words, made into one query of a closed set, which code runs with the rights of who asks.',
  kind: 'query',
  route: 'POST /api/v1/questions',
  role: 'viewer',
  tool: withheld('an assistant has the queries themselves'),
  input: z.object({ text: z.string().min(1).max(500).regex(/\S/, 'expected a question').trim() }),
  output: z.object({
    by: z.string().describe('`rules`, or the name of the model that was asked because rules did not understand all'),
    query: z
      .object({
        about: z.enum(askedAbout),
        words: z.string().describe('the query in plain words'),
        operation: z.string(),
        input: z.string().describe('JSON, as the operation takes it'),
        page: z.string().describe('path of the page that shows the same'),
      })
      .nullable()
      .describe('none where nothing that can be asked was understood'),
    notUnderstood: z
      .array(z.string())
      .describe('words of the question that rules did not understand; where a model did, it had them'),
    finding: z.string().describe('one sentence that answers, or says why not'),
    lines: z
      .array(z.object({ text: z.string(), page: z.string().nullable().describe('path of the page of the evidence') }))
      .describe('at most ten, each a stored fact'),
    more: z.boolean().describe('there are more than the lines shown'),
  }),
  errors: ['input-invalid', 'query-too-expensive', 'store-unavailable'],
});
