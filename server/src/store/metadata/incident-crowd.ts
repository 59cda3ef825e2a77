import type { IncidentCrowd } from '@foreshock/model/incident-crowd.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { findAnalysisCount, keepAnalysisCount } from './analysis-counts.ts';
import type { Db, Trx } from './in-transaction.ts';

export async function keepIncidentCrowd(trx: Trx, tenant: TenantId, crowd: IncidentCrowd): Promise<void> {
  await keepAnalysisCount(trx, tenant, 'incident-crowd', crowd);
}

/** As of the last tick; `undefined` before the first. */
export async function findIncidentCrowd(db: Db, tenant: TenantId): Promise<IncidentCrowd | undefined> {
  // Only `keepIncidentCrowd` writes under the name.
  return (await findAnalysisCount(db, tenant, 'incident-crowd')) as IncidentCrowd | undefined;
}
