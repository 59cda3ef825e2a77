/** The language of the query bar for logs: `service=cart level>=error "timed out" version=42`. */

export interface LogFilter {
  readonly field: string;
  readonly operator: '=' | '!=' | 'contains' | '>=' | '<=' | 'exists';
  readonly value: string;
}

export interface LogQuery {
  readonly filters: readonly LogFilter[];
  /** Words and quoted phrases, which a line must hold. */
  readonly text: string;
}

const ownFields = new Set(['service', 'entity', 'severity', 'template', 'trace_id', 'span_id', 'body', 'event_name']);
const aliases: Readonly<Record<string, string>> = {
  level: 'severity',
  trace: 'trace_id',
  span: 'span_id',
  event: 'event_name',
};
const operators = { '=': '=', '!=': '!=', '>=': '>=', '<=': '<=', '~': 'contains' } as const;

const TOKEN = /([A-Za-z_][\w.\-/]*)(!=|>=|<=|=|~)("(?:[^"\\]|\\.)*"|\S*)|"((?:[^"\\]|\\.)*)"|(\S+)/g;

/** Every text is a query: what is no filter is text to look for. `key=*` asks whether the key exists. */
export function parseLogQuery(query: string): LogQuery {
  const filters: LogFilter[] = [];
  const words: string[] = [];
  for (const [, field, operator, value, phrase, word] of query.matchAll(TOKEN)) {
    if (field !== undefined && operator !== undefined && value !== undefined) {
      const name = fieldName(field);
      const plain = unquote(value);
      if (operator === '=' && plain === '*') filters.push({ field: name, operator: 'exists', value: '' });
      else filters.push({ field: name, operator: operators[operator as keyof typeof operators], value: plain });
    } else words.push(phrase === undefined ? (word ?? '') : unslash(phrase));
  }
  return { filters, text: words.join(' ').trim() };
}

/** Fields that are not ours are attributes of the record. */
function fieldName(field: string): string {
  const name = aliases[field] ?? field;
  return ownFields.has(name) || name.startsWith('attributes.') || name.startsWith('resource.')
    ? name
    : `attributes.${name}`;
}

function unquote(value: string): string {
  return value.startsWith('"') && value.endsWith('"') && value.length > 1 ? unslash(value.slice(1, -1)) : value;
}

function unslash(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

/** The query with one more filter; the same filter is not added twice. */
export function addFilter(query: string, field: string, value: string, operator: '=' | '!=' = '='): string {
  const written = `${field}${operator}${/^[^\s"\\]+$/.test(value) ? value : `"${value.replace(/(["\\])/g, '\\$1')}"`}`;
  return query.split(' ').includes(written) ? query : `${query} ${written}`.trim();
}
