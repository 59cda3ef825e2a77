import { z } from 'zod';
import { operation, withheld } from '../operation.ts';
import { EntityRef, Time } from '../shapes.ts';

export const recordChange = operation({
  name: 'recordChange',
  summary:
    'Tells of a change that no telemetry shows, such as a deploy from CI: it becomes a candidate cause. Telling the same again changes nothing.',
  kind: 'command',
  route: 'POST /api/v1/changes',
  role: 'responder',
  tool: withheld('moves the ranking of causes'),
  input: z.object({
    entity: z.string().min(1).max(300).describe('id of what was changed, or its name where only one has it'),
    kind: z.enum(['deploy', 'config', 'scale', 'node', 'quota']).default('deploy'),
    text: z.string().trim().min(1).max(200).describe('short, for people: `v41 to v42`'),
    at: Time.optional().describe('now without it; at most 14 days ago'),
  }),
  output: z.object({ id: z.string(), entity: EntityRef, kind: z.string(), time: Time, text: z.string() }),
  errors: ['input-invalid', 'entity-not-found', 'store-unavailable'],
});
