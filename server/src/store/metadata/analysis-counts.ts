import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Db } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

/** Each is written and read by the one file that knows its shape. */
export type AnalysisCount = 'incident-crowd' | 'learning-began' | 'unlearnt-history';

/** `replaces`: also when there is one already. The tenant must exist. */
export async function keepAnalysisCount(
  db: Db,
  tenant: TenantId,
  name: AnalysisCount,
  value: unknown,
  replaces = true,
): Promise<void> {
  const body = jsonText(value);
  await db
    .insertInto('analysis_counts')
    .values({ tenant, name, body })
    .onConflict((conflict) => {
      const known = conflict.columns(['tenant', 'name']);
      return replaces ? known.doUpdateSet({ body }) : known.doNothing();
    })
    .execute();
}

/** `undefined` before the first. */
export async function findAnalysisCount(db: Db, tenant: TenantId, name: AnalysisCount): Promise<unknown> {
  const row = await db
    .selectFrom('analysis_counts')
    .select('body')
    .where('tenant', '=', tenant)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.body;
}
