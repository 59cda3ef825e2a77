import { type Result, success } from '@foreshock/model/known-error.ts';
import { defaultNoiseSettings, type NoiseSettings } from '@foreshock/model/noise-rule.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Db } from './in-transaction.ts';
import { changeProjectSettings, findProjectSettings, type SettingsVersion } from './project-settings.ts';

/** A project's rules against noise. Version 0 is the default, before anybody changed it. */
export interface KeptNoiseSettings {
  readonly version: number;
  readonly settings: NoiseSettings;
}

export async function findNoiseSettings(db: Db, tenant: TenantId): Promise<KeptNoiseSettings> {
  const kept = await findProjectSettings(db, tenant, 'noise');
  return kept ? keptOf(kept) : { version: 0, settings: defaultNoiseSettings };
}

/** `settings`: checked. `state-conflict` when `basedOn` is no longer the version that counts. The tenant must exist. */
export async function changeNoiseSettings(
  db: Db,
  tenant: TenantId,
  change: { readonly basedOn: number; readonly settings: NoiseSettings; readonly by: string; readonly now: Timestamp },
): Promise<Result<KeptNoiseSettings>> {
  const { basedOn, settings, by, now } = change;
  const kept = await changeProjectSettings(db, tenant, 'noise', { basedOn, value: settings, by, now });
  return kept.ok ? success(keptOf(kept.value)) : kept;
}

function keptOf({ version, value }: SettingsVersion): KeptNoiseSettings {
  // Written by `changeNoiseSettings`.
  return { version, settings: { ...defaultNoiseSettings, ...(value as NoiseSettings) } };
}
