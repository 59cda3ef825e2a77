// A recorded day as the export requests that its Collectors would have sent, minute by minute in order of event time.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { type DurationMs, MINUTE, startOfMinute, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { AttributesToSend, LogRecord, Metric, ResourceGroup, Span } from '@foreshock/otlp/telemetry-to-send.ts';
import { readLogs } from './recorded-logs.ts';
import { readMetrics } from './recorded-metrics.ts';
import { resourceOfPod } from './recorded-resource.ts';
import { readSpans } from './recorded-spans.ts';
import type { RecordedDay } from './recorded-system.ts';

export interface RecordedMinute {
  readonly minute: Timestamp;
  readonly requests: readonly { readonly signal: Signal; readonly body: Uint8Array }[];
}

interface Item<Content> {
  readonly minute: Timestamp;
  readonly resource: AttributesToSend;
  readonly content: Content;
}

/** Minute files this near to each other are read together: traces run on from one into the next. */
const NEIGHBORS_WITHIN_MS = 2 * MINUTE;

/** `range` is in recorded time; `shift` is added to every time stamp. Minutes without records are left out. */
export function* recordedMinutes(day: RecordedDay, range: TimeRange, shift: DurationMs = 0): Generator<RecordedMinute> {
  const metrics = Map.groupBy(metricItems(day, shift), (item) => item.minute);
  const waiting = neighboringFiles(day).filter((files) => files.some((file) => isInside(file.time, range)));
  const spans = new Map<Timestamp, Item<Span>[]>();
  const logs = new Map<Timestamp, Item<LogRecord>[]>();
  for (let recorded = startOfMinute(range.from); recorded < range.to; recorded += MINUTE) {
    while (waiting[0] && waiting[0][0]!.time <= recorded + NEIGHBORS_WITHIN_MS) {
      const files = waiting.shift()!;
      for (const item of spanItems(day, files, shift)) put(spans, item);
      for (const item of logItems(day, files, shift)) put(logs, item);
    }
    const minute = recorded + shift;
    const requests = encode(metrics.get(minute) ?? [], takeUpTo(spans, minute), takeUpTo(logs, minute));
    if (requests.length > 0) yield { minute, requests };
  }
}

function encode(
  points: readonly Item<readonly Metric[]>[],
  spans: readonly Item<Span>[],
  logs: readonly Item<LogRecord>[],
): RecordedMinute['requests'] {
  const requests: { signal: Signal; body: Uint8Array }[] = [];
  const groups = points.map(({ resource, content }) => ({ resource, scopes: [{ records: content }] }));
  if (points.length > 0) requests.push({ signal: 'metrics', body: encodeMetrics(groups) });
  if (spans.length > 0) requests.push({ signal: 'traces', body: encodeTraces(byResource(spans)) });
  if (logs.length > 0) requests.push({ signal: 'logs', body: encodeLogs(byResource(logs)) });
  return requests;
}

function metricItems(day: RecordedDay, shift: DurationMs): Item<readonly Metric[]>[] {
  const nanos = nanosOf(shift);
  return readMetrics(day, nanos).map(({ resource, timeUnixNano, metrics }) => ({
    minute: minuteOf(timeUnixNano),
    resource,
    content: metrics,
  }));
}

function spanItems(day: RecordedDay, files: readonly MinuteFile[], shift: DurationMs): Item<Span>[] {
  const nanos = nanosOf(shift);
  return readSpans(day, namesIn(day, 'traces', files)).map(({ pod, span }) => {
    const endTimeUnixNano = span.endTimeUnixNano + nanos;
    return {
      minute: minuteOf(endTimeUnixNano),
      resource: resourceOfPod(pod, day.system),
      content: { ...span, startTimeUnixNano: span.startTimeUnixNano + nanos, endTimeUnixNano },
    };
  });
}

function logItems(day: RecordedDay, files: readonly MinuteFile[], shift: DurationMs): Item<LogRecord>[] {
  const nanos = nanosOf(shift);
  return readLogs(day, namesIn(day, 'logs', files)).map(({ pod, record }) => {
    const timeUnixNano = record.timeUnixNano! + nanos;
    return {
      minute: minuteOf(timeUnixNano),
      resource: resourceOfPod(pod, day.system),
      content: { ...record, timeUnixNano },
    };
  });
}

interface MinuteFile {
  /** Hours and minutes. */
  readonly name: string;
  readonly time: Timestamp;
}

function neighboringFiles(day: RecordedDay): MinuteFile[][] {
  const names = new Set(
    ['traces', 'logs'].flatMap((signal) => readdirSync(join(day.folder, signal)).map((file) => file.slice(0, 5))),
  );
  const groups: MinuteFile[][] = [];
  for (const name of [...names].sort()) {
    const file = { name, time: Date.parse(`${day.date}T${name.replace('-', ':')}:00Z`) };
    const last = groups.at(-1);
    if (last && file.time - last.at(-1)!.time <= NEIGHBORS_WITHIN_MS) last.push(file);
    else groups.push([file]);
  }
  return groups;
}

function namesIn(day: RecordedDay, signal: 'traces' | 'logs', files: readonly MinuteFile[]): string[] {
  return files.map((file) => file.name).filter((name) => existsSync(join(day.folder, signal, `${name}.csv.gz`)));
}

function isInside(time: Timestamp, range: TimeRange): boolean {
  return time >= range.from && time < range.to + MINUTE;
}

function put<Content>(into: Map<Timestamp, Item<Content>[]>, item: Item<Content>): void {
  const known = into.get(item.minute);
  if (known) known.push(item);
  else into.set(item.minute, [item]);
}

function takeUpTo<Content>(from: Map<Timestamp, Item<Content>[]>, minute: Timestamp): Item<Content>[] {
  const due = [...from.keys()].filter((other) => other <= minute).sort((a, b) => a - b);
  return due.flatMap((other) => {
    const items = from.get(other)!;
    from.delete(other);
    return items;
  });
}

function byResource<Content>(items: readonly Item<Content>[]): ResourceGroup<Content>[] {
  const groups = Map.groupBy(items, (item) => item.resource['k8s.pod.name']);
  return [...groups.values()].map((members) => ({
    resource: members[0]!.resource,
    scopes: [{ records: members.map((member) => member.content) }],
  }));
}

function nanosOf(duration: DurationMs): bigint {
  return BigInt(duration) * 1_000_000n;
}

function minuteOf(nanos: bigint): Timestamp {
  return startOfMinute(Number(nanos / 1_000_000n));
}
