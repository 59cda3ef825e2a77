import { join } from 'node:path';
import type { LogRecord } from '@foreshock/otlp/telemetry-to-send.ts';
import { readCsvRows } from '../read-csv.ts';
import type { RecordedDay } from './recorded-system.ts';

export interface RecordedLog {
  readonly pod: string;
  readonly record: LogRecord;
}

const SEVERITIES: Readonly<Record<string, number>> = { TRACE: 1, DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 };

/** Container log lines of the named minute files, parsed as a Collector would: severity, source location, message. */
export function readLogs(day: RecordedDay, minutes: readonly string[]): RecordedLog[] {
  return minutes.flatMap((minute) => {
    const [, ...rows] = readCsvRows(join(day.folder, 'logs', `${minute}.csv.gz`));
    return rows.map(([, nanos, , pod, , trace, span, ...log]) => {
      const text = textOf(log.join(','));
      const line = parseLine(text);
      return {
        pod: pod!,
        record: {
          timeUnixNano: BigInt(nanos!),
          ...(line.severity && { severityText: line.severity, severityNumber: SEVERITIES[line.severity] ?? 0 }),
          body: line.message,
          ...(line.file && {
            attributes: { 'code.file.path': line.file, ...(line.number && { 'code.line.number': line.number }) },
          }),
          ...(/^[0-9a-f]{32}$/.test(trace!) && { traceId: Buffer.from(trace!, 'hex') }),
          ...(/^[0-9a-f]{16}$/.test(span!) && { spanId: Buffer.from(span!, 'hex') }),
        },
      };
    });
  });
}

/** The container runtime's JSON; a record whose quotes broke on the way is taken as it is. */
function textOf(log: string): string {
  const outer = fieldsOf(log);
  const text = typeof outer?.log === 'string' ? outer.log : log;
  return text.trimEnd();
}

interface Line {
  readonly severity: string;
  readonly file: string;
  readonly number: number;
  readonly message: string;
}

function parseLine(text: string): Line {
  const fields = fieldsOf(text);
  if (fields && typeof fields.message === 'string') {
    const severity = typeof fields.severity === 'string' ? fields.severity.toUpperCase() : '';
    return { severity, file: '', number: 0, message: withoutIds(fields.message) };
  }
  const plain = /^\d\d:\d\d:\d\d\.\d{3} (\w+)\s+(\S+) (.*)$/s.exec(text);
  if (!plain) return { severity: '', file: '', number: 0, message: withoutIds(text) };
  const [, severity = '', place = '', message = ''] = plain;
  const [, file = '', number = ''] = /^(.+)[#:](\d+)$/.exec(place) ?? [];
  return { severity, file, number: Number(number), message: withoutIds(message) };
}

/** The ids are fields of the record. */
function withoutIds(message: string): string {
  return message.replace(/^TraceID: \w* SpanID: \w* /, '');
}

function fieldsOf(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
