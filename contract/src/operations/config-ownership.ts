import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Time } from '../shapes.ts';

export const ownedKinds = ['channel', 'route', 'rota', 'maintenance', 'slo', 'noise'] as const;

const Owned = z.object({ kind: z.enum(ownedKinds), id: z.string().min(1).max(100) });
const owned = z
  .array(Owned)
  .max(1_000)
  .describe('what a file of configuration made or took over; it alone may be deleted by one');

const OwnershipView = z.object({
  version: z.number().int().describe('0 while no file was applied'),
  owned,
  changedAt: Time.nullable(),
  changedBy: z.string().nullable(),
});

export const getConfigOwnership = operation({
  name: 'getConfigOwnership',
  summary: 'What belongs to a file of configuration, by kind and id.',
  kind: 'query',
  route: 'GET /api/v1/config-ownership',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: OwnershipView,
  errors: [],
});

export const changeConfigOwnership = operation({
  name: 'changeConfigOwnership',
  summary: 'Marks what belongs to a file of configuration, as a whole; `foreshock config apply` does it.',
  kind: 'command',
  route: 'POST /api/v1/config-ownership',
  role: 'editor',
  tool: withheld('decides what may be deleted'),
  input: z.object({ basedOn: z.number().int().min(0), owned }),
  output: OwnershipView,
  errors: ['state-conflict'],
});
