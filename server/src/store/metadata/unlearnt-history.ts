/** Where analysis of a project began, and telemetry of before that came afterwards: it can be searched and taught nothing. */
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import type { Db } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

export interface UnlearntHistory extends TimeRange {
  readonly noticedAt: Timestamp;
}

const BEGAN = 'learning-began';
const UNLEARNT = 'unlearnt-history';

/** Stays once something was learnt, `isFirst` before that. Gives the one that counts. The tenant must exist. */
export async function noteLearningBegan(db: Db, tenant: TenantId, at: Timestamp, isFirst: boolean): Promise<Timestamp> {
  const body = jsonText({ at });
  await db
    .insertInto('analysis_counts')
    .values({ tenant, name: BEGAN, body })
    .onConflict((conflict) => {
      const known = conflict.columns(['tenant', 'name']);
      return isFirst ? known.doUpdateSet({ body }) : known.doNothing();
    })
    .execute();
  // Only this function writes under the name.
  return ((await bodyOf(db, tenant, BEGAN)) as { at: Timestamp }).at;
}

export async function noteUnlearntHistory(db: Db, tenant: TenantId, unlearnt: UnlearntHistory): Promise<void> {
  const body = jsonText(unlearnt);
  await db
    .insertInto('analysis_counts')
    .values({ tenant, name: UNLEARNT, body })
    .onConflict((conflict) => conflict.columns(['tenant', 'name']).doUpdateSet({ body }))
    .execute();
}

/** `undefined` when everything that is stored was there, or came in time. */
export async function findUnlearntHistory(db: Db, tenant: TenantId): Promise<UnlearntHistory | undefined> {
  // Only `noteUnlearntHistory` writes under the name.
  return (await bodyOf(db, tenant, UNLEARNT)) as UnlearntHistory | undefined;
}

async function bodyOf(db: Db, tenant: TenantId, name: string): Promise<unknown> {
  const row = await db
    .selectFrom('analysis_counts')
    .select('body')
    .where('tenant', '=', tenant)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.body;
}
