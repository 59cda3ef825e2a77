import { type Result, success } from '@foreshock/model/known-error.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import type { SloCount } from '@foreshock/model/slo-burn.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { ServedRequests, SloCountsQuery } from '../telemetry-store.ts';
import { addMinutes, Conditions } from './conditions.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { stepOf } from './sql-text.ts';
import { tableOf } from './tables.ts';

/**
 * Bad are failed requests, or with a threshold those in a bin above that of the threshold: 2 % to either side of it may be
 * counted wrongly. How many slow ones were really sent is not kept: their share of all is taken.
 *
 * However many are asked for, the rollups of the range are read once, or twice where some have a threshold and others none:
 * bins are the heavy part of a rollup.
 */
export async function selectSloCounts(
  reader: Reader,
  query: SloCountsQuery,
): Promise<Result<readonly (readonly SloCount[])[]>> {
  const found = query.of.map((): SloCount[] => []);
  const asked = query.of.map((of, index) => ({ of, index }));
  for (const isLatency of [false, true]) {
    const part = asked.filter(({ of }) => (of.thresholdMs !== undefined) === isLatency);
    if (part.length === 0) continue;
    const rows = await selectCounts(reader, query, part, isLatency);
    if (!rows.ok) return rows;
    for (const { index, count } of rows.value) found[index]!.push(count);
  }
  return success(found);
}

interface Asked {
  readonly of: ServedRequests;
  readonly index: number;
}

async function selectCounts(
  reader: Reader,
  { range, step: stepMs }: SloCountsQuery,
  asked: readonly Asked[],
  isLatency: boolean,
): Promise<Result<readonly { readonly index: number; readonly count: SloCount }[]>> {
  const conditions = new Conditions();
  addMinutes(conditions, range);
  conditions.add('client = 0');
  conditions.add(
    `entity IN ${conditions.value('Array(String)', [...new Set(asked.map(({ of }) => of.entity as string))])}`,
  );
  const step = stepOf(stepMs);
  const from = conditions.value('Int64', range.from);
  const list = (type: 'Array(String)' | 'Array(UInt64)', values: readonly (string | number)[]): string =>
    conditions.value(type, values);
  const columns = [
    list(
      'Array(UInt64)',
      asked.map(({ index }) => index),
    ),
    list(
      'Array(String)',
      asked.map(({ of }) => of.entity),
    ),
    list(
      'Array(UInt64)',
      asked.map(({ of }) => (of.operation === undefined ? 1 : 0)),
    ),
    list(
      'Array(String)',
      asked.map(({ of }) => of.operation ?? ''),
    ),
    // Bins of less than a millisecond are negative, and parameters are not.
    list(
      'Array(UInt64)',
      asked.map(({ of }) => binOf(of.thresholdMs ?? 1) + LOWEST_BIN),
    ),
  ];
  const slow = isLatency
    ? `sum(arraySum((bin, n) -> if(bin > toInt64(asked.5) - ${LOWEST_BIN}, n, 0), mapKeys(bins), mapValues(bins)))`
    : '0';
  const sql = `SELECT asked.1 AS index, step, sum(count), sum(errors), sum(sampled), sum(sampled_errors), ${slow}
    FROM (
      SELECT entity, operation, intDiv(toInt64(minute) * ${MINUTE} - ${from}, ${step}) AS step, sum(count) AS count,
        sum(errors) AS errors, sum(sampled) AS sampled, sum(sampled_errors) AS sampled_errors
        ${isLatency ? ', sumMap(bins) AS bins' : ''}
      FROM ${tableOf(reader.database, 'span_rollups')} ${conditions.where} GROUP BY entity, operation, step
    ) AS served
    INNER JOIN (SELECT arrayJoin(arrayZip(${columns.join(', ')})) AS asked, asked.2 AS asked_entity) AS promises
      ON served.entity = promises.asked_entity
    WHERE asked.3 = 1 OR asked.4 = operation
    GROUP BY index, step ORDER BY index, step`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => {
    const [index, at, count, errors, sampled, sampledErrors, tooSlow] = row.map(Number) as Seven;
    const time = range.from + at * step;
    return {
      index,
      count: isLatency
        ? { time, count, bad: tooSlow, sampled, sampledBad: count > 0 ? (tooSlow / count) * sampled : 0 }
        : { time, count, bad: errors, sampled, sampledBad: sampledErrors },
    };
  });
}

/** Below any bin that there is: a microsecond has -173. */
const LOWEST_BIN = 1_000;

/** As many as the query selects. */
type Seven = [number, number, number, number, number, number, number];
