import { alertLevels } from '@foreshock/model/alert-settings.ts';
import { severities } from '@foreshock/model/incident.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { FailureName, Probability, Time } from '../shapes.ts';

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected small letters, digits and hyphens');
const Name = z.string().trim().min(1).max(100);
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "22:00"');
const Channels = z.array(z.string()).max(20);
const Services = z
  .array(z.string().min(1).max(200))
  .max(50)
  .describe('names, with * for any characters; empty for all');

export const AlertRouteView = z.object({
  id: Id,
  name: Name,
  enabled: z.boolean().default(true),
  match: z
    .object({
      kinds: z.array(z.enum(['incident', 'prediction'])).default([]),
      services: Services.default([]),
      failures: z.array(FailureName).default([]),
      severities: z.array(z.enum(severities)).default([]),
      minProbability: Probability.optional(),
      actByWithinMinutes: z.number().int().min(1).max(10_080).optional(),
    })
    .prefault({}),
  most: z.enum(alertLevels).default('page').describe('the loudest that it may be'),
  channels: Channels.default([]),
  escalation: z
    .array(
      z.object({
        afterMinutes: z.number().int().min(1).max(240).default(5),
        rota: Id.optional(),
        channels: Channels.default([]),
      }),
    )
    .max(3)
    .default([]),
  fallback: z.string().optional(),
  pageActByMinutes: z.number().int().min(1).max(1_440).default(60),
  groupWaitSeconds: z.number().int().min(0).max(600).default(30),
  repeatHours: z.number().min(0.25).max(168).default(4),
  pagesPerWeek: z.number().int().min(0).max(1_000).optional(),
  quiet: z.object({ from: TimeOfDay, to: TimeOfDay }).optional(),
  digestAt: TimeOfDay.default('09:00'),
  timeZone: z.string().min(1).max(60).default('UTC').describe('IANA name'),
});

export const RotaView = z.object({
  id: Id,
  name: Name,
  startsAt: Time.describe('first handover; one person a week'),
  people: z.array(z.object({ name: Name, channels: Channels.default([]) })).max(50),
  overrides: z
    .array(z.object({ from: Time, to: Time, person: Name }))
    .max(200)
    .default([]),
});

export const MaintenanceView = z.object({
  id: Id,
  name: Name,
  services: Services.default([]),
  from: Time,
  to: Time,
  pausesScoring: z.boolean().default(true),
});

const settings = {
  routes: z.array(AlertRouteView).max(100),
  rotas: z.array(RotaView).max(50),
  maintenance: z.array(MaintenanceView).max(100),
};

const AlertingView = z.object({
  version: z.number().int().describe('0 while nothing was set'),
  ...settings,
  changedAt: Time.nullable(),
  changedBy: z.string().nullable(),
  readable: z.boolean().describe('false: a newer program wrote it, and nobody is told until it is set again'),
  onCall: z.array(z.object({ rota: z.string(), person: z.string() })).describe('at present'),
  waiting: z.number().int().describe('notifications that have not arrived yet'),
  deadLetters: z.number().int(),
});

export const getAlerting = operation({
  name: 'getAlerting',
  summary: 'Who is told of what: routes, rotas, quiet hours and maintenance, and who is on call.',
  kind: 'query',
  route: 'GET /api/v1/alerting',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: AlertingView,
  errors: [],
});

export const changeAlerting = operation({
  name: 'changeAlerting',
  summary: 'Sets routes, rotas and maintenance as a whole; a page route takes tested channels only.',
  kind: 'command',
  route: 'POST /api/v1/alerting',
  role: 'editor',
  tool: withheld('changes who is told'),
  input: z.object({ basedOn: z.number().int().min(0), ...settings }),
  output: AlertingView,
  errors: ['state-conflict', 'input-invalid'],
});

export const previewAlerting = operation({
  name: 'previewAlerting',
  summary: 'How often each route would have told somebody over the last days, and what would have been held back.',
  kind: 'query',
  route: 'POST /api/v1/alerting/preview',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...settings, days: z.number().int().min(1).max(90).default(30) }),
  output: z.object({
    days: z.number().int(),
    onlySince: Time.nullable().describe('what came before was not looked at: there was more than 2,000 of a kind'),
    routes: z.array(
      z.object({
        route: z.string(),
        pages: z.number().int(),
        notifies: z.number().int(),
        digests: z.number().int(),
        held: z.array(z.object({ reason: z.string(), count: z.number().int() })),
        examples: z.array(z.object({ at: Time, level: z.string(), headline: z.string() })),
      }),
    ),
  }),
  errors: ['input-invalid'],
});
