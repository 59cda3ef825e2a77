import { redactionKinds } from '@foreshock/model/redaction.ts';
import { roles } from '@foreshock/model/role.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Duration, EntityRef, Probability, Time, watchInput } from '../shapes.ts';
import { BackupFailure } from './backups.ts';
import { HistoryState } from './history.ts';

export const getStatus = operation({
  name: 'getStatus',
  summary:
    'The project, what arrives, what was refused and why, how far analysis is, and how much of the data is there.',
  kind: 'query',
  route: 'GET /api/v1/status',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: z.object({
    project: z.object({ id: z.string(), name: z.string(), simulated: z.boolean() }),
    version: z.string(),
    now: Time,
    user: z.object({ name: z.string(), role: z.enum(roles) }),
    analysedUntil: Time.nullable(),
    catchingUp: z.object({ behind: Duration, waitingRequests: z.number().int() }).nullable(),
    dataTrust: z.object({
      share: Probability.nullable(),
      reporting: z.number().int(),
      expected: z.number().int(),
      silent: z.array(z.object({ entity: EntityRef, since: Time })),
      floor: Probability,
      late: z
        .number()
        .int()
        .describe('records of the last ten minutes that came when their minute was closed, and are not judged'),
    }),
    incidents: z
      .object({
        open: z.number().int(),
        most: z.number().int().describe('that are open at once'),
        gaveWay: z.number().int().describe('closed for new ones, the oldest not known to hurt users first'),
        joined: z.number().int().describe('anomalies that hurt users and joined an incident that was open'),
        refused: z.number().int().describe('anomalies that would have opened one; they stay listed as anomalies'),
        waiting: z.number().int().describe('of the refused those that go on'),
        lastAt: Time.nullable(),
      })
      .describe('what found no room as an incident of its own, since the beginning'),
    signals: z.array(
      z.object({
        signal: z.enum(['logs', 'metrics', 'traces']),
        records: z.number(),
        bytes: z.number(),
        lastArrival: Time.nullable(),
      }),
    ),
    refused: z.array(z.object({ reason: z.string(), count: z.number() })),
    redacted: z
      .array(z.object({ kind: z.enum(redactionKinds), count: z.number() }))
      .describe('values replaced before anything was stored, since the start'),
    damaged: z.array(z.object({ where: z.string(), bytes: z.number(), reason: z.string() })),
    history: z.object({
      from: Time.nullable(),
      baselineNeeds: Duration,
      baselineReady: z.boolean(),
      state: HistoryState.describe('of what was there before; nothing notifies while it is learning or review'),
      learntShare: Probability,
      notLearnt: z
        .object({ from: Time, to: Time, noticedAt: Time })
        .nullable()
        .describe(
          'stored telemetry of before analysis began that came afterwards: it can be searched and teaches nothing',
        ),
    }),
    languageModel: z.object({ configured: z.boolean() }),
    backups: z.object({
      lastAt: Time.nullable().describe('all that was acknowledged before is in the last backup'),
      failed: BackupFailure.nullable().describe('the last one, unless one became whole since'),
    }),
    endpoints: z.object({ otlpHttp: z.string(), otlpGrpc: z.string() }),
    transport: z.object({
      clearText: z.array(z.string()).describe('settings whose port other machines reach without TLS'),
      certificates: z.array(
        z.object({
          port: z.enum(['ingest', 'api']),
          names: z.array(z.string()),
          validTo: Time,
          daysLeft: z.number().describe('negative once it has expired'),
          problem: z.string().nullable().describe('why it must be looked at, and what to do'),
        }),
      ),
    }),
  }),
  errors: [],
});

export const watchEvents = operation({
  name: 'watchEvents',
  summary:
    'Server-sent events when predictions, incidents or channels change, services fall silent or are heard again, and after each tick. Resumes after last-event-id.',
  kind: 'watch',
  route: 'GET /api/v1/events',
  role: 'viewer',
  tool: withheld('a stream'),
  input: z.object({ after: watchInput.after }),
  output: z.object({
    type: z
      .enum(['prediction', 'incident', 'channel', 'data-trust', 'analysis', 'reset'])
      .describe(
        '`channel`: made, changed, failing or well again. `reset`: what happened before is no longer kept; ask for everything anew',
      ),
    id: z.string(),
    revision: z.number().int(),
  }),
  errors: ['watchers-too-many'],
});

export const signOut = operation({
  name: 'signOut',
  summary: 'Ends this session.',
  kind: 'command',
  route: 'POST /api/v1/session:end',
  role: 'viewer',
  tool: withheld('belongs to a browser'),
  input: z.object({}),
  output: z.object({ ended: z.boolean() }),
  errors: [],
});
