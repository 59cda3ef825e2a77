import type { EntityId } from '@foreshock/model/entity.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import { quantileOf } from '@foreshock/model/latency-bins.ts';
import type { LatencyBins } from '@foreshock/model/rollup.ts';
import { MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import type { EdgeSummary, SpanSeriesPoint, SpanSeriesQuery } from '../telemetry-store.ts';
import { addMinutes, Conditions } from './conditions.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { stepOf } from './sql-text.ts';
import { tableOf } from './tables.ts';

/** By time, entity and operation; `operation` is empty unless asked for. */
export async function selectSpanSeries(
  reader: Reader,
  query: SpanSeriesQuery,
): Promise<Result<readonly SpanSeriesPoint[]>> {
  const conditions = new Conditions();
  addMinutes(conditions, query.range);
  conditions.add(`client = ${query.side === 'client' ? 1 : 0}`);
  if (query.entity !== undefined) conditions.add(`entity = ${conditions.value('String', query.entity)}`);
  if (query.operation !== undefined) conditions.add(`operation = ${conditions.value('String', query.operation)}`);
  const step = stepOf(query.step);
  const operation = query.byOperation ? 'operation' : "''";
  const sql = `SELECT intDiv(toUInt64(minute) * ${MINUTE}, ${step}) AS step, entity, ${operation} AS op, sum(count), sum(errors), ${BINS}
    FROM ${tableOf(reader.database, 'span_rollups')} ${conditions.where} GROUP BY step, entity, op ORDER BY step, entity, op`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => {
    const bins = readBins(row[5], row[6]);
    return {
      time: Number(row[0]) * step,
      entity: row[1] as EntityId,
      operation: row[2] as string,
      count: Number(row[3]),
      errors: Number(row[4]),
      p50Ms: quantileOf(bins, 0.5) ?? 0,
      p95Ms: quantileOf(bins, 0.95) ?? 0,
      p99Ms: quantileOf(bins, 0.99) ?? 0,
    };
  });
}

/** Counted at the caller, who also sees calls that never arrived; where only the callee reports, at the callee. */
export async function selectEdges(reader: Reader, range: TimeRange): Promise<Result<readonly EdgeSummary[]>> {
  const conditions = new Conditions();
  addMinutes(conditions, range);
  conditions.add("peer != ''");
  const sql = `SELECT caller, callee, argMax(c, client), argMax(e, client), mapKeys(argMax(b, client)), mapValues(argMax(b, client)) FROM (
      SELECT if(client = 1, entity, peer) AS caller, if(client = 1, peer, entity) AS callee, client, sum(count) AS c, sum(errors) AS e,
        sumMap(bins) AS b
      FROM ${tableOf(reader.database, 'span_rollups')} ${conditions.where} GROUP BY caller, callee, client
    ) GROUP BY caller, callee ORDER BY caller, callee`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => ({
    caller: row[0] as EntityId,
    callee: row[1] as EntityId,
    count: Number(row[2]),
    errors: Number(row[3]),
    p95Ms: quantileOf(readBins(row[4], row[5]), 0.95) ?? 0,
  }));
}

const BINS = 'mapKeys(sumMap(bins)), mapValues(sumMap(bins))';

/** The casts hold by `BINS`. */
function readBins(indices: unknown, counts: unknown): LatencyBins {
  const values = counts as number[];
  return new Map((indices as number[]).map((index, i) => [index, values[i] ?? 0]));
}
