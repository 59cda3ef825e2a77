import { z } from 'zod';
import { operation, withheld } from '../operation.ts';
import { pageInput, Time } from '../shapes.ts';
import { ChainHead, ChainVerdict } from './ledger.ts';

export const listAudit = operation({
  name: 'listAudit',
  summary:
    'Who did what, newest first: each change by a person or a key, each sign-in, each question to a language model.',
  kind: 'query',
  route: 'GET /api/v1/audit',
  role: 'admin',
  tool: withheld('tells who has access'),
  input: z.object(pageInput),
  output: z.object({
    items: z.array(
      z.object({
        sequence: ChainHead.shape.sequence.describe('from 1, without gaps'),
        time: Time,
        actor: z.string().describe('the person or key, or the part of the program that acted by itself'),
        action: z.string().describe('the operation, or a verb and a noun'),
        object: z.string().describe('id of what it was done to; empty where there is none'),
        credential: z.string().describe('id of the key, or the first digits of the hash of the session'),
        address: z.string().describe('where it came from; empty where that is not known'),
        outcome: z.enum(['done', 'refused']),
        details: z.record(z.string(), z.string()),
        hash: ChainHead.shape.hash.describe('SHA-256 of the hash before and of this line'),
      }),
    ),
    next: z.string().nullable(),
  }),
  errors: ['input-invalid'],
});

export const verifyAudit = operation({
  name: 'verifyAudit',
  summary: 'Whether every line of the audit trail is what was written, and which ones are not.',
  kind: 'query',
  route: 'GET /api/v1/audit:verify',
  role: 'admin',
  tool: withheld('tells who has access'),
  input: z.object({}),
  output: ChainVerdict,
  errors: [],
});
