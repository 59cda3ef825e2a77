import type { ValueKind } from '@foreshock/model/attributes.ts';
import { severityOfNumber, severityOfText } from './severity-text.ts';
import { nanosecondsOfNumber, nanosecondsOfText } from './time-text.ts';

/** A field of a log line; `text` as the columns keep values. */
export interface Field {
  readonly key: string;
  readonly kind: ValueKind;
  readonly text: string;
}

export type LineFormat = 'json' | 'logfmt' | 'klog' | 'syslog' | 'cri';

/** What a log line says about itself. */
export interface ParsedLine {
  readonly format: LineFormat;
  /** Absent where the line has no message among its fields: it then stays the body. */
  readonly message?: string;
  /** 1 to 24. */
  readonly severity?: { readonly number: number; readonly text: string; readonly field: Field | undefined };
  /** Nanoseconds. */
  readonly time?: { readonly value: bigint; readonly field: Field | undefined };
  /** 32 and 16 hex digits. */
  readonly traceId?: string;
  readonly spanId?: string;
  readonly fields: readonly Field[];
}

type Role = 'message' | 'severity' | 'time' | 'trace' | 'span';

const ROLES: ReadonlyMap<string, Role> = new Map([
  ...(['message', 'msg', 'log', '@m', 'short_message', 'log.message'] as const).map((key) => [key, 'message'] as const),
  ...(['level', 'severity', 'lvl', 'loglevel', 'log_level', 'log.level', 'levelname'] as const).map(
    (key) => [key, 'severity'] as const,
  ),
  ...(['severity_text', 'severitytext', '@l'] as const).map((key) => [key, 'severity'] as const),
  ...(['time', 'timestamp', 'ts', '@timestamp', 't', '@t', 'datetime', 'eventtime'] as const).map(
    (key) => [key, 'time'] as const,
  ),
  ...(['trace_id', 'traceid', 'trace.id', 'oteltraceid'] as const).map((key) => [key, 'trace'] as const),
  ...(['span_id', 'spanid', 'span.id', 'otelspanid'] as const).map((key) => [key, 'span'] as const),
]);

/** The longest name of a role: no other key is looked up. */
const MAX_KEY = 13;

function roleOf(key: string): Role | undefined {
  if (key.length > MAX_KEY) return undefined;
  return ROLES.get(key) ?? ROLES.get(key.toLowerCase());
}

const TRACE_ID = /^[0-9a-f]{32}$/i;
const SPAN_ID = /^[0-9a-f]{16}$/i;

/** Gives the fields of a line their roles. Of two fields for one role the first counts, the other stays a field. */
export function readFields(format: LineFormat, all: readonly Field[]): ParsedLine {
  let message: string | undefined;
  let severity: ParsedLine['severity'];
  let time: ParsedLine['time'];
  let traceId: string | undefined;
  let spanId: string | undefined;
  const fields: Field[] = [];
  for (const field of all) {
    const role = roleOf(field.key);
    if (role === 'message' && message === undefined && field.kind === 'string') message = field.text;
    else if (role === 'severity' && severity === undefined && severityOf(field) > 0)
      severity = { number: severityOf(field), text: field.kind === 'string' ? field.text : '', field };
    else if (role === 'time' && time === undefined && timeOf(field) !== undefined)
      time = { value: timeOf(field)!, field };
    else if (role === 'trace' && traceId === undefined && TRACE_ID.test(field.text)) traceId = field.text;
    else if (role === 'span' && spanId === undefined && SPAN_ID.test(field.text)) spanId = field.text;
    else fields.push(field);
  }
  return {
    format,
    ...(message !== undefined && { message }),
    ...(severity && { severity }),
    ...(time && { time }),
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
    fields,
  };
}

function severityOf(field: Field): number {
  if (field.kind === 'int') return severityOfNumber(Number(field.text));
  return field.kind === 'string' ? severityOfText(field.text) : 0;
}

function timeOf(field: Field): bigint | undefined {
  if (field.kind === 'string') return nanosecondsOfText(field.text);
  if (field.kind !== 'int' && field.kind !== 'double') return undefined;
  // Nanoseconds have more digits than a double keeps.
  if (field.kind === 'int' && /^\d{19}$/.test(field.text)) return BigInt(field.text);
  return nanosecondsOfNumber(Number(field.text));
}
