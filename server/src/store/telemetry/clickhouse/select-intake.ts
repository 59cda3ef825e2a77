import type { EntityId } from '@foreshock/model/entity.ts';
import type { IntakeCount, IntakeKind } from '@foreshock/model/intake.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import type { KeyCardinality } from '../telemetry-store.ts';
import { addMinutes, Conditions } from './conditions.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { stepOf } from './sql-text.ts';
import { tableOf } from './tables.ts';

/** By step, then by what came most. `minute` is where the step begins. */
export async function selectIntake(
  reader: Reader,
  query: { readonly range: TimeRange; readonly step: number },
): Promise<Result<readonly IntakeCount[]>> {
  const conditions = new Conditions();
  addMinutes(conditions, query.range);
  const step = stepOf(query.step);
  const sql = `SELECT intDiv(toUInt64(minute) * ${MINUTE}, ${step}) AS step, signal, entity, kind, reason, sum(records) AS r, sum(bytes)
    FROM ${tableOf(reader.database, 'intake')} ${conditions.where}
    GROUP BY step, signal, entity, kind, reason ORDER BY step, r DESC, signal, entity, kind, reason`;
  // The casts hold: only `prepareIntakeRows` writes the table.
  return selectRows(reader.connection, sql, conditions.parameters, (row) => ({
    minute: Number(row[0]) * step,
    signal: row[1] as Signal,
    entity: row[2] as EntityId | '',
    kind: row[3] as IntakeKind,
    reason: String(row[4]),
    records: Number(row[5]),
    bytes: Number(row[6]),
  }));
}

export async function countActiveSeries(reader: Reader, range: TimeRange): Promise<Result<number>> {
  const conditions = new Conditions();
  addMinutes(conditions, range);
  const sql = `SELECT uniqExact(series) FROM ${tableOf(reader.database, 'metric_rollups')} ${conditions.where}`;
  const counted = await selectRows(reader.connection, sql, conditions.parameters, ([count]) => Number(count));
  return counted.ok ? success(counted.value[0] ?? 0) : counted;
}

/** As many records say how many values a key has; more would cost seconds. */
const MOST_RECORDS = 200_000;
const MOST_KEYS = 1_000;

export async function selectKeyCardinality(
  reader: Reader,
  query: { readonly range: TimeRange; readonly signal: Signal; readonly limit: number },
): Promise<Result<readonly KeyCardinality[]>> {
  const conditions = new Conditions();
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), MOST_KEYS);
  const from =
    query.signal === 'metrics' ? activeSeries(reader, conditions, query.range) : records(reader, conditions, query);
  const sql = `SELECT key, uniq(value) AS v, count() FROM (${from})
    ARRAY JOIN mapKeys(attributes) AS key, mapValues(attributes) AS value GROUP BY key ORDER BY v DESC, key LIMIT ${limit}`;
  return selectRows(reader.connection, sql, conditions.parameters, ([key, values, count]) => ({
    key: String(key),
    values: Number(values),
    records: Number(count),
  }));
}

function activeSeries(reader: Reader, conditions: Conditions, range: TimeRange): string {
  addMinutes(conditions, range);
  return `SELECT attributes FROM ${tableOf(reader.database, 'series')} FINAL
    WHERE id IN (SELECT series FROM ${tableOf(reader.database, 'metric_rollups')} ${conditions.where})`;
}

function records(
  reader: Reader,
  conditions: Conditions,
  query: { readonly range: TimeRange; readonly signal: Signal },
): string {
  const [table, time] = query.signal === 'logs' ? (['logs', 'time'] as const) : (['spans', 'start'] as const);
  conditions.addRange(time, query.range);
  return `SELECT attributes FROM ${tableOf(reader.database, table)} ${conditions.where} ORDER BY ${time} DESC LIMIT ${MOST_RECORDS}`;
}
