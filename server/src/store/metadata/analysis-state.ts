import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';
import { readSnapshot, replaceSnapshot } from './snapshots.ts';

export interface AnalysisState {
  /** Minutes before this are analysed and their findings kept. */
  readonly watermark: Timestamp;
  /** What analysis knew at its own watermark, which is at or before the other: minutes between are analysed again. */
  readonly snapshot?: { readonly watermark: Timestamp; readonly bytes: Uint8Array };
}

/** `undefined` before the first tick. */
export async function loadAnalysisState(db: Db, tenant: TenantId): Promise<AnalysisState | undefined> {
  return inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('analysis_states')
      .selectAll()
      .where('tenant', '=', tenant)
      .forShare()
      .executeTakeFirst();
    if (!row) return undefined;
    if (row.snapshot_watermark === null) return { watermark: row.watermark };
    const bytes = await readSnapshot(trx, tenant, 'analysis');
    return { watermark: row.watermark, snapshot: { watermark: row.snapshot_watermark, bytes } };
  });
}

/** Only how far analysis is; `undefined` before the first tick. */
export async function loadAnalysisWatermark(db: Db, tenant: TenantId): Promise<Timestamp | undefined> {
  const row = await db
    .selectFrom('analysis_states')
    .select('watermark')
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  return row?.watermark;
}

/** False, and nothing done, when `watermark` is not after the one that is kept. Holds the row until the end of `trx`. */
export async function advanceWatermark(
  trx: Trx,
  tenant: TenantId,
  watermark: Timestamp,
  snapshot: Uint8Array | undefined,
): Promise<boolean> {
  const mark = { watermark, ...(snapshot && { snapshot_watermark: watermark }) };
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('analysis_states')
    .values({ tenant, snapshot_watermark: null, ...mark })
    .onConflict((conflict) =>
      conflict.column('tenant').doUpdateSet(mark).where('analysis_states.watermark', '<', watermark),
    )
    .executeTakeFirstOrThrow();
  const isAfter = numInsertedOrUpdatedRows === 1n;
  if (isAfter && snapshot) await replaceSnapshot(trx, tenant, 'analysis', snapshot);
  return isAfter;
}
