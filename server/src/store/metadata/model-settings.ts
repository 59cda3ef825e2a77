import { type Result, success } from '@foreshock/model/known-error.ts';
import { defaultModelSettings, type ModelSettings } from '@foreshock/model/model-settings.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import type { Db } from './in-transaction.ts';
import { changeProjectSettings, findProjectSettings } from './project-settings.ts';

/** Of a version; other fields are of a newer program. */
const Kept = z.object({
  keepDays: z.number().positive().optional(),
  capPerDay: z.number().nonnegative().optional(),
  mayExport: z.boolean(),
});

export interface ModelSettingsVersion {
  /** 0 while the project has set nothing. */
  readonly version: number;
  readonly settings: ModelSettings;
}

export async function findModelSettings(db: Db, tenant: TenantId): Promise<ModelSettingsVersion> {
  const newest = await findProjectSettings(db, tenant, 'model');
  return newest ? { version: newest.version, settings: settingsOf(newest.value) } : UNSET;
}

const UNSET: ModelSettingsVersion = { version: 0, settings: defaultModelSettings };

/** `state-conflict` when `basedOn` is no longer the newest version. */
export async function changeModelSettings(
  db: Db,
  tenant: TenantId,
  change: { readonly basedOn: number; readonly settings: ModelSettings; readonly by: string; readonly now: Timestamp },
): Promise<Result<ModelSettingsVersion>> {
  const { basedOn, settings, by, now } = change;
  const changed = await changeProjectSettings(db, tenant, 'model', { basedOn, value: settings, by, now });
  return changed.ok ? success({ version: changed.value.version, settings }) : changed;
}

/** Throws for a value that cannot be read: rather no call than one without its cap. */
function settingsOf(value: unknown): ModelSettings {
  const { keepDays, capPerDay, mayExport } = Kept.parse(value);
  return { mayExport, ...(keepDays !== undefined && { keepDays }), ...(capPerDay !== undefined && { capPerDay }) };
}
