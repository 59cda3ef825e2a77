// Answers that are lists -> rows and columns, for spreadsheets and notebooks. Columns come from the schema of the
// operation, so that they are the same on a day without rows.
import type { Operation } from '@foreshock/contract/operation.ts';
import { z } from 'zod';

export type CellKind = 'text' | 'number' | 'boolean' | 'json';
export type Cell = string | number | boolean | null;

export interface Column {
  /** `entity.name` for a field within a field. */
  readonly name: string;
  readonly path: readonly string[];
  readonly kind: CellKind;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** `undefined` for an operation whose answer is no list that comes page by page. */
export function columnsOf(description: Operation): readonly Column[] | undefined {
  if (description.kind !== 'query' || !('cursor' in description.input.shape)) return undefined;
  // The cast holds: the library writes these keywords.
  const schema = z.toJSONSchema(description.output, { io: 'output', target: 'draft-2020-12' }) as JsonSchema;
  const items = schema.properties?.items?.items;
  return items?.properties ? fieldsOf(items, []) : undefined;
}

/** Objects become a column for each field; lists and free objects are one cell of JSON. */
function fieldsOf(schema: JsonSchema, at: readonly string[]): Column[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = [...at, name];
    const inner = bare(field);
    if (inner.type === 'object' && inner.properties) return fieldsOf(inner, path);
    return [{ name: path.join('.'), path, kind: kindOfSchema(inner) }];
  });
}

/** What stands beside `null`. */
function bare(schema: JsonSchema): JsonSchema {
  const others = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  return others.length === 1 ? bare(others[0]!) : schema;
}

function kindOfSchema({ type }: JsonSchema): CellKind {
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'boolean' ? 'boolean' : 'json';
}

export function tableOf(columns: readonly Column[], items: readonly unknown[]): Table {
  return { columns, rows: items.map((item) => columns.map((column) => cellOf(item, column))) };
}

function cellOf(item: unknown, { path, kind }: Column): Cell {
  let value = item;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  if (value === undefined || value === null) return null;
  if (kind === 'json') return JSON.stringify(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : JSON.stringify(value);
}
