import { type Failure, failures } from '@foreshock/model/failure.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { defaultWarningPolicy, type WarningPolicy } from '@foreshock/model/warning-policy.ts';
import { z } from 'zod';
import type { Db } from './in-transaction.ts';
import { changeProjectSettings, findProjectSettings, type SettingsVersion } from './project-settings.ts';

/** Version 0 is the default, before anybody set anything. */
export interface KeptWarningPolicy {
  readonly version: number;
  readonly policy: WarningPolicy;
  readonly changedAt?: Timestamp;
  readonly changedBy?: string;
}

/** Of a version; failures that are not of our list are of a newer program. */
const KeptPolicy = z.object({
  thresholds: z.record(z.string(), z.number().min(0).max(1)).default({}),
  pagesPerWeek: z.int().min(0).optional(),
});

export async function findWarningPolicy(db: Db, tenant: TenantId): Promise<KeptWarningPolicy> {
  const kept = await findProjectSettings(db, tenant, 'warnings');
  return kept ? keptOf(kept) : { version: 0, policy: defaultWarningPolicy };
}

/** `policy`: checked. `state-conflict` when `basedOn` is no longer the version that counts. The tenant must exist. */
export async function changeWarningPolicy(
  db: Db,
  tenant: TenantId,
  change: { readonly basedOn: number; readonly policy: WarningPolicy; readonly by: string; readonly now: Timestamp },
): Promise<Result<KeptWarningPolicy>> {
  const { basedOn, policy, by, now } = change;
  const kept = await changeProjectSettings(db, tenant, 'warnings', { basedOn, value: policy, by, now });
  return kept.ok ? success(keptOf(kept.value)) : kept;
}

/** A value that cannot be read sets nothing: warnings go on as they were learnt. */
function keptOf({ version, value, changedAt, changedBy }: SettingsVersion): KeptWarningPolicy {
  const parsed = KeptPolicy.safeParse(value);
  if (!parsed.success) return { version, policy: defaultWarningPolicy, changedAt, changedBy };
  const { thresholds, pagesPerWeek } = parsed.data;
  const known: readonly string[] = failures;
  const own = Object.entries(thresholds).filter(([failure]) => known.includes(failure)) as [Failure, number][];
  const policy = { thresholds: Object.fromEntries(own), ...(pagesPerWeek !== undefined && { pagesPerWeek }) };
  return { version, policy, changedAt, changedBy };
}
