import { formatDuration, formatTime, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import type { AnsweredName } from '../execute-operation.ts';
import type { AskedForm, AskedTime } from './asked-form.ts';

/** One query of those that there are. Its input is made by code from the form, field by field. */
export interface BuiltQuery {
  readonly operation: Extract<
    AnsweredName,
    'searchLogs' | 'queryRequests' | 'listChanges' | 'listIncidents' | 'listPredictions' | 'listAnomalies'
  >;
  readonly input: Readonly<Record<string, unknown>>;
  readonly words: string;
  readonly page: string;
}

/** A change that did harm is rarely older. */
const BEFORE_MS = 6 * HOUR;
const SHOWN = 11;

export function buildQuery({ about, service, level, text, time }: AskedForm, now: Timestamp): BuiltQuery {
  const range = rangeOf(time, now);
  const during = timeWords(time);
  const of = service ? ` of ${service.name}` : '';
  const entity = service && { entity: service.id };
  const search = (path: string, parts: Readonly<Record<string, string>>): string => {
    const query = new URLSearchParams(parts).toString();
    return query === '' ? path : `${path}?${query}`;
  };
  const pageRange: Record<string, string> = 'last' in range ? { last: range.last } : { from: range.from, to: range.to };
  switch (about) {
    case 'logs': {
      const filters = [
        ...(service
          ? [{ field: 'service', operator: '=', value: service.name.slice(service.name.lastIndexOf('/') + 1) }]
          : []),
        ...(level ? [{ field: 'severity', operator: '>=', value: level }] : []),
      ];
      const q = [
        ...filters.map(({ field, operator, value }) => `${field}${operator}${value}`),
        ...(text ? [`"${text}"`] : []),
      ].join(' ');
      const kind = level === 'error' ? 'error lines' : level === 'warn' ? 'lines from warnings on' : 'log lines';
      return {
        operation: 'searchLogs',
        input: { ...range, filters, ...(text && { text }), limit: SHOWN },
        words: `${kind}${of}${text ? ` that hold "${text}"` : ''}, ${during}, newest first`,
        page: search('/explore/logs', { ...(q && { q }), ...pageRange }),
      };
    }
    case 'requests':
      return {
        operation: 'queryRequests',
        input: { ...range, ...entity },
        words: `requests, errors and response times${of}, ${during}`,
        page: search('/explore/metrics', { ...(service && { entity: service.id }), ...pageRange }),
      };
    case 'changes':
      return {
        operation: 'listChanges',
        input: { ...range, ...entity },
        words: `changes${of}, ${during}`,
        page: '/map',
      };
    case 'anomalies':
      return {
        operation: 'listAnomalies',
        input: { ...range, ...entity },
        words: `what was unusual${service ? ` on ${service.name}` : ''}, ${during}`,
        page: '/incidents',
      };
    case 'incidents':
      return {
        operation: 'listIncidents',
        input: { ...absoluteOf(time, now), ...entity, limit: SHOWN },
        words: `incidents${of}, ${during}`,
        page: '/incidents',
      };
    case 'predictions':
      return {
        operation: 'listPredictions',
        input: { state: 'active,frozen', ...entity, limit: SHOWN },
        words: `what is coming${of}, now`,
        page: '/coming',
      };
  }
}

function rangeOf(
  time: AskedTime,
  now: Timestamp,
): { readonly last: string } | { readonly from: string; readonly to: string } {
  return time.kind === 'last' ? { last: formatDuration(time.length) } : absoluteOf(time, now);
}

function absoluteOf(time: AskedTime, now: Timestamp): { readonly from: string; readonly to: string } {
  switch (time.kind) {
    case 'last':
      return { from: formatTime(now - time.length), to: formatTime(now) };
    case 'range':
      return { from: formatTime(time.from), to: formatTime(time.to) };
    case 'before':
      return { from: formatTime(time.startedAt - BEFORE_MS), to: formatTime(time.startedAt) };
  }
}

function timeWords(time: AskedTime): string {
  if (time.kind === 'before') return `in the ${BEFORE_MS / HOUR} hours before ${time.incident}`;
  if (time.kind === 'range')
    return `from ${formatTime(time.from).slice(0, 16)} to ${formatTime(time.to).slice(0, 16)} UTC`;
  const hours = time.length / HOUR;
  const [count, unit] =
    hours < 1
      ? [Math.round(hours * 60), 'minute']
      : hours <= 48
        ? [Math.round(hours * 10) / 10, 'hour']
        : [Math.round(hours / 24), 'day'];
  return `in the last ${count === 1 ? unit : `${count} ${unit}s`}`;
}
