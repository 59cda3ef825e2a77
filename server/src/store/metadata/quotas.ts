import { type Result, success } from '@foreshock/model/known-error.ts';
import type { OwnQuota } from '@foreshock/model/quota.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import type { Db } from './in-transaction.ts';
import { changeProjectSettings, findProjectSettings, listNewestVersions } from './project-settings.ts';

/** Of a version; other fields are of a newer program. */
const KeptQuota = z.object({
  bytesPerSecond: z.int().positive().optional(),
  recordsPerSecond: z.int().positive().optional(),
  requestsInFlight: z.int().positive().optional(),
});

export interface QuotaVersion {
  /** 0 while the project has set nothing. */
  readonly version: number;
  readonly quota: OwnQuota;
}

export async function findQuota(db: Db, tenant: TenantId): Promise<QuotaVersion> {
  const newest = await findProjectSettings(db, tenant, 'quota');
  return { version: newest?.version ?? 0, quota: quotaOf(newest?.value) };
}

/** `state-conflict` when `basedOn` is no longer the newest version. What is left out is as for every project. */
export async function changeQuota(
  db: Db,
  tenant: TenantId,
  change: { readonly basedOn: number; readonly quota: OwnQuota; readonly by: string; readonly now: Timestamp },
): Promise<Result<QuotaVersion>> {
  const { basedOn, quota, by, now } = change;
  const changed = await changeProjectSettings(db, tenant, 'quota', { basedOn, value: quota, by, now });
  return changed.ok ? success({ version: changed.value.version, quota }) : changed;
}

/** Of the projects that have set one: what the gateway is told. */
export async function listQuotas(db: Db): Promise<{ readonly tenant: TenantId; readonly quota: OwnQuota }[]> {
  const tenants = [...(await listNewestVersions(db, 'quota')).keys()];
  return Promise.all(tenants.map(async (tenant) => ({ tenant, quota: (await findQuota(db, tenant)).quota })));
}

/** A value that cannot be read sets nothing: a project must not be locked out by it. */
function quotaOf(value: unknown): OwnQuota {
  const parsed = KeptQuota.safeParse(value ?? {});
  if (!parsed.success) return {};
  const { bytesPerSecond, recordsPerSecond, requestsInFlight } = parsed.data;
  return {
    ...(bytesPerSecond !== undefined && { bytesPerSecond }),
    ...(recordsPerSecond !== undefined && { recordsPerSecond }),
    ...(requestsInFlight !== undefined && { requestsInFlight }),
  };
}
