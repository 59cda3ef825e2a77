import { type Result, success } from '@foreshock/model/known-error.ts';
import { defaultPromptParts, type PromptParts, promptAudiences, promptTones } from '@foreshock/model/prompt-parts.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import type { Db } from './in-transaction.ts';
import {
  changeProjectSettings,
  findProjectSettings,
  findSettingsVersion,
  listSettingsVersions,
  type SettingsVersion,
} from './project-settings.ts';

/** Of a version; other fields are of a newer program. */
const Kept = z.object({
  tone: z.enum(promptTones),
  audience: z.enum(promptAudiences),
  language: z.string(),
  houseRules: z.string(),
});

export interface PromptVersion {
  /** 0 while the project has set nothing. */
  readonly version: number;
  readonly changedBy: string;
  readonly changedAt: Timestamp;
  readonly parts: PromptParts;
}

const UNSET: PromptVersion = { version: 0, changedBy: '', changedAt: 0, parts: defaultPromptParts };

/** The one in force. */
export async function findPromptParts(db: Db, tenant: TenantId): Promise<PromptVersion> {
  const newest = await findProjectSettings(db, tenant, 'prompt');
  return newest ? versionOf(newest) : UNSET;
}

/** 0 is what was shipped; `undefined` where there is no such version. */
export async function findPromptVersion(db: Db, tenant: TenantId, version: number): Promise<PromptVersion | undefined> {
  if (version === 0) return UNSET;
  const found = await findSettingsVersion(db, tenant, 'prompt', version);
  return found && versionOf(found);
}

/** Newest first; none while the project has set nothing. */
export async function listPromptVersions(db: Db, tenant: TenantId, limit: number): Promise<readonly PromptVersion[]> {
  return (await listSettingsVersions(db, tenant, 'prompt', limit)).map(versionOf);
}

/** `state-conflict` when `basedOn` is no longer the newest version. */
export async function changePromptParts(
  db: Db,
  tenant: TenantId,
  change: { readonly basedOn: number; readonly parts: PromptParts; readonly by: string; readonly now: Timestamp },
): Promise<Result<PromptVersion>> {
  const { basedOn, parts, by, now } = change;
  const changed = await changeProjectSettings(db, tenant, 'prompt', { basedOn, value: parts, by, now });
  return changed.ok ? success(versionOf(changed.value)) : changed;
}

/** Throws for a value that cannot be read: rather no story than one by other rules. */
function versionOf({ version, changedBy, changedAt, value }: SettingsVersion): PromptVersion {
  return { version, changedBy, changedAt, parts: Kept.parse(value) };
}
