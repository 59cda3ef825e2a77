// A recorded day as the export requests that its Collectors would have sent, minute by minute in order of event time.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { type DurationMs, MINUTE, startOfMinute, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { AttributesToSend, LogRecord, ResourceGroup, Span } from '@foreshock/otlp/telemetry-to-send.ts';
import { readLogs } from './recorded-logs.ts';
import { type RecordedPoints, readMetrics, shiftGauge } from './recorded-metrics.ts';
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

export interface Recording {
  /**
   * `range` is in recorded time and of whole minutes; `shift` is added to every time stamp. Traces that reach beyond the
   * range are left out whole. Minutes without records are left out too.
   */
  minutes(range: TimeRange, shift: DurationMs): Generator<RecordedMinute>;
}

/**
 * The metrics of a day are read once, traces and logs as they are asked for. `namespace`: of Kubernetes, in all resources.
 */
export function openRecording(day: RecordedDay, namespace: string): Recording {
  const metrics = Map.groupBy(readMetrics(day, namespace), (points) => minuteOf(points.timeUnixNano));
  const all = minuteFiles(day);
  return {
    *minutes(range, shift) {
      const files = all.filter(({ time }) => time >= range.from && time < range.to + MINUTE);
      const spans = Map.groupBy(spanItems(day, files, namespace, range, shift), (item) => item.minute);
      const logs = Map.groupBy(logItems(day, files, namespace, shift), (item) => item.minute);
      for (let recorded = range.from; recorded < range.to; recorded += MINUTE) {
        const minute = recorded + shift;
        const points = metrics.get(recorded) ?? [];
        const requests = encode(points, shift, spans.get(minute) ?? [], logs.get(minute) ?? []);
        if (requests.length > 0) yield { minute, requests };
      }
    },
  };
}

function encode(
  points: readonly RecordedPoints[],
  shift: DurationMs,
  spans: readonly Item<Span>[],
  logs: readonly Item<LogRecord>[],
): RecordedMinute['requests'] {
  const requests: { signal: Signal; body: Uint8Array }[] = [];
  const groups = points.map(({ resource, metrics }) => ({
    resource,
    scopes: [{ records: metrics.map((gauge) => shiftGauge(gauge, nanosOf(shift))) }],
  }));
  if (points.length > 0) requests.push({ signal: 'metrics', body: encodeMetrics(groups) });
  if (spans.length > 0) requests.push({ signal: 'traces', body: encodeTraces(byResource(spans)) });
  if (logs.length > 0) requests.push({ signal: 'logs', body: encodeLogs(byResource(logs)) });
  return requests;
}

function spanItems(
  day: RecordedDay,
  files: readonly MinuteFile[],
  namespace: string,
  range: TimeRange,
  shift: DurationMs,
): Item<Span>[] {
  const nanos = nanosOf(shift);
  const [from, to] = [nanosOf(range.from), nanosOf(range.to)];
  const recorded = readSpans(day, namesIn(day, 'traces', files));
  const reaching = new Set<string>();
  for (const { traceId, span } of recorded)
    if (span.startTimeUnixNano < from || span.endTimeUnixNano >= to) reaching.add(traceId);
  return recorded
    .filter(({ traceId }) => !reaching.has(traceId))
    .map(({ pod, span }) => {
      const endTimeUnixNano = span.endTimeUnixNano + nanos;
      return {
        minute: minuteOf(endTimeUnixNano),
        resource: resourceOfPod(pod, namespace),
        content: { ...span, startTimeUnixNano: span.startTimeUnixNano + nanos, endTimeUnixNano },
      };
    });
}

function logItems(
  day: RecordedDay,
  files: readonly MinuteFile[],
  namespace: string,
  shift: DurationMs,
): Item<LogRecord>[] {
  const nanos = nanosOf(shift);
  return readLogs(day, namesIn(day, 'logs', files)).map(({ pod, record }) => {
    const timeUnixNano = record.timeUnixNano! + nanos;
    return {
      minute: minuteOf(timeUnixNano),
      resource: resourceOfPod(pod, namespace),
      content: { ...record, timeUnixNano },
    };
  });
}

interface MinuteFile {
  /** Hours and minutes. */
  readonly name: string;
  readonly time: Timestamp;
}

/** A file holds records of its own minute and of the one before. */
function minuteFiles(day: RecordedDay): MinuteFile[] {
  const names = new Set(
    ['traces', 'logs'].flatMap((signal) => readdirSync(join(day.folder, signal)).map((file) => file.slice(0, 5))),
  );
  return [...names].sort().map((name) => ({ name, time: Date.parse(`${day.date}T${name.replace('-', ':')}:00Z`) }));
}

function namesIn(day: RecordedDay, signal: 'traces' | 'logs', files: readonly MinuteFile[]): string[] {
  return files.map((file) => file.name).filter((name) => existsSync(join(day.folder, signal, `${name}.csv.gz`)));
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
