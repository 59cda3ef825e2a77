import { z } from 'zod';
import { offered, operation } from '../operation.ts';
import { FailureName, pageInput, Time } from '../shapes.ts';

export const ChainHead = z.object({ sequence: z.number().int(), hash: z.string() });

/** Of a list whose lines are chained by their hashes. */
export const ChainVerdict = z.object({
  intact: z.boolean(),
  checkedAt: Time,
  rows: z.number().int(),
  head: ChainHead.describe('keep it: a later check with it shows whether rows were cut off'),
  anchor: ChainHead.extend({ notedAt: Time })
    .nullable()
    .describe('newest head kept outside the store; null while there is none'),
  anchorsBroken: z.boolean().describe('the file of heads was changed, so nothing in it is believed'),
  faults: z
    .array(
      z.object({
        fault: z.enum(['edited', 'removed', 'reordered', 'added', 'cut']),
        from: z.number().int(),
        to: z.number().int().describe('included; of several edited rows at least one'),
      }),
    )
    .describe('by place, at most 100'),
  faultCount: z.number().int(),
});

export const listLedger = operation({
  name: 'listLedger',
  summary: 'Rows of the ledger exactly as they are chained: times and durations in them are milliseconds.',
  kind: 'query',
  route: 'GET /api/v1/ledger',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    type: z.enum(['forecast', 'outcome', 'unpredicted', 'told']).optional(),
    prediction: z.string().max(100).optional(),
    failure: FailureName.optional(),
    order: z.enum(['newest', 'oldest']).default('newest'),
    ...pageInput,
  }),
  output: z.object({
    items: z.array(
      z.object({
        sequence: z.number().int().describe('from 1, without gaps'),
        time: z.number().int().describe('Unix milliseconds'),
        entry: z.record(z.string(), z.unknown()),
        previousHash: z.string(),
        hash: z.string().describe('SHA-256 of the previous hash and the canonical JSON of entry, sequence and time'),
      }),
    ),
    next: z.string().nullable(),
  }),
  errors: ['input-invalid'],
});

export const verifyLedger = operation({
  name: 'verifyLedger',
  summary: 'Whether every row of the ledger is what was written, and which ones are not.',
  kind: 'query',
  route: 'GET /api/v1/ledger:verify',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: ChainVerdict,
  errors: [],
});
