import { type Result, success } from '@foreshock/model/known-error.ts';
import { defaultRedactionSettings, type RedactionSettings } from '@foreshock/model/redaction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Db } from './in-transaction.ts';
import { changeProjectSettings, findProjectSettings, type SettingsVersion } from './project-settings.ts';

/** What a project's telemetry is searched for. Version 0 is the default, before anybody changed it. */
export interface KeptRedactionSettings {
  readonly version: number;
  readonly settings: RedactionSettings;
  readonly changedBy: string;
  readonly changedAt: Timestamp;
}

export async function findRedactionSettings(db: Db, tenant: TenantId): Promise<KeptRedactionSettings> {
  const kept = await findProjectSettings(db, tenant, 'redaction');
  return kept ? keptOf(kept) : { version: 0, settings: defaultRedactionSettings, changedBy: '', changedAt: 0 };
}

/** `settings`: checked. `state-conflict` when `basedOn` is no longer the version that counts. The tenant must exist. */
export async function changeRedactionSettings(
  db: Db,
  tenant: TenantId,
  change: {
    readonly basedOn: number;
    readonly settings: RedactionSettings;
    readonly by: string;
    readonly now: Timestamp;
  },
): Promise<Result<KeptRedactionSettings>> {
  const { basedOn, settings, by, now } = change;
  const kept = await changeProjectSettings(db, tenant, 'redaction', { basedOn, value: settings, by, now });
  return kept.ok ? success(keptOf(kept.value)) : kept;
}

function keptOf({ version, value, changedBy, changedAt }: SettingsVersion): KeptRedactionSettings {
  // Written by `changeRedactionSettings`. What a later version of the program added has its default until somebody chooses.
  const settings = value as RedactionSettings;
  const modes = { ...defaultRedactionSettings.modes, ...settings.modes };
  return { version, settings: { ...defaultRedactionSettings, ...settings, modes }, changedBy, changedAt };
}
