import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { LogFilter, LogSelection } from '../telemetry-store.ts';
import type { Conditions } from './conditions.ts';
import { addSearchText, containsExpression } from './search-text.ts';
import { promotedAttributes, promotedResourceAttributes, tableOf } from './tables.ts';

/** The conditions of a selection of log records. Errors: `input-invalid` for a field or value that cannot be asked for. */
export function addLogSelection(conditions: Conditions, database: string, selection: LogSelection): Result<void> {
  conditions.addRange('time', selection.range);
  addSearchText(conditions, 'body', selection.text);
  for (const filter of selection.filters) {
    const condition = conditionOf(conditions, database, filter);
    if (condition === undefined) return failure('input-invalid', describeFault(filter));
    conditions.add(condition);
  }
  return success();
}

function conditionOf(conditions: Conditions, database: string, filter: LogFilter): string | undefined {
  const field = parseField(filter.field);
  if (field === undefined) return undefined;
  switch (field.kind) {
    case 'service':
      return serviceCondition(conditions, database, filter);
    case 'severity':
      return severityCondition(filter);
    case 'template':
      return templateCondition(conditions, database, filter);
    case 'id':
      return idCondition(conditions, field.column, field.bytes, filter);
    case 'text':
      return textCondition(conditions, { value: field.column, exists: `notEmpty(${field.column})` }, filter);
    case 'attribute':
      return textCondition(conditions, attributeExpression(conditions, promotedAttributes, field.key), filter);
    case 'resource':
      return resourceCondition(conditions, database, field.key, filter);
  }
}

export type LogField =
  | { readonly kind: 'service' | 'severity' | 'template' }
  | { readonly kind: 'id'; readonly column: 'trace_id' | 'span_id'; readonly bytes: number }
  | { readonly kind: 'text'; readonly column: 'entity' | 'body' | 'event_name' }
  | { readonly kind: 'attribute' | 'resource'; readonly key: string };

/** `undefined` for a name that is no field; the names stand at `LogFilter`. */
export function parseField(name: string): LogField | undefined {
  if (name.startsWith('attributes.')) return { kind: 'attribute', key: name.slice('attributes.'.length) };
  if (name.startsWith('resource.')) return { kind: 'resource', key: name.slice('resource.'.length) };
  switch (name) {
    case 'service':
    case 'severity':
    case 'template':
      return { kind: name };
    case 'trace_id':
      return { kind: 'id', column: name, bytes: 16 };
    case 'span_id':
      return { kind: 'id', column: name, bytes: 8 };
    case 'entity':
    case 'body':
    case 'event_name':
      return { kind: 'text', column: name };
    default:
      return undefined;
  }
}

export interface ValueExpression {
  readonly value: string;
  readonly exists: string;
}

export function textCondition(
  conditions: Conditions,
  { value, exists }: ValueExpression,
  filter: LogFilter,
): string | undefined {
  switch (filter.operator) {
    case '=':
      return `${value} = ${conditions.value('String', filter.value)}${filter.value === '' ? ` AND ${exists}` : ''}`;
    case '!=':
      return `${value} != ${conditions.value('String', filter.value)}`;
    case 'contains':
      return containsExpression(conditions, value, filter.value);
    case 'exists':
      return exists;
    case '>=':
    case '<=': {
      const limit = Number(filter.value);
      if (filter.value.trim() === '' || !Number.isFinite(limit)) return undefined;
      return `toFloat64OrNull(${value}) ${filter.operator} ${conditions.value('Float64', limit)}`;
    }
  }
}

/** An attribute by its key: a column of its own where it has one. */
export function attributeExpression(
  conditions: Conditions,
  promoted: Readonly<Record<string, string>>,
  key: string,
): ValueExpression {
  const name = conditions.value('String', key);
  const value = Object.hasOwn(promoted, key) ? promoted[key]! : `attributes[${name}]`;
  // mapContains() does not find the empty key in columns of LowCardinality.
  return { value, exists: `has(mapKeys(attributes), ${name})` };
}

/** Sources are few: which of them fit is asked first. */
export function resourceCondition(
  conditions: Conditions,
  database: string,
  key: string,
  filter: LogFilter,
): string | undefined {
  const sources = tableOf(database, 'sources');
  const negated = filter.operator === '!=';
  const positive: LogFilter = negated ? { ...filter, operator: '=' } : filter;
  const condition = textCondition(
    conditions,
    attributeExpression(conditions, promotedResourceAttributes, key),
    positive,
  );
  return condition && `source ${negated ? 'NOT IN' : 'IN'} (SELECT id FROM ${sources} WHERE ${condition})`;
}

function serviceCondition(conditions: Conditions, database: string, filter: LogFilter): string | undefined {
  if (filter.operator === 'exists') return "entity != ''";
  const negated = filter.operator === '!=';
  const positive: LogFilter = negated ? { ...filter, operator: '=' } : filter;
  const condition = textCondition(conditions, { value: 'name', exists: '1' }, positive);
  const entities = tableOf(database, 'entities');
  return condition && `entity ${negated ? 'NOT IN' : 'IN'} (SELECT id FROM ${entities} FINAL WHERE ${condition})`;
}

/** An id that has generalised finds the records of every id that its template had. */
function templateCondition(conditions: Conditions, database: string, filter: LogFilter): string | undefined {
  if (filter.operator === 'exists') return "template != ''";
  if (filter.operator !== '=' && filter.operator !== '!=') return undefined;
  const id = conditions.value('String', filter.value);
  const templates = tableOf(database, 'templates');
  const ids = `SELECT arrayJoin(arrayPushBack(aliases, id)) FROM ${templates} FINAL WHERE id = ${id} OR has(aliases, ${id})`;
  const found = `template = ${id} OR template IN (${ids})`;
  return filter.operator === '=' ? found : `NOT (${found})`;
}

function idCondition(conditions: Conditions, column: string, bytes: number, filter: LogFilter): string | undefined {
  if (filter.operator === 'exists') return `${column} != toFixedString('', ${bytes})`;
  if (filter.operator !== '=' && filter.operator !== '!=') return undefined;
  if (!new RegExp(`^[0-9a-fA-F]{${bytes * 2}}$`).test(filter.value)) return undefined;
  return `${column} ${filter.operator} toFixedString(unhex(${conditions.value('String', filter.value)}), ${bytes})`;
}

const severityNames = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
/** Severity numbers that share a name. */
const PER_NAME = 4;

/** A number, or a name that stands for its four numbers. */
function severityCondition(filter: LogFilter): string | undefined {
  if (filter.operator === 'exists') return 'severity > 0';
  const named = severityNames.indexOf(filter.value.toLowerCase());
  const isNumber = /^\d{1,3}$/.test(filter.value);
  if (named < 0 && !isNumber) return undefined;
  const low = named < 0 ? Number(filter.value) : 1 + named * PER_NAME;
  const high = named < 0 ? low : low + PER_NAME - 1;
  switch (filter.operator) {
    case '=':
      return `severity BETWEEN ${low} AND ${high}`;
    case '!=':
      return `severity NOT BETWEEN ${low} AND ${high}`;
    case '>=':
      return `severity >= ${low}`;
    case '<=':
      return `severity <= ${high}`;
    default:
      return undefined;
  }
}

const FIELD_NAMES =
  'service, entity, severity, template, trace_id, span_id, body, event_name, attributes.KEY and resource.KEY';

function describeFault({ field, operator, value }: LogFilter): string {
  if (parseField(field) === undefined)
    return `cannot filter by ${JSON.stringify(field)}: the fields are ${FIELD_NAMES}`;
  return `cannot filter by ${JSON.stringify(field)} ${operator} ${JSON.stringify(value)}: the value does not fit the operator`;
}
