/** What a project is set to, as one file says it: the shapes of the operations, with names instead of ids. */

import { channelKinds } from '@foreshock/model/alert-channel.ts';
import { z } from 'zod';
import { AlertRouteView, MaintenanceView, RotaView } from './operations/alert-routes.ts';
import { createNoiseRule } from './operations/noise.ts';
import { changeQuota } from './operations/quota.ts';
import { updateRedactionSettings } from './operations/redaction.ts';
import { sloInput } from './operations/slos.ts';

const SecretRef = z
  .string()
  .regex(
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/,
    'expected env:NAME or file:PATH; the secret itself does not belong here',
  )
  .describe('env:NAME or file:PATH, read when the secret is sent');

const Channel = z.strictObject({
  name: z.string().trim().min(1).max(100),
  kind: z.enum(channelKinds),
  settings: z.record(z.string().max(40), z.string().max(2_000)).default({}),
  secrets: z.record(z.string().max(40), SecretRef).default({}),
  paused: z.boolean().default(false),
});

const { version: _version, ...redaction } = updateRedactionSettings.input.shape;
const { basedOn: _basedOn, ...quota } = changeQuota.input.shape;

export const ConfigFile = z.strictObject({
  $schema: z.string().optional(),
  channels: z.array(Channel).max(100).optional().describe('places that get notifications, by name'),
  routes: z
    .array(z.strictObject(AlertRouteView.shape))
    .max(100)
    .optional()
    .describe('who is told of what, by id; channels and fallback are names of channels'),
  rotas: z.array(z.strictObject(RotaView.shape)).max(50).optional().describe('by id; channels are names'),
  maintenance: z.array(z.strictObject(MaintenanceView.shape)).max(100).optional().describe('windows, by id'),
  slos: z.array(z.strictObject(sloInput)).max(100).optional().describe('what services promise, by name'),
  noise: z
    .array(z.strictObject(createNoiseRule.input.shape))
    .max(200)
    .optional()
    .describe('rules against noise, by name'),
  redaction: redaction.settings.optional().describe('what is hidden before anything is stored, as a whole'),
  quota: z.strictObject(quota).optional().describe('how much the project may send'),
});

export type ConfigFile = z.output<typeof ConfigFile>;

/** For editors that check and complete. */
export function configSchema(): Record<string, unknown> {
  return { title: 'Foreshock configuration', ...z.toJSONSchema(ConfigFile, { io: 'input' }) };
}
