// Incidents and predictions of a time, without all that is heavy in them: evidence, causes and curves stay where they are.
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import type { Db } from './in-transaction.ts';

export type PastIncident = Pick<
  Incident,
  'id' | 'title' | 'severity' | 'origin' | 'state' | 'frozen' | 'entities' | 'impact' | 'detectedAt'
>;
export type PastPrediction = Pick<
  Prediction,
  'id' | 'entity' | 'failure' | 'state' | 'odds' | 'actBy' | 'deadline' | 'issuedAt'
>;

interface Past {
  readonly range: TimeRange;
  /** The newest. */
  readonly limit: number;
}

/** Detected in the range, the newest first, without those that were found to be part of another. */
export async function listPastIncidents(db: Db, tenant: TenantId, { range, limit }: Past): Promise<PastIncident[]> {
  const at = sql<number>`(body ->> 'detectedAt')::numeric`;
  const rows = await db
    .selectFrom('incidents')
    .select(
      sql<PastIncident>`jsonb_build_object('id', body -> 'id', 'title', body -> 'title', 'severity', body -> 'severity',
        'origin', body -> 'origin', 'state', body -> 'state', 'frozen', body -> 'frozen', 'entities', body -> 'entities',
        'impact', body -> 'impact', 'detectedAt', body -> 'detectedAt')`.as('past'),
    )
    .where('tenant', '=', tenant)
    .where('state', '<>', 'merged')
    .where(at, '>=', range.from)
    .where(at, '<', range.to)
    .orderBy(at, 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ past }) => past);
}

/** Issued in the range, the newest first, without those that were for the screen alone. */
export async function listPastPredictions(db: Db, tenant: TenantId, { range, limit }: Past): Promise<PastPrediction[]> {
  const at = sql<number>`(body ->> 'issuedAt')::numeric`;
  const rows = await db
    .selectFrom('predictions')
    .select(
      sql<PastPrediction>`jsonb_strip_nulls(jsonb_build_object('id', body -> 'id', 'entity', body -> 'entity',
        'failure', body -> 'failure', 'state', body -> 'state', 'odds', body -> 'odds', 'actBy', body -> 'actBy',
        'deadline', body -> 'deadline', 'issuedAt', body -> 'issuedAt'))`.as('past'),
    )
    .where('tenant', '=', tenant)
    .where('state', '<>', 'shadow')
    .where(at, '>=', range.from)
    .where(at, '<', range.to)
    .orderBy(at, 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ past }) => past);
}
