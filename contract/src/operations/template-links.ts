import { linkMarkings, linkOrigins, linkRelations } from '@foreshock/model/template-link.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Duration, EntityRef, Probability, Time } from '../shapes.ts';

export const LinkEndView = z.object({
  template: z.string(),
  entity: EntityRef,
  text: z.string(),
  severity: z.number().int().describe('severity number, the highest seen'),
  isNew: z.boolean().describe('never seen before the window; else it surges there'),
  count: z.number().int().describe('lines in the window'),
  onset: Time.describe('of the first of these, to the minute'),
  explore: z.string().describe('dashboard path and query that opens its lines'),
});

export const TemplateLinkView = z.object({
  first: LinkEndView,
  second: LinkEndView,
  origin: z.enum(linkOrigins).describe('who says that they belong together'),
  relation: z.enum(linkRelations).nullable().describe('as a language model named it and code confirmed it'),
  from: z.string().nullable().describe('the template that stands in the relation to the other'),
  statement: z.string().describe('in plain words, by code'),
  basis: z.string().describe('what it rests on, in plain words'),
  traces: z
    .object({
      both: z.number().int().describe('traces with both'),
      expected: z.number().describe('by chance, within one route and one time'),
      of: z.number().int().describe('traces that pass both services'),
      p: Probability.describe('upper bound'),
    })
    .nullable(),
  movement: z
    .object({
      correlation: z.number().min(-1).max(1).describe('rank correlation of the changes from minute to minute'),
      lag: Duration.describe('by which the second follows the first'),
      minutes: z.number().int(),
      p: Probability,
    })
    .nullable(),
  calls: z.enum(['first', 'second', 'both', 'none']).describe('which of the two services calls the other'),
  by: z.string().nullable().describe('who linked it, or took it away'),
});

const Links = z.object({
  from: Time,
  to: Time,
  items: z.array(TemplateLinkView),
  unlinked: z.array(TemplateLinkView).describe('taken away by a person; none of them is suggested again'),
  candidates: z.array(LinkEndView).describe('templates that are new in the window or surge there'),
  model: z.object({
    by: z
      .string()
      .nullable()
      .describe('the model that was asked; null where none was: all links by rule are there anyway'),
    suggested: z.number().int(),
    confirmed: z.number().int().describe('of these: those that the checks found to hold'),
  }),
});

export const listTemplateLinks = operation({
  name: 'listTemplateLinks',
  summary: 'Log templates of different services that belong together in one incident, by rule, by model or by hand.',
  kind: 'query',
  route: 'GET /api/v1/incidents/{id}/template-links',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string() }),
  output: Links,
  errors: ['incident-not-found'],
});

export const markTemplateLink = operation({
  name: 'markTemplateLink',
  summary: 'Links two log templates of an incident, takes a link away, or takes back what was said of it.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/template-links/mark',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({
    id: z.string(),
    first: z.string().max(100).describe('id of a template'),
    second: z.string().max(100).describe('id of a template of another service'),
    says: z.enum([...linkMarkings, 'nothing']),
  }),
  output: Links,
  errors: ['input-invalid', 'incident-not-found', 'state-conflict'],
});
