import { alertLevels } from '@foreshock/model/alert-settings.ts';
import { holdReasons, notificationStates, tellReasons } from '@foreshock/model/notification.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { pageInput, snoozeInput, Time } from '../shapes.ts';

const NotificationView = z.object({
  id: z.string().describe('the same at each attempt'),
  channel: z.string(),
  subject: z.string().describe('incident or prediction; empty for digests'),
  route: z.string(),
  reason: z.enum(tellReasons),
  level: z.enum(alertLevels),
  state: z.enum(notificationStates),
  headline: z.string().nullable().describe('null before the first attempt'),
  createdAt: Time,
  dueAt: Time,
  sentAt: Time.nullable(),
  attempts: z.number().int(),
  error: z.string().nullable(),
});

export const listNotifications = operation({
  name: 'listNotifications',
  summary: 'What was sent, what waits, and what was given up, newest first.',
  kind: 'query',
  route: 'GET /api/v1/notifications',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    state: z.string().optional().describe('waiting, sent, dead, replaced, dropped, separated by commas'),
    subject: z.string().optional(),
    channel: z.string().optional(),
    ...pageInput,
  }),
  output: z.object({ items: z.array(NotificationView), next: z.string().nullable() }),
  errors: ['input-invalid'],
});

export const redeliverNotification = operation({
  name: 'redeliverNotification',
  summary: 'Has a dead letter delivered again, under the same id.',
  kind: 'command',
  route: 'POST /api/v1/notifications/{id}/redeliver',
  role: 'editor',
  tool: withheld('tells people'),
  input: z.object({ id: z.string() }),
  output: NotificationView,
  errors: ['notification-not-found', 'state-conflict'],
});

export const listHeldBack = operation({
  name: 'listHeldBack',
  summary: 'What was not told and why, newest first; of one incident or prediction where it is given.',
  kind: 'query',
  route: 'GET /api/v1/held-back',
  role: 'viewer',
  tool: offered(),
  input: z.object({ subject: z.string().optional(), limit: z.coerce.number().int().min(1).max(1000).default(100) }),
  output: z.object({
    items: z.array(
      z.object({
        subject: z.string(),
        headline: z.string().nullable().describe('of the incident or prediction; null when it is gone'),
        route: z.string().describe('empty where no route was asked'),
        reason: z.enum(holdReasons),
        detail: z.string(),
        since: Time,
        lastAt: Time,
      }),
    ),
  }),
  errors: [],
});

export const snoozeIncident = operation({
  name: 'snoozeIncident',
  summary: 'Holds back notifications of an incident for a time or until a time of day. Always ends.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/snooze',
  role: 'responder',
  tool: withheld('changes who is told'),
  input: z.object({ id: z.string(), ...snoozeInput }),
  output: z.object({ id: z.string(), until: Time, by: z.string() }),
  errors: ['incident-not-found', 'input-invalid', 'state-conflict'],
});
