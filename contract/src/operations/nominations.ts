import { nominationSays } from '@foreshock/model/nomination.ts';
import { z } from 'zod';
import { offered, operation } from '../operation.ts';
import { EntityRef, Time } from '../shapes.ts';

export const listNominations = operation({
  name: 'listNominations',
  summary:
    'Windows of log templates that a language model pointed at and a query confirmed, newest first, and how often it is right.',
  kind: 'query',
  route: 'GET /api/v1/nominations',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    days: z.coerce.number().int().min(1).max(90).default(30),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    configured: z.boolean().describe('a language model is set up; without one nothing is nominated'),
    items: z.array(
      z.object({
        id: z.string(),
        time: Time,
        by: z.string().describe('name of the model'),
        template: z.string(),
        text: z.string().nullable().describe('of the template; null when it is no longer kept'),
        entity: EntityRef,
        from: Time,
        to: Time,
        says: z.enum(nominationSays),
        observed: z.number().describe('lines in the window'),
        usual: z.number().nullable().describe('mean of such windows in the day before; null for a new template'),
        inIncident: z.boolean().nullable().describe('of its entity, within the hour; null while that is not over'),
      }),
    ),
    counts: z.object({
      nominated: z.number().int(),
      confirmed: z.number().int(),
      settled: z.number().int().describe('confirmed, and the hour afterwards is over'),
      inIncident: z.number().int().describe('of the settled: the entity was in an incident by then'),
    }),
  }),
  errors: [],
});
