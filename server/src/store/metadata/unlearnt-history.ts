/** Where analysis of a project began, and telemetry of before that came afterwards: it can be searched and taught nothing. */
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { findAnalysisCount, keepAnalysisCount } from './analysis-counts.ts';
import type { Db } from './in-transaction.ts';

export interface UnlearntHistory extends TimeRange {
  readonly noticedAt: Timestamp;
}

/** Stays once something was learnt, `isFirst` before that. Gives the one that counts. The tenant must exist. */
export async function noteLearningBegan(db: Db, tenant: TenantId, at: Timestamp, isFirst: boolean): Promise<Timestamp> {
  await keepAnalysisCount(db, tenant, 'learning-began', { at }, isFirst);
  // Only this function writes under the name.
  return ((await findAnalysisCount(db, tenant, 'learning-began')) as { at: Timestamp }).at;
}

export async function noteUnlearntHistory(db: Db, tenant: TenantId, unlearnt: UnlearntHistory): Promise<void> {
  await keepAnalysisCount(db, tenant, 'unlearnt-history', unlearnt);
}

/** `undefined` when everything that is stored was there, or came in time. */
export async function findUnlearntHistory(db: Db, tenant: TenantId): Promise<UnlearntHistory | undefined> {
  // Only `noteUnlearntHistory` writes under the name.
  return (await findAnalysisCount(db, tenant, 'unlearnt-history')) as UnlearntHistory | undefined;
}
