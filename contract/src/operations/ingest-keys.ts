import { signals } from '@foreshock/model/telemetry.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Time } from '../shapes.ts';

const Signals = z.array(z.enum(signals)).min(1).describe('what it may send');

const IngestKey = z.object({
  id: z.string(),
  name: z.string(),
  signals: Signals,
  state: z.enum(['active', 'expired', 'revoked']),
  createdBy: z.string(),
  createdAt: Time,
  expiresAt: Time.nullable(),
  revokedAt: Time.nullable(),
  lastUsedAt: Time.nullable().describe('to the minute'),
});

export const listIngestKeys = operation({
  name: 'listIngestKeys',
  summary: 'The keys with which telemetry may be sent into this project, newest first; those that ended too.',
  kind: 'query',
  route: 'GET /api/v1/ingest-keys',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: z.object({ items: z.array(IngestKey) }),
  errors: [],
});

export const createIngestKey = operation({
  name: 'createIngestKey',
  summary: 'Makes a key that may send telemetry and nothing else. The secret is in this answer and nowhere else.',
  kind: 'command',
  route: 'POST /api/v1/ingest-keys',
  role: 'admin',
  tool: withheld('its answer is a secret'),
  input: z.object({
    name: z.string().trim().min(1).max(100).describe('where it is used'),
    signals: Signals.default([...signals]),
    expiresAt: Time.optional().describe('never without it'),
  }),
  output: IngestKey.extend({ secret: z.string() }),
  errors: ['input-invalid', 'state-conflict'],
  answerIsSecret: true,
});

export const revokeIngestKey = operation({
  name: 'revokeIngestKey',
  summary: 'Ends a key: whoever sends with it is refused within a minute. Idempotent.',
  kind: 'command',
  route: 'POST /api/v1/ingest-keys/{id}/revoke',
  role: 'admin',
  tool: withheld('stops what is sent'),
  input: z.object({ id: z.string() }),
  output: IngestKey,
  errors: ['ingest-key-not-found'],
});
