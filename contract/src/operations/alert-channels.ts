import { channelKinds } from '@foreshock/model/alert-channel.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Time } from '../shapes.ts';

const Fields = z.record(z.string().max(40), z.string().max(2_000));

export const ChannelView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(channelKinds),
  state: z.enum(['untested', 'ok', 'failing', 'paused']),
  settings: Fields,
  secrets: z.array(z.string()).describe('names of the secrets that are set; their values are never given'),
  createdBy: z.string(),
  createdAt: Time,
  testedAt: Time.nullable(),
  lastOkAt: Time.nullable(),
  failingSince: Time.nullable(),
  lastError: z.string().nullable(),
  deafSince: Time.nullable().describe('since when what people do there cannot be read, where we have to ask for it'),
  deafBecause: z.string().nullable(),
  answersAt: z.string().nullable().describe('path to which the other side sends what people press there'),
});

const name = z.string().trim().min(1).max(100);
const settings = Fields.describe(
  'webhook, alertmanager: url; slack: conversation, responders (who may press buttons, as U0123456=ana); pagerduty: region; email: host, port, security, user, from, to',
);
const secrets = Fields.describe(
  'webhook: secret, made where it is left out; slack: botToken, and for buttons appToken (Socket Mode) or signingSecret; slack-webhook, teams: url; pagerduty: routingKey, and to hear what people do there webhookSecret or readToken; email: password; alertmanager: bearerToken',
);

export const listChannels = operation({
  name: 'listChannels',
  summary: 'The places that get notifications, by name, and how each is doing.',
  kind: 'query',
  route: 'GET /api/v1/channels',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: z.object({ items: z.array(ChannelView) }),
  errors: [],
});

export const createChannel = operation({
  name: 'createChannel',
  summary: 'Makes a channel. A signing secret that is made for it is in this answer and nowhere else.',
  kind: 'command',
  route: 'POST /api/v1/channels',
  role: 'admin',
  tool: withheld('takes and gives secrets'),
  input: z.object({
    name,
    kind: z.enum(channelKinds),
    settings: settings.default({}),
    secrets: secrets.default({}),
  }),
  output: ChannelView.extend({ secret: z.string().nullable() }),
  errors: ['input-invalid', 'state-conflict'],
  answerIsSecret: true,
});

export const updateChannel = operation({
  name: 'updateChannel',
  summary: 'Changes a channel: settings as a whole, secrets those that are named; an empty text takes a secret away.',
  kind: 'command',
  route: 'POST /api/v1/channels/{id}',
  role: 'admin',
  tool: withheld('takes secrets'),
  input: z.object({
    id: z.string(),
    name: name.optional(),
    settings: settings.optional(),
    secrets: secrets.optional(),
    paused: z.boolean().optional(),
  }),
  output: ChannelView,
  errors: ['alert-channel-not-found', 'input-invalid'],
});

export const rotateChannelSecret = operation({
  name: 'rotateChannelSecret',
  summary: 'Makes a new signing secret for a webhook; the one so far signs beside it until the next rotation.',
  kind: 'command',
  route: 'POST /api/v1/channels/{id}/rotate',
  role: 'admin',
  tool: withheld('its answer is a secret'),
  input: z.object({ id: z.string() }),
  output: ChannelView.extend({ secret: z.string() }),
  errors: ['alert-channel-not-found', 'state-conflict'],
  answerIsSecret: true,
});

export const removeChannel = operation({
  name: 'removeChannel',
  summary: 'Removes a channel with its secrets; what waits for it is dropped and stays listed.',
  kind: 'command',
  route: 'POST /api/v1/channels/{id}/remove',
  role: 'admin',
  tool: withheld('changes who is told'),
  input: z.object({ id: z.string() }),
  output: z.object({ id: z.string() }),
  errors: ['alert-channel-not-found', 'state-conflict'],
});

export const testChannel = operation({
  name: 'testChannel',
  summary: 'Sends a real message, marked as a test, and says step by step how far it came.',
  kind: 'command',
  route: 'POST /api/v1/channels/{id}/test',
  role: 'editor',
  tool: withheld('tells people'),
  input: z.object({ id: z.string() }),
  output: z.object({
    ok: z.boolean(),
    steps: z.array(
      z.object({
        step: z.enum(['settings', 'sent', 'answer']),
        state: z.enum(['ok', 'failed', 'open']),
        text: z.string(),
      }),
    ),
  }),
  errors: ['alert-channel-not-found'],
});
