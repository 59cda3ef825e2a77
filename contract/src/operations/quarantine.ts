import { signals } from '@foreshock/model/telemetry.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Time } from '../shapes.ts';

const QuarantinedRequest = z.object({
  id: z.string(),
  signal: z.enum(signals),
  receivedAt: Time,
  setAsideAt: Time,
  givenUpAt: Time.describe('unless somebody decides before'),
  reason: z.object({ code: z.string(), message: z.string() }).describe('why it was not stored the last time'),
  records: z.number().int().nullable().describe('null where it could not be decoded'),
  sizeBytes: z.number().int().describe('as received, still compressed'),
  hash: z.string().describe('SHA-256 of the body as received, in hex'),
  retries: z.number().int(),
});

export const listQuarantine = operation({
  name: 'listQuarantine',
  summary: 'Requests that were accepted and cannot be stored, oldest first. What they hold is sealed and not shown.',
  kind: 'query',
  route: 'GET /api/v1/quarantine',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: z.object({
    items: z.array(QuarantinedRequest),
    usedBytes: z.number().int(),
    maxBytes: z.number().int().describe('more is lost: what comes when it is full is counted and not kept'),
    lost: z
      .array(z.object({ signal: z.enum(signals), reason: z.enum(['no-room', 'expired']), requests: z.number().int() }))
      .describe('since the program was started'),
  }),
  errors: [],
});

export const retryQuarantined = operation({
  name: 'retryQuarantined',
  summary:
    'Stores a request that was set aside, by the rules that hold now; it is nowhere twice. Tried until it is known.',
  kind: 'command',
  route: 'POST /api/v1/quarantine/{id}/retry',
  role: 'editor',
  tool: withheld('a person decides what is stored late'),
  input: z.object({ id: z.string() }),
  output: z.object({
    id: z.string(),
    outcome: z.enum(['stored', 'refused', 'trying', 'unreadable']),
    reason: z.string().describe('why it was refused; empty otherwise'),
  }),
  errors: ['quarantined-request-not-found'],
});

export const discardQuarantined = operation({
  name: 'discardQuarantined',
  summary: 'Deletes a request that was set aside, for good.',
  kind: 'command',
  route: 'POST /api/v1/quarantine/{id}/discard',
  role: 'admin',
  tool: withheld('loses what was accepted'),
  input: z.object({ id: z.string() }),
  output: z.object({ id: z.string() }),
  errors: ['quarantined-request-not-found', 'store-unavailable'],
});
