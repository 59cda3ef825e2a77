import type { MetadataDatabase } from '../store/metadata/database.ts';

/** What would be missed most. */
const COUNTED = ['tenants', 'api_keys', 'ingest_keys', 'incidents', 'predictions', 'ledger', 'audit'] as const;

/** Rows by table. */
export async function countMetadata(db: MetadataDatabase): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of COUNTED) {
    const counted = await db.selectFrom(table).select(db.fn.countAll().as('rows')).executeTakeFirstOrThrow();
    rows[table] = Number(counted.rows);
  }
  return rows;
}
