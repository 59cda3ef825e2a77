import { roles } from '@foreshock/model/role.ts';
import { z } from 'zod';
import { operation, withheld } from '../operation.ts';
import { Duration, Time } from '../shapes.ts';

const KeyRole = z.enum(roles).describe('what its holder may do');

const ApiKey = z.object({
  id: z.string(),
  family: z.string().describe('id of the first of those that replaced one another'),
  name: z.string(),
  role: KeyRole,
  state: z.enum(['active', 'expired', 'revoked']),
  createdBy: z.string(),
  createdAt: Time,
  expiresAt: Time.nullable(),
  revokedAt: Time.nullable(),
  lastUsedAt: Time.nullable().describe('to the minute'),
});

export const listApiKeys = operation({
  name: 'listApiKeys',
  summary: 'The keys with which programs ask this API, newest first; those that ended too.',
  kind: 'query',
  route: 'GET /api/v1/tokens',
  role: 'admin',
  tool: withheld('says who else has access'),
  input: z.object({}),
  output: z.object({ items: z.array(ApiKey) }),
  errors: [],
});

export const createApiKey = operation({
  name: 'createApiKey',
  summary:
    'Makes a key for a program: `Authorization: Bearer` on REST, MCP, gRPC and metrics. The secret is in this answer and nowhere else.',
  kind: 'command',
  route: 'POST /api/v1/tokens',
  role: 'admin',
  tool: withheld('its answer is a secret'),
  input: z.object({
    name: z.string().trim().min(1).max(100).describe('which program has it'),
    role: KeyRole.default('viewer'),
    expiresAt: Time.optional().describe('never without it'),
  }),
  output: ApiKey.extend({ secret: z.string() }),
  errors: ['input-invalid', 'state-conflict'],
  answerIsSecret: true,
});

export const rotateApiKey = operation({
  name: 'rotateApiKey',
  summary:
    'A new key of the same name and role; the old one is let in until the overlap has passed. At most two at once.',
  kind: 'command',
  route: 'POST /api/v1/tokens/{id}/rotate',
  role: 'admin',
  tool: withheld('its answer is a secret'),
  input: z.object({
    id: z.string(),
    overlap: Duration.default('P1D').describe('for how long the old key is let in, at most 30 days'),
    expiresAt: Time.optional().describe('of the new key; never without it'),
  }),
  output: ApiKey.extend({ secret: z.string() }),
  errors: ['input-invalid', 'api-key-not-found', 'state-conflict'],
  answerIsSecret: true,
});

export const revokeApiKey = operation({
  name: 'revokeApiKey',
  summary: 'Ends a key at once. Idempotent.',
  kind: 'command',
  route: 'POST /api/v1/tokens/{id}/revoke',
  role: 'admin',
  tool: withheld('shuts a program out'),
  input: z.object({ id: z.string() }),
  output: ApiKey,
  errors: ['api-key-not-found'],
});
