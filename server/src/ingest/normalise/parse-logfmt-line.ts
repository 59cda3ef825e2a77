import type { Field } from './log-fields.ts';

const MAX_LENGTH = 16_384;
const MAX_FIELDS = 64;
const KEY = /[A-Za-z_@][\w.@/-]*=/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const BARE = /[^\s"=]*/y;
const NUMBER = /^-?(?:0|[1-9]\d{0,14})$/;
const DECIMAL = /^-?\d{1,15}\.\d{1,15}$/;

/** The fields of `key=value key="a value"`, and nothing but those; `undefined` for anything else or fewer than two. */
export function parseLogfmtLine(line: string): readonly Field[] | undefined {
  if (line.length > MAX_LENGTH) return undefined;
  const fields: Field[] = [];
  let at = 0;
  while (at < line.length) {
    const key = matchAt(KEY, line, at);
    if (key === undefined || fields.length >= MAX_FIELDS) return undefined;
    at += key.length;
    const quoted = line[at] === '"' ? matchAt(QUOTED, line, at) : undefined;
    if (line[at] === '"' && quoted === undefined) return undefined;
    const value = quoted ?? matchAt(BARE, line, at) ?? '';
    at += value.length;
    fields.push(fieldOf(key.slice(0, -1), value, quoted !== undefined));
    if (at < line.length && line[at] !== ' ') return undefined;
    while (line[at] === ' ') at++;
  }
  return fields.length >= 2 ? fields : undefined;
}

function matchAt(pattern: RegExp, line: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0];
}

function fieldOf(key: string, value: string, isQuoted: boolean): Field {
  if (isQuoted) return { key, kind: 'string', text: withoutEscapes(value.slice(1, -1)) };
  if (NUMBER.test(value)) return { key, kind: 'int', text: value };
  if (DECIMAL.test(value)) return { key, kind: 'double', text: value };
  if (value === 'true' || value === 'false') return { key, kind: 'bool', text: value };
  return { key, kind: 'string', text: value };
}

function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(.)/gs, (_, escaped: string) =>
    escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped === 'r' ? '\r' : escaped,
  );
}
