import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import { startOfMinute } from '@foreshock/model/time.ts';
import type { SeriesPoints, SeriesQuery, SeriesRangeQuery } from '../telemetry-store.ts';
import { Conditions, minuteAt } from './conditions.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { readSeries, SERIES_COLUMNS } from './series-row.ts';
import { stepOf } from './sql-text.ts';
import { tableOf } from './tables.ts';

const MOST_SERIES = 10_000;

/** Series with a minute in the range, by metric and id. */
export async function findSeries(reader: Reader, query: SeriesQuery): Promise<Result<readonly Series[]>> {
  const wanted = new Conditions();
  if (query.entity !== undefined) wanted.add(`entity = ${wanted.value('String', query.entity)}`);
  if (query.metric !== undefined) wanted.add(`metric = ${wanted.value('String', query.metric)}`);
  for (const [key, value] of Object.entries(query.attributes ?? {})) {
    wanted.add(`attributes[${wanted.value('String', key)}] = ${wanted.value('String', value)}`);
  }
  const from = minuteRange(wanted, query);
  wanted.add(`id IN (SELECT series FROM ${tableOf(reader.database, 'metric_rollups')} WHERE ${from})`);
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), MOST_SERIES);
  const sql = `SELECT ${SERIES_COLUMNS} FROM ${tableOf(reader.database, 'series')} ${wanted.where}
    ORDER BY metric, id LIMIT 1 BY id LIMIT ${limit}`;
  return selectRows(reader.connection, sql, wanted.parameters, readSeries);
}

function minuteRange(conditions: Conditions, { range }: SeriesQuery): string {
  // The minute that holds `from` counts: a point of it may lie in the range.
  const first = conditions.value('UInt32', minuteAt(startOfMinute(range.from)));
  return `minute >= ${first} AND minute < ${conditions.value('UInt32', minuteAt(range.to))}`;
}

export async function selectSeries(reader: Reader, query: SeriesRangeQuery): Promise<Result<readonly SeriesPoints[]>> {
  const ids = [...new Set(query.series)].slice(0, MOST_SERIES);
  if (ids.length === 0) return success([]);
  const described = await selectRows(
    reader.connection,
    `SELECT ${SERIES_COLUMNS} FROM ${tableOf(reader.database, 'series')} WHERE id IN {ids:Array(String)} LIMIT 1 BY id`,
    { ids },
    readSeries,
  );
  if (!described.ok) return described;
  const points = await selectPoints(reader, query, ids);
  if (!points.ok) return points;
  return success(described.value.map((series) => ({ series, points: points.value.get(series.id) ?? [] })));
}

type Points = SeriesPoints['points'];

async function selectPoints(
  reader: Reader,
  query: SeriesRangeQuery,
  ids: readonly SeriesId[],
): Promise<Result<ReadonlyMap<SeriesId, Points>>> {
  const conditions = new Conditions();
  conditions.add(`series IN ${conditions.value('Array(String)', ids)}`);
  conditions.addRange('time', query.range);
  conditions.add('absent = 0');
  const step = stepOf(query.step);
  const sql = `SELECT series, intDiv(time, ${step}000000) AS step, min(value), max(value), avg(value), argMax(value, time), count()
    FROM ${tableOf(reader.database, 'points')} ${conditions.where} GROUP BY series, step ORDER BY series, step`;
  const bySeries = new Map<SeriesId, Points[number][]>();
  const rows = await selectRows(reader.connection, sql, conditions.parameters, (row) => {
    const [series, start, min, max, mean, last, count] = row;
    const points = bySeries.get(series as SeriesId) ?? [];
    bySeries.set(series as SeriesId, points);
    points.push({
      time: Number(start) * step,
      min: numberOf(min),
      max: numberOf(max),
      mean: numberOf(mean),
      last: numberOf(last),
      count: Number(count),
    });
  });
  return rows.ok ? success(bySeries) : rows;
}

/** The engine writes what JSON has no word for as `nan`, `inf` and `-inf`. */
function numberOf(value: unknown): number {
  if (value === 'inf') return Number.POSITIVE_INFINITY;
  if (value === '-inf') return Number.NEGATIVE_INFINITY;
  return Number(value);
}
