import type { Findings } from '@foreshock/model/findings.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import { type Db, inserts, type Trx } from './in-transaction.ts';

export type UnusualMinute = Findings['unusual'][number];

/** A minute that is there is replaced. */
export async function keepUnusual(trx: Trx, tenant: TenantId, minutes: readonly UnusualMinute[]): Promise<void> {
  const last = new Map(minutes.map(({ minute, up, down, silent }) => [minute, { tenant, minute, up, down, silent }]));
  for (const part of inserts([...last.values()])) {
    await trx
      .insertInto('unusual_minutes')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'minute']).doUpdateSet((is) => ({
          up: is.ref('excluded.up'),
          down: is.ref('excluded.down'),
          silent: is.ref('excluded.silent'),
        })),
      )
      .execute();
  }
}

/** By minute; minutes that no tick has seen are left out. */
export async function listUnusual(db: Db, tenant: TenantId, range: TimeRange): Promise<UnusualMinute[]> {
  return db
    .selectFrom('unusual_minutes')
    .select(['minute', 'up', 'down', 'silent'])
    .where('tenant', '=', tenant)
    .where('minute', '>=', range.from)
    .where('minute', '<', range.to)
    .orderBy('minute')
    .execute();
}
