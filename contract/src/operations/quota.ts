import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';

const Bytes = z.number().int().min(1_024).max(1e12).describe('bytes of requests per second, as sent');
const Records = z.number().int().min(1).max(1e9).describe('log records, spans and metric points per second');
const Requests = z.number().int().min(1).max(100_000).describe('requests at the same time');

const Quota = z.object({ bytesPerSecond: Bytes, recordsPerSecond: Records, requestsInFlight: Requests });

const QuotaView = z.object({
  version: z.number().int().describe('0 while the project has set nothing'),
  quota: Quota.describe('in force'),
  defaults: Quota.describe('of projects that have set nothing'),
  burst: z.string().describe('how much of its rates may come at once after a pause, ISO 8601'),
  refused: z
    .object({ bytes: z.number(), records: z.number(), requests: z.number() })
    .describe('requests told to come again since the gateway was started, by what was too much'),
});

export const getQuota = operation({
  name: 'getQuota',
  summary: 'How much this project may send, and how often it was over that.',
  kind: 'query',
  route: 'GET /api/v1/quota',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: QuotaView,
  errors: [],
});

export const changeQuota = operation({
  name: 'changeQuota',
  summary: 'Sets how much this project may send, in force at once. What is left out is as for every project.',
  kind: 'command',
  route: 'POST /api/v1/quota',
  role: 'admin',
  tool: withheld('decides what is lost'),
  input: z.object({
    basedOn: z.number().int().min(0).describe('version that the change was made from'),
    bytesPerSecond: Bytes.optional(),
    recordsPerSecond: Records.optional(),
    requestsInFlight: Requests.optional(),
  }),
  output: QuotaView,
  errors: ['state-conflict'],
});
