// Lines that begin with a head of fixed form: klog, syslog, the files of a container runtime.
import type { Field, ParsedLine } from './log-fields.ts';
import { severityOfSyslog } from './severity-text.ts';
import { nanosecondsOfText } from './time-text.ts';

const text = (key: string, value: string): Field => ({ key, kind: 'string', text: value });
const number = (key: string, value: string): Field => ({ key, kind: 'int', text: value });

const KLOG = /^([IWEF])(\d{2})(\d{2}) (\d{2}:\d{2}:\d{2}\.\d{6})\s+(\d{1,10}) ([^\s:\]]{1,300}):(\d{1,7})\] (.*)$/s;
const KLOG_LEVEL: Readonly<Record<string, number>> = { I: 9, W: 13, E: 17, F: 21 };

/** `E1122 03:14:00.123456       1 reflector.go:147] message`. It has no year: that of `nearNanoseconds`, in UTC as in containers. */
export function parseKlogLine(line: string, nearNanoseconds: bigint): ParsedLine | undefined {
  const match = KLOG.exec(line);
  if (!match) return undefined;
  const [, level, month, day, time, thread, file, codeLine, message] = match;
  const value = nearestYear(`${month}-${day}T${time}Z`, nearNanoseconds);
  return {
    format: 'klog',
    message: message!,
    severity: { number: KLOG_LEVEL[level!]!, text: level!, field: undefined },
    ...(value !== undefined && { time: { value, field: undefined } }),
    fields: [number('thread.id', thread!), text('code.file.path', file!), number('code.line.number', codeLine!)],
  };
}

const HALF_YEAR_NS = 15_768_000_000_000_000n;

function nearestYear(rest: string, near: bigint): bigint | undefined {
  const year = new Date(Number(near / 1_000_000n)).getUTCFullYear();
  for (const candidate of [year, year - 1, year + 1]) {
    const value = nanosecondsOfText(`${String(candidate).padStart(4, '0')}-${rest}`);
    if (value !== undefined && (value > near ? value - near : near - value) < HALF_YEAR_NS) return value;
  }
  return undefined;
}

const PRIORITY = /^<(\d{1,3})>/;
const RFC5424 =
  /^1 (\S{1,64}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (-|(?:\[(?:[^\]"\\]|"(?:[^"\\]|\\.)*"|\\.)*\])+)(?: (.*))?$/s;
const RFC3164 =
  /^([A-Z][a-z]{2}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) (\S{1,255}) ([^\s:[]{1,48})(?:\[(\d{1,10})\])?: ?(.*)$/s;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MAX_PRIORITY = 191;

/** RFC 5424 and RFC 3164 with their priority. */
export function parseSyslogLine(line: string, nearNanoseconds: bigint): ParsedLine | undefined {
  const head = PRIORITY.exec(line);
  if (!head || Number(head[1]) > MAX_PRIORITY) return undefined;
  const priority = Number(head[1]);
  const rest = line.slice(head[0].length);
  const severity = { number: severityOfSyslog(priority & 7), text: '', field: undefined };
  const facility = number('syslog.facility.code', String(priority >> 3));
  const known = (fields: readonly (Field | undefined)[]): Field[] =>
    fields.filter((field): field is Field => field !== undefined && field.text !== '-' && field.text !== '');
  const modern = RFC5424.exec(rest);
  if (modern) {
    const [, stamp, host, app, process, id, structured, message = ''] = modern;
    const value = nanosecondsOfText(stamp!);
    return {
      format: 'syslog',
      message: message.replace(/^\ufeff/, ''),
      severity,
      ...(value !== undefined && { time: { value, field: undefined } }),
      fields: known([
        facility,
        text('host.name', host!),
        text('process.executable.name', app!),
        text('process.pid', process!),
        text('syslog.msg.id', id!),
        text('syslog.structured_data', structured!),
      ]),
    };
  }
  const old = RFC3164.exec(rest);
  if (!old) return undefined;
  const [, month, day, time, host, app, process = '', message] = old;
  const monthNumber = MONTHS.indexOf(month!) + 1;
  if (monthNumber === 0) return undefined;
  const value = nearestYear(`${pad(monthNumber)}-${pad(Number(day))}T${time}Z`, nearNanoseconds);
  return {
    format: 'syslog',
    message: message!,
    severity,
    ...(value !== undefined && { time: { value, field: undefined } }),
    fields: known([
      facility,
      text('host.name', host!),
      text('process.executable.name', app!),
      text('process.pid', process),
    ]),
  };
}

const pad = (value: number): string => String(value).padStart(2, '0');

const CRI = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{1,9}(?:Z|[+-]\d{2}:\d{2})) (stdout|stderr) ([FP]) (.*)$/s;

/** A line of a log file as containerd and CRI-O write it. */
export function parseCriLine(line: string): ParsedLine | undefined {
  const match = CRI.exec(line);
  if (!match) return undefined;
  const value = nanosecondsOfText(match[1]!);
  if (value === undefined) return undefined;
  return {
    format: 'cri',
    message: match[4]!,
    time: { value, field: undefined },
    fields: [text('log.iostream', match[2]!)],
  };
}
