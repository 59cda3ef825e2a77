import type { Field } from './log-fields.ts';

/** Longer ones stay as they are: they are documents, not log lines. */
const MAX_LENGTH = 65_536;
const MAX_FIELDS = 64;
/** Objects within objects further down are one field. */
const MAX_DEPTH = 4;

/** The fields of a JSON object, inner objects as `outer.inner`; `undefined` for anything else. */
export function parseJsonLine(line: string): readonly Field[] | undefined {
  if (line.length > MAX_LENGTH) return undefined;
  const parsed = parseObject(line);
  if (parsed === undefined) return undefined;
  const fields: Field[] = [];
  return addFields(parsed, '', 1, fields) ? fields : undefined;
}

/** A run of so many digits may be a number that a double cannot hold. */
const LONG_NUMBER = 16;

function hasLongNumber(line: string): boolean {
  let run = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    run = code >= 48 && code <= 57 ? run + 1 : 0;
    if (run === LONG_NUMBER) return true;
  }
  return false;
}

class ExactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  let parsed: unknown;
  try {
    parsed = hasLongNumber(line) ? JSON.parse(line, keepLongIntegers) : JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  return parsed as Readonly<Record<string, unknown>>;
}

function keepLongIntegers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? new ExactNumber(context.source) : value;
}

/** False where there are more fields than a record should have. */
function addFields(object: Readonly<Record<string, unknown>>, prefix: string, depth: number, fields: Field[]): boolean {
  // Own keys alone: what was parsed has no others.
  for (const name in object) {
    if (fields.length >= MAX_FIELDS) return false;
    const value = object[name];
    const key = prefix === '' ? name : prefix + name;
    if (value instanceof ExactNumber) fields.push({ key, kind: 'int', text: value.source });
    else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < MAX_DEPTH) {
      if (!addFields(value as Readonly<Record<string, unknown>>, `${key}.`, depth + 1, fields)) return false;
    } else fields.push(fieldOf(key, value));
  }
  return true;
}

function fieldOf(key: string, value: unknown): Field {
  switch (typeof value) {
    case 'string':
      return { key, kind: 'string', text: value };
    case 'boolean':
      return { key, kind: 'bool', text: String(value) };
    case 'number':
      return { key, kind: Number.isSafeInteger(value) ? 'int' : 'double', text: String(value) };
    default:
      if (value === null) return { key, kind: 'empty', text: '' };
      return { key, kind: Array.isArray(value) ? 'array' : 'map', text: JSON.stringify(value, writeExact) };
  }
}

function writeExact(_key: string, value: unknown): unknown {
  // Within arrays a long number stays a text rather than lose digits.
  return value instanceof ExactNumber ? value.source : value;
}
