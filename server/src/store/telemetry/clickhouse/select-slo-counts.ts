import type { Result } from '@foreshock/model/known-error.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import type { SloCount } from '@foreshock/model/slo-burn.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { SloCountsQuery } from '../telemetry-store.ts';
import { addMinutes, Conditions } from './conditions.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { stepOf } from './sql-text.ts';
import { tableOf } from './tables.ts';

/**
 * Bad are failed requests, or with a threshold those in a bin above that of the threshold: 2 % to either side of it may be
 * counted wrongly. How many slow ones were really sent is not kept: their share of all is taken.
 */
export async function selectSloCounts(reader: Reader, query: SloCountsQuery): Promise<Result<readonly SloCount[]>> {
  const conditions = new Conditions();
  addMinutes(conditions, query.range);
  conditions.add('client = 0');
  conditions.add(`entity = ${conditions.value('String', query.entity)}`);
  if (query.operation !== undefined) conditions.add(`operation = ${conditions.value('String', query.operation)}`);
  const isLatency = query.thresholdMs !== undefined;
  const slow = isLatency
    ? `sum(arraySum((bin, n) -> if(bin > ${binOf(query.thresholdMs)}, n, 0), mapKeys(bins), mapValues(bins)))`
    : '0';
  const step = stepOf(query.step);
  const sql = `SELECT intDiv(toUInt64(minute) * ${MINUTE}, ${step}) AS step, sum(count), sum(errors), sum(sampled),
      sum(sampled_errors), ${slow}
    FROM ${tableOf(reader.database, 'span_rollups')} ${conditions.where} GROUP BY step ORDER BY step`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => {
    const [count, errors, sampled, sampledErrors, tooSlow] = row.slice(1).map(Number) as Five;
    const time = Number(row[0]) * step;
    return isLatency
      ? { time, count, bad: tooSlow, sampled, sampledBad: count > 0 ? (tooSlow / count) * sampled : 0 }
      : { time, count, bad: errors, sampled, sampledBad: sampledErrors };
  });
}

/** As many as the query selects. */
type Five = [number, number, number, number, number];
