import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { LogCount, LogHistogramQuery, TopValuesQuery, ValueCount } from '../telemetry-store.ts';
import { Conditions } from './conditions.ts';
import { addLogSelection, attributeExpression, type LogField, parseField } from './log-filters.ts';
import type { Reader } from './reader.ts';
import { selectEntityNames } from './select-entity-names.ts';
import { selectRows } from './select-rows.ts';
import { stepOf } from './sql-text.ts';
import { promotedAttributes, promotedResourceAttributes, tableOf } from './tables.ts';

const MOST_VALUES = 1_000;

/** Counts per step, thinned records by their weight. A step begins at whole multiples since 1970, and severity number. */
export async function selectLogHistogram(
  reader: Reader,
  query: LogHistogramQuery,
): Promise<Result<readonly LogCount[]>> {
  const conditions = new Conditions();
  const selected = addLogSelection(conditions, reader.database, query);
  if (!selected.ok) return selected;
  const step = stepOf(query.step);
  const sql = `SELECT intDiv(time, ${step}000000) AS step, severity, round(sum(weight)) FROM ${tableOf(reader.database, 'logs')}
    ${conditions.where} GROUP BY step, severity ORDER BY step, severity`;
  return selectRows(reader.connection, sql, conditions.parameters, ([start, severity, count]) => ({
    time: Number(start) * step,
    severityNumber: Number(severity),
    count: Number(count),
  }));
}

export async function selectTopValues(reader: Reader, query: TopValuesQuery): Promise<Result<readonly ValueCount[]>> {
  const field = parseField(query.field);
  if (field === undefined || (field.kind === 'text' && field.column === 'body')) {
    return failure(
      'input-invalid',
      `cannot count the values of ${JSON.stringify(query.field)}: it is not a field to count by`,
    );
  }
  const conditions = new Conditions();
  const selected = addLogSelection(conditions, reader.database, query);
  if (!selected.ok) return selected;
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), MOST_VALUES);
  const sql =
    field.kind === 'resource'
      ? countsBySource(reader, conditions, field.key)
      : countsByValue(reader, conditions, field);
  const ordered = `${sql} ORDER BY count DESC, value LIMIT ${limit}`;
  const counts = await selectRows(reader.connection, ordered, conditions.parameters, ([value, count]) => ({
    value: String(value),
    count: Number(count),
  }));
  return counts.ok && field.kind === 'service' ? withNames(reader, counts.value) : counts;
}

/** The value of a row where it has one. */
function countsByValue(reader: Reader, conditions: Conditions, field: LogField): string {
  const { value, present } = presentValue(conditions, field);
  conditions.add(present);
  return `SELECT ${value} AS value, round(sum(weight)) AS count FROM ${tableOf(reader.database, 'logs')} ${conditions.where} GROUP BY value`;
}

function presentValue(conditions: Conditions, field: LogField): { readonly value: string; readonly present: string } {
  switch (field.kind) {
    case 'service':
      return { value: 'entity', present: "entity != ''" };
    case 'severity':
      return { value: 'toString(severity)', present: '1' };
    case 'template':
      return { value: 'template', present: "template != ''" };
    case 'id':
      return { value: `lower(hex(${field.column}))`, present: `${field.column} != toFixedString('', ${field.bytes})` };
    case 'text':
      return { value: field.column, present: `notEmpty(${field.column})` };
    case 'attribute':
    case 'resource': {
      const { value, exists } = attributeExpression(conditions, promotedAttributes, field.key);
      return { value, present: exists };
    }
  }
}

/** Rows are counted by what sent them; a few sources then share a value. */
function countsBySource(reader: Reader, conditions: Conditions, key: string): string {
  const { value, exists } = attributeExpression(conditions, promotedResourceAttributes, key);
  return `SELECT value, round(sum(rows)) AS count FROM (
      SELECT source, sum(weight) AS rows FROM ${tableOf(reader.database, 'logs')} ${conditions.where} GROUP BY source
    ) AS counted INNER JOIN (
      SELECT id, toString(any(${value})) AS value FROM ${tableOf(reader.database, 'sources')} WHERE ${exists} GROUP BY id
    ) AS named ON counted.source = named.id GROUP BY value`;
}

async function withNames(reader: Reader, counts: readonly ValueCount[]): Promise<Result<readonly ValueCount[]>> {
  const names = await selectEntityNames(
    reader,
    counts.map(({ value }) => value as EntityId),
  );
  if (!names.ok) return names;
  return success(counts.map(({ value, count }) => ({ value: names.value.get(value as EntityId) ?? value, count })));
}
