// What a project has set about whom to tell, each change a version that stays.
import { type AlertSettings, alertLevels, noAlertSettings } from '@foreshock/model/alert-settings.ts';
import { failures } from '@foreshock/model/failure.ts';
import { severities } from '@foreshock/model/incident.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import type { Db } from './in-transaction.ts';
import { changeProjectSettings, findProjectSettings, type SettingsVersion } from './project-settings.ts';

export interface AlertSettingsVersion {
  /** 0 while nothing was set. */
  readonly version: number;
  readonly settings: AlertSettings;
  readonly changedAt?: Timestamp;
  readonly changedBy?: string;
  /** What is kept cannot be read: it may be of a newer program. Nobody is told meanwhile, and the page says so. */
  readonly isUnreadable: boolean;
}

const Names = z.array(z.string());

const Kept = z.object({
  routes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      enabled: z.boolean(),
      match: z.object({
        kinds: z.array(z.enum(['incident', 'prediction'])),
        services: Names,
        failures: z.array(z.enum(failures)),
        severities: z.array(z.enum(severities)),
        minProbability: z.number().optional(),
        actByWithinMinutes: z.number().optional(),
      }),
      most: z.enum(alertLevels),
      channels: Names,
      escalation: z.array(z.object({ afterMinutes: z.number(), rota: z.string().optional(), channels: Names })),
      fallback: z.string().optional(),
      pageActByMinutes: z.number(),
      groupWaitSeconds: z.number(),
      repeatHours: z.number(),
      pagesPerWeek: z.number().optional(),
      quiet: z.object({ from: z.number(), to: z.number() }).optional(),
      digestAt: z.number(),
      timeZone: z.string(),
    }),
  ),
  rotas: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      startsAt: z.number(),
      people: z.array(z.object({ name: z.string(), channels: Names })),
      overrides: z.array(z.object({ from: z.number(), to: z.number(), person: z.string() })),
    }),
  ),
  maintenance: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      services: Names,
      from: z.number(),
      to: z.number(),
      pausesScoring: z.boolean(),
    }),
  ),
});

export async function findAlertSettings(db: Db, tenant: TenantId): Promise<AlertSettingsVersion> {
  const kept = await findProjectSettings(db, tenant, 'alerting');
  return kept ? versionOf(kept) : { version: 0, settings: noAlertSettings, isUnreadable: false };
}

/** `state-conflict` when `basedOn` is not the version that counts. */
export async function changeAlertSettings(
  db: Db,
  tenant: TenantId,
  change: {
    readonly basedOn: number;
    readonly settings: AlertSettings;
    readonly by: string;
    readonly now: Timestamp;
  },
): Promise<Result<AlertSettingsVersion>> {
  const { basedOn, settings, by, now } = change;
  const kept = await changeProjectSettings(db, tenant, 'alerting', { basedOn, value: settings, by, now });
  return kept.ok ? success(versionOf(kept.value)) : kept;
}

function versionOf({ version, value, changedAt, changedBy }: SettingsVersion): AlertSettingsVersion {
  const parsed = Kept.safeParse(value);
  // The cast holds: the schema leaves out what is absent, and never writes `undefined`.
  const settings = parsed.success ? (parsed.data as AlertSettings) : noAlertSettings;
  return { version, settings, changedAt, changedBy, isUnreadable: !parsed.success };
}
