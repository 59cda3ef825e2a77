// Hot path, benchmarks/normalise.ts: a record that needs nothing costs a look at its first bytes.
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import { addAttributes } from './add-attributes.ts';
import { addText, createAppendedTexts, replaceTexts } from './append-text.ts';
import type { Field, ParsedLine } from './log-fields.ts';
import { parseLine } from './parse-line.ts';

/** Says how a line was read, and that it was: a second reading would take the message for a line. */
export const FORMAT_KEY = 'foreshock.log.format';

/** Index of a string in `valueKinds`. */
const STRING = 1;
const TEN_MINUTES_NS = 600_000_000_000n;

/**
 * Bodies that are JSON, logfmt, klog, syslog or lines of a container runtime: the message becomes the body, fields become
 * attributes; severity, time and ids of trace and span are taken where the record has none.
 */
export function parseBodies(columns: LogColumns): LogColumns {
  const parsed = new Map<number, ParsedLine>();
  const format = columns.attributes.keys.indexOf(FORMAT_KEY);
  const { bytes, start, end } = columns.body;
  // A Buffer makes short strings several times as fast as a TextDecoder.
  const texts = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let row = 0; row < columns.count; row++) {
    if (columns.bodyKind[row] !== STRING || !mayBeFormatted(columns, row)) continue;
    if (format >= 0 && hasKey(columns, row, format)) continue;
    const text = texts.toString('utf8', start[row], end[row]).trimEnd();
    const line = parseLine(text, columns.observedTimeUnixNano[row]!);
    if (line) parsed.set(row, line);
  }
  return parsed.size === 0 ? columns : apply(columns, parsed);
}

const LOOKED_AT = 40;

/** By the first bytes alone; what passes is looked at again as text. */
function mayBeFormatted({ body }: LogColumns, row: number): boolean {
  const { bytes } = body;
  const start = body.start[row]!;
  const end = body.end[row]!;
  if (end - start < 3) return false;
  const first = bytes[start]!;
  // `{`, `<` and digit
  if (first === 123 || (first === 60 && isDigit(bytes[start + 1]!))) return true;
  if (isDigit(first)) return isDigit(bytes[start + 1]!) && bytes[start + 4] === 45 && bytes[start + 10] === 84;
  const isLevel = first === 73 || first === 87 || first === 69 || first === 70;
  if (isLevel && isDigit(bytes[start + 1]!) && isDigit(bytes[start + 4]!)) return true;
  const most = Math.min(end, start + LOOKED_AT);
  for (let at = start; at < most; at++) {
    const code = bytes[at]!;
    if (code === 61) return at > start;
    if (code <= 32) return false;
  }
  return false;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function hasKey({ attributes }: LogColumns, row: number, key: number): boolean {
  for (let at = attributes.first[row]!; at < attributes.first[row + 1]!; at++)
    if (attributes.key[at] === key) return true;
  return false;
}

function apply(columns: LogColumns, parsed: ReadonlyMap<number, ParsedLine>): LogColumns {
  const texts = createAppendedTexts();
  const bodies = new Map<number, readonly [number, number]>();
  const severityTexts = new Map<number, readonly [number, number]>();
  const fieldsOfRow = new Map<number, readonly Field[]>();
  for (const [row, line] of parsed) {
    const fields = line.message === undefined ? [] : [...line.fields];
    if (line.message !== undefined) bodies.set(row, addText(texts, line.message));
    if (line.severity) {
      const { number, text, field } = line.severity;
      const hasText = columns.severityText.end[row]! > columns.severityText.start[row]!;
      if (columns.severityNumber[row] === 0) columns.severityNumber[row] = number;
      else if (field && line.message !== undefined) fields.push(field);
      if (!hasText && text !== '') severityTexts.set(row, addText(texts, text));
    }
    if (line.time) {
      if (takesTime(columns, row, line.time.value)) columns.timeUnixNano[row] = line.time.value;
      else if (line.time.field && line.message !== undefined) fields.push(line.time.field);
    }
    if (line.traceId !== undefined) takeId(columns.traceId, row, 16, line.traceId);
    if (line.spanId !== undefined) takeId(columns.spanId, row, 8, line.spanId);
    fields.push({ key: FORMAT_KEY, kind: 'string', text: line.format });
    fieldsOfRow.set(row, fields);
  }
  // Attributes first: once all texts are known, the columns share one buffer again.
  const attributes = addAttributes(columns.attributes, fieldsOfRow, texts);
  return {
    ...columns,
    severityText: replaceTexts(columns.severityText, severityTexts, texts),
    body: replaceTexts(columns.body, bodies, texts),
    attributes,
  };
}

/** Decoding sets the time that was not sent to the observed one. */
function takesTime(columns: LogColumns, row: number, time: bigint): boolean {
  const observed = columns.observedTimeUnixNano[row]!;
  return columns.timeUnixNano[row] === observed && time <= observed + TEN_MINUTES_NS;
}

function takeId(ids: Uint8Array, row: number, width: number, hex: string): void {
  const at = row * width;
  for (let i = 0; i < width; i++) if (ids[at + i] !== 0) return;
  for (let i = 0; i < width; i++) ids[at + i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
}
