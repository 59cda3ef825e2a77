import { type Result, success } from '@foreshock/model/known-error.ts';
import type { RecordSample, SampleQuery } from '../telemetry-store.ts';
import { Conditions } from './conditions.ts';
import { typedAttributes } from './read-values.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { selectSources } from './select-sources.ts';
import { tableOf } from './tables.ts';

const LARGEST_SAMPLE = 10_000;
const MOST_GROUPS = 1_000;
/** Equal for equal records, whatever is asked for beside them. */
const HASH = 'cityHash64(_pos, _row)';
/** Of many records a share is read by hash first, this many times what is wanted, so that the rest is not sorted. */
const READ_TIMES = 4;

const SHAPES = {
  logs: { table: 'logs', time: 'time', failing: 'severity >= 17', group: 'template' },
  traces: { table: 'spans', time: 'start', failing: 'status = 2', group: 'name' },
} as const;

export async function selectSample(reader: Reader, query: SampleQuery): Promise<Result<RecordSample>> {
  const shape = SHAPES[query.signal];
  const conditions = new Conditions();
  conditions.addRange(shape.time, query.range);
  if (query.failing) conditions.add(shape.failing);
  if (query.entities) conditions.add(`has(${conditions.value('Array(String)', [...query.entities])}, entity)`);
  const table = tableOf(reader.database, shape.table);
  // One scan for both: the sums over all groups stand in each row, those left out included.
  const counted = await selectRows(
    reader.connection,
    `SELECT ${shape.group} AS value, sum(weight) AS weights, sum(count()) OVER (), sum(sum(weight)) OVER ()
      FROM ${table} ${conditions.where} GROUP BY value ORDER BY weights DESC, value LIMIT ${MOST_GROUPS}`,
    conditions.parameters,
    ([value, weights, found, weight]) => ({
      found: Number(found),
      group: { value: String(value), count: Math.round((Number(weights) / Number(weight)) * Number(found)) },
    }),
  );
  if (!counted.ok) return counted;
  const groups = counted.value.map(({ group }) => group);
  const found = counted.value[0]?.found ?? 0;
  if (found === 0) return success({ found, groups, records: [] });
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), LARGEST_SAMPLE);
  const part = Math.floor(found / (READ_TIMES * limit));
  if (part > 1) conditions.add(`${HASH} % ${part} = 0`);
  const sql = `SELECT weight, ${shape.group}, source, mapKeys(attributes), mapValues(attributes), kinds
    FROM ${table} ${conditions.where} ORDER BY ${HASH} LIMIT ${limit}`;
  const rows = await selectRows(reader.connection, sql, conditions.parameters, (row) => ({
    source: String(row[2]),
    record: {
      weight: Number(row[0]),
      group: row[1] as string,
      attributes: typedAttributes(row[3] as string[], row[4] as string[], row[5] as string),
    },
  }));
  if (!rows.ok) return rows;
  const sources = await selectSources(
    reader,
    rows.value.map(({ source }) => source),
  );
  if (!sources.ok) return sources;
  const records = rows.value.map(({ source, record }) => ({
    ...record,
    resource: sources.value.get(source)?.attributes ?? [],
  }));
  return success({ found, groups, records });
}
