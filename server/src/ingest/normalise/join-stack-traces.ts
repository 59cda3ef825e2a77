// Hot path, benchmarks/normalise.ts: most records are told from a continuation by their first byte.
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import { selectLogs } from '../select-rows.ts';
import { addText, createAppendedTexts, replaceTexts } from './append-text.ts';
import { continueTrace, type TraceState, traceStateOfHead } from './continuation-line.ts';

const MAX_LINES = 500;
const MAX_BYTES = 65_536;
/** Lines of one trace are written at once; a collector reads them together. */
const MAX_APART_NS = 2_000_000_000n;
const STRING = 1;
const STREAM_KEYS = ['log.iostream', 'stream', 'log.file.path', 'log.file.name'];

export interface JoinedLogs {
  readonly columns: LogColumns;
  /** Records that were joined to the one before, by source. */
  readonly joined: ReadonlyMap<number, number>;
}

/** Records that are the further lines of a stack trace become part of the record before: same source, same stream. */
export function joinStackTraces(columns: LogColumns): JoinedLogs {
  const joined = new Map<number, number>();
  let groups: Map<number, string> | undefined;
  let gone: Uint8Array | undefined;
  for (let row = 0; row + 1 < columns.count; row++) {
    if (!mayContinue(columns, row + 1) && !opensTrace(columns, row)) continue;
    const group = groupAt(columns, row);
    if (group === undefined) continue;
    groups ??= new Map();
    gone ??= new Uint8Array(columns.count);
    groups.set(row, group.text);
    gone.fill(1, row + 1, group.end);
    const source = columns.source[row]!;
    joined.set(source, (joined.get(source) ?? 0) + group.end - row - 1);
    row = group.end - 1;
  }
  if (!groups || !gone) return { columns, joined };
  const texts = createAppendedTexts();
  const bodies = new Map([...groups].map(([row, text]) => [row, addText(texts, text)] as const));
  const kept = new Uint32Array(columns.count - gone.reduce((sum, flag) => sum + flag, 0));
  for (let row = 0, at = 0; row < columns.count; row++) if (gone[row] === 0) kept[at++] = row;
  return { columns: selectLogs({ ...columns, body: replaceTexts(columns.body, bodies, texts) }, kept), joined };
}

function firstByte({ body }: LogColumns, row: number): number {
  return body.end[row]! > body.start[row]! ? body.bytes[body.start[row]!]! : 0;
}

/** White space, `Caused by:` and `Suppressed:`. */
function mayContinue(columns: LogColumns, row: number): boolean {
  const first = firstByte(columns, row);
  return first === 32 || first === 9 || first === 67 || first === 83;
}

/** `Traceback`, `panic:`, `goroutine`, `fatal error:`, which tell of lines to come that are not indented. */
function opensTrace(columns: LogColumns, row: number): boolean {
  const first = firstByte(columns, row);
  return first === 84 || first === 112 || first === 103 || first === 102;
}

function groupAt(columns: LogColumns, head: number): { readonly text: string; readonly end: number } | undefined {
  if (columns.bodyKind[head] !== STRING) return undefined;
  const first = textAt(columns.body, head);
  // A record of several lines is whole already, and a blank one heads nothing.
  if (first.includes('\n') || first.trim() === '') return undefined;
  let state: TraceState = traceStateOfHead(first);
  const lines = [first];
  let size = first.length;
  let row = head + 1;
  while (row < columns.count && lines.length < MAX_LINES && isSameStream(columns, row - 1, row)) {
    const line = textAt(columns.body, row);
    const next = continueTrace(state, line);
    size += line.length + 1;
    if (next === undefined || size > MAX_BYTES) break;
    state = next;
    lines.push(line);
    row++;
  }
  return lines.length > 1 ? { text: lines.join('\n'), end: row } : undefined;
}

function isSameStream(columns: LogColumns, before: number, row: number): boolean {
  if (columns.bodyKind[row] !== STRING || columns.source[before] !== columns.source[row]) return false;
  const apart = columns.timeUnixNano[row]! - columns.timeUnixNano[before]!;
  if (apart > MAX_APART_NS || apart < -MAX_APART_NS) return false;
  return STREAM_KEYS.every((key) => attributeAt(columns, before, key) === attributeAt(columns, row, key));
}

function attributeAt({ attributes }: LogColumns, row: number, name: string): string | undefined {
  const key = attributes.keys.indexOf(name);
  if (key < 0) return undefined;
  for (let at = attributes.first[row]!; at < attributes.first[row + 1]!; at++)
    if (attributes.key[at] === key) return textAt(attributes.text, at);
  return undefined;
}
