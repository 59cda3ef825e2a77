import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import { type Db, inserts, lastById, type Trx } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

/** New ones are added, known ones replaced. */
export async function keepAnomalies(trx: Trx, tenant: TenantId, anomalies: readonly Anomaly[]): Promise<void> {
  for (const part of inserts(lastById(anomalies))) {
    await trx
      .insertInto('anomalies')
      .values(
        part.map((anomaly) => ({
          tenant,
          id: anomaly.id,
          entity: anomaly.entity,
          onset: anomaly.onset,
          last_seen: Math.max(anomaly.lastSeen, anomaly.end ?? anomaly.onset),
          is_open: anomaly.end === undefined,
          body: jsonText(anomaly),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'id']).doUpdateSet((is) => ({
          entity: is.ref('excluded.entity'),
          onset: is.ref('excluded.onset'),
          last_seen: is.ref('excluded.last_seen'),
          is_open: is.ref('excluded.is_open'),
          body: is.ref('excluded.body'),
        })),
      )
      .execute();
  }
}

/** Those that were going on at some time of the range, newest onset first. */
export async function listAnomalies(
  db: Db,
  tenant: TenantId,
  query: { readonly range: TimeRange; readonly entity?: EntityId; readonly limit: number },
): Promise<Anomaly[]> {
  let select = db
    .selectFrom('anomalies')
    .select('body')
    .where('tenant', '=', tenant)
    .where('onset', '<', query.range.to)
    .where((is) => is.or([is('is_open', '=', true), is('last_seen', '>=', query.range.from)]))
    .orderBy('onset', 'desc')
    .orderBy('id')
    .limit(query.limit);
  if (query.entity !== undefined) select = select.where('entity', '=', query.entity);
  return (await select.execute()).map((row) => row.body);
}

/** By onset; ids that are not known are left out. `at`: only those at one of these entities. */
export async function findAnomalies(
  db: Db,
  tenant: TenantId,
  ids: readonly AnomalyId[],
  at?: readonly EntityId[],
): Promise<Anomaly[]> {
  if (ids.length === 0 || at?.length === 0) return [];
  let select = db
    .selectFrom('anomalies')
    .select('body')
    .where('tenant', '=', tenant)
    .where('id', 'in', [...ids])
    .orderBy('onset')
    .orderBy('id');
  if (at) select = select.where('entity', 'in', [...at]);
  return (await select.execute()).map((row) => row.body);
}
