import { z } from 'zod';
import { operation, withheld } from '../operation.ts';
import { EntityRef, Time } from '../shapes.ts';

const TemplateMergeView = z.object({
  id: z.string().describe('of the template that they became'),
  entity: EntityRef,
  named: z.string().describe('the template with the names that the model gave its slots'),
  members: z.array(z.object({ id: z.string(), text: z.string() })),
  by: z.string().describe('name of the model'),
  call: z.string().describe('what left for it'),
  mergedAt: Time,
  held: z.object({
    lines: z.number().int().describe('lines of the members that code held it against'),
    fitting: z.number().int(),
    others: z.number().int().describe('lines of other templates that it was held against; none may fit'),
  }),
  undone: z.object({ by: z.string(), at: Time }).nullable(),
});

export const listTemplateMerges = operation({
  name: 'listTemplateMerges',
  summary: 'Templates that a language model said are one and code found to be one, newest first, with what was undone.',
  kind: 'query',
  route: 'GET /api/v1/template-merges',
  role: 'viewer',
  tool: withheld('housekeeping of templates, not a finding'),
  input: z.object({}),
  output: z.object({
    items: z.array(TemplateMergeView),
    ranAt: Time.nullable().describe('begin of the newest night that looked for some'),
    asked: z.number().int().describe('groups of templates that it asked about'),
    refused: z.array(z.object({ check: z.string(), count: z.number().int() })).describe('by the rule of the gate'),
  }),
  errors: [],
});

export const undoTemplateMerge = operation({
  name: 'undoTemplateMerge',
  summary: 'Takes a merge of templates apart: lines from now on have the ids before it. It is not proposed again.',
  kind: 'command',
  route: 'POST /api/v1/template-merges/{id}/undo',
  role: 'editor',
  tool: withheld('a person decides it'),
  input: z.object({ id: z.string() }),
  output: TemplateMergeView,
  errors: ['template-merge-not-found', 'state-conflict'],
});
