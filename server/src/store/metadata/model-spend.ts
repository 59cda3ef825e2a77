// What was paid for language models, by project, day and model. Money is taken before a call leaves and what was not used
// is given back after it, so that the sum is never less than what was paid, whatever happens in between.
import type { DaySpend, Micros, SpendCap } from '@foreshock/model/model-spend.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import { type RawBuilder, sql } from 'kysely';
import { type Db, inTransaction } from './in-transaction.ts';

export interface SpendCaps {
  /** Of all projects together on one day; absent: none. */
  readonly server?: Micros;
  readonly project?: Micros;
}

/** The line of one model on the day that holds `now`. */
export interface SpendLine {
  readonly tenant: TenantId;
  readonly model: string;
  readonly now: Timestamp;
}

export interface ReachedCap {
  readonly cap: SpendCap;
  readonly capMicros: Micros;
}

export function startOfDay(now: Timestamp): Timestamp {
  return Math.floor(now / DAY) * DAY;
}

/** Takes `micros`, or says which cap that would be over and takes nothing. */
export async function reserveSpend(
  db: Db,
  { tenant, model, now }: SpendLine,
  micros: Micros,
  caps: SpendCaps,
): Promise<ReachedCap | undefined> {
  return inTransaction(db, async (trx) => {
    const day = startOfDay(now);
    const { all, own } = await trx
      .selectFrom('model_spend')
      .select([
        sql<string>`coalesce(sum(micros), 0)`.as('all'),
        sql<string>`coalesce(sum(micros) FILTER (WHERE tenant = ${tenant}), 0)`.as('own'),
      ])
      .where('day', '=', day)
      .executeTakeFirstOrThrow();
    if (caps.project !== undefined && Number(own) + micros > caps.project)
      return { cap: 'project', capMicros: caps.project } as const;
    if (caps.server !== undefined && Number(all) + micros > caps.server)
      return { cap: 'server', capMicros: caps.server } as const;
    await add(trx, { tenant, model, now }, { micros, calls: 1 });
    return undefined;
  });
}

/** After the call: `unused` of what was taken, and what the server counted. The day is that of the reservation. */
export async function settleSpend(
  db: Db,
  line: SpendLine,
  { unused, inputTokens, outputTokens }: { unused: Micros; inputTokens: number; outputTokens: number },
): Promise<void> {
  await add(db, line, { micros: -unused, input_tokens: inputTokens, output_tokens: outputTokens });
}

export async function countVerified(db: Db, line: SpendLine, verified: number): Promise<void> {
  await add(db, line, { verified });
}

export async function countCapped(db: Db, line: SpendLine): Promise<void> {
  await add(db, line, { capped: 1 });
}

/** Of the days from that of `from` on, newest first. */
export async function listSpend(db: Db, tenant: TenantId, from: Timestamp): Promise<readonly DaySpend[]> {
  const rows = await db
    .selectFrom('model_spend')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('day', '>=', startOfDay(from))
    .orderBy('day', 'desc')
    .orderBy('model')
    .execute();
  return rows.map(({ tenant: _, input_tokens, output_tokens, ...row }) => ({
    ...row,
    inputTokens: input_tokens,
    outputTokens: output_tokens,
  }));
}

/** Of all projects on the day that holds `now`. */
export async function sumSpend(db: Db, now: Timestamp): Promise<Micros> {
  const { all } = await db
    .selectFrom('model_spend')
    .select(sql<string>`coalesce(sum(micros), 0)`.as('all'))
    .where('day', '=', startOfDay(now))
    .executeTakeFirstOrThrow();
  return Number(all);
}

type Counts = Partial<Record<'micros' | 'calls' | 'input_tokens' | 'output_tokens' | 'verified' | 'capped', number>>;

async function add(db: Db, { tenant, model, now }: SpendLine, counts: Counts): Promise<void> {
  const sums: Partial<Record<keyof Counts, RawBuilder<number>>> = {};
  // The names are those of the type above.
  for (const [name, count] of Object.entries(counts) as [keyof Counts, number][])
    sums[name] = sql<number>`model_spend.${sql.ref(name)} + ${count}::bigint`;
  await db
    .insertInto('model_spend')
    .values({ tenant, day: startOfDay(now), model, ...counts })
    .onConflict((conflict) => conflict.columns(['tenant', 'day', 'model']).doUpdateSet(sums))
    .execute();
}
