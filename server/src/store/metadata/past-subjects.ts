// Incidents and predictions of a time, without all that is heavy in them: evidence, causes and curves stay where they are.
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import type { Db } from './in-transaction.ts';

/** By table: the time that it is found by, the state that is left out, and what is read of the rest. */
const pasts = {
  incidents: {
    at: 'detectedAt',
    // What was found to be part of another is told there.
    without: 'merged',
    fields: ['id', 'title', 'severity', 'origin', 'state', 'frozen', 'entities', 'impact', 'detectedAt'],
  },
  predictions: {
    at: 'issuedAt',
    // For the screen alone.
    without: 'shadow',
    fields: ['id', 'entity', 'failure', 'state', 'odds', 'actBy', 'deadline', 'issuedAt'],
  },
} as const satisfies {
  readonly incidents: { at: keyof Incident; without: string; fields: readonly (keyof Incident)[] };
  readonly predictions: { at: keyof Prediction; without: string; fields: readonly (keyof Prediction)[] };
};

export type PastIncident = Pick<Incident, (typeof pasts)['incidents']['fields'][number]>;
export type PastPrediction = Pick<Prediction, (typeof pasts)['predictions']['fields'][number]>;

interface Pasts {
  readonly incidents: PastIncident;
  readonly predictions: PastPrediction;
}

export interface PastQuery {
  readonly range: TimeRange;
  /** The newest. */
  readonly limit: number;
}

/** Found in the range, the newest first; by an index on that time. */
export async function listPast<T extends keyof Pasts>(
  db: Db,
  tenant: TenantId,
  table: T,
  { range, limit }: PastQuery,
): Promise<Pasts[T][]> {
  const { at, without, fields } = pasts[table];
  // Names of ours, written into the text: an index on an expression serves the same expression only.
  const time = sql<number>`(body ->> ${sql.lit(at)})::numeric`;
  const parts = fields.map((name) => sql`${sql.lit(name)}, body -> ${sql.lit(name)}`);
  const rows = await db
    .selectFrom(table as keyof Pasts)
    .select(sql<Pasts[T]>`jsonb_strip_nulls(jsonb_build_object(${sql.join(parts)}))`.as('past'))
    .where('tenant', '=', tenant)
    .where(sql<boolean>`state <> ${sql.lit(without)}`)
    .where(time, '>=', range.from)
    .where(time, '<', range.to)
    .orderBy(time, 'desc')
    .limit(limit)
    .execute();
  // What the table and its fields above give; the compiler sees both tables at once.
  return rows.map(({ past }) => past as Pasts[T]);
}
