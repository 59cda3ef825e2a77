import { type Field, type ParsedLine, readFields } from './log-fields.ts';
import { parseCriLine, parseKlogLine, parseSyslogLine } from './parse-head-line.ts';
import { parseJsonLine } from './parse-json-line.ts';
import { parseLogfmtLine } from './parse-logfmt-line.ts';

/** A runtime's line holds a program's line, which may hold another one: three is what is met. */
const MAX_LAYERS = 3;

/** What the line says of itself, layer by layer: inner fields stand behind outer ones. `undefined` for a plain line. */
export function parseLine(line: string, nearNanoseconds: bigint): ParsedLine | undefined {
  let outer: ParsedLine | undefined;
  let message = line;
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const inner = parseLayer(message, nearNanoseconds);
    if (inner === undefined) break;
    outer = outer === undefined ? inner : within(outer, inner);
    if (inner.message === undefined) break;
    message = inner.message.trimEnd();
  }
  return outer;
}

function parseLayer(line: string, near: bigint): ParsedLine | undefined {
  const start = line.charCodeAt(0);
  if (start === 123) return parsed('json', parseJsonLine(line));
  if (start === 60) return parseSyslogLine(line, near);
  if (start === 73 || start === 87 || start === 69 || start === 70) {
    const klog = parseKlogLine(line, near);
    if (klog) return klog;
  }
  if (start >= 48 && start <= 57) return parseCriLine(line);
  return looksLikeLogfmt(line) ? logfmtOf(parseLogfmtLine(line)) : undefined;
}

function parsed(format: 'json' | 'logfmt', fields: readonly Field[] | undefined): ParsedLine | undefined {
  return fields && readFields(format, fields);
}

/** `a=1 b=2` alone may be anything; with a message or a level it is a log line. */
function logfmtOf(fields: readonly Field[] | undefined): ParsedLine | undefined {
  const line = parsed('logfmt', fields);
  return line?.message !== undefined || line?.severity !== undefined ? line : undefined;
}

/** A first word that ends in `=`. */
function looksLikeLogfmt(line: string): boolean {
  const most = Math.min(line.length, 40);
  for (let i = 0; i < most; i++) {
    const code = line.charCodeAt(i);
    if (code === 61) return i > 0;
    if (code <= 32) return false;
  }
  return false;
}

/** What the program wrote counts more than what the runtime wrote around it, but for what the program left out. */
function within(outer: ParsedLine, inner: ParsedLine): ParsedLine {
  return {
    ...outer,
    ...inner,
    fields: [...inner.fields, ...outer.fields],
    ...(inner.message === undefined && outer.message !== undefined && { message: outer.message }),
  };
}
