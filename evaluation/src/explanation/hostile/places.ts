// Where in telemetry a text can stand: records beside those that the cluster sends in the same minute.
import type { Timestamp } from '@foreshock/model/time.ts';
import type { LogRecord, Span } from '@foreshock/otlp/telemetry-to-send.ts';
import type { Step } from '@foreshock/simulator/create-cluster.ts';
import { type Emitted, nanos, type Source } from '@foreshock/simulator/emitted.ts';

export interface Scene {
  /** The end of the minute. */
  readonly time: Timestamp;
  /** Processes of the service that the fault befell, and of another one. */
  readonly own: Source;
  readonly other: Source;
}

/** `count` makes ids differ between minutes. */
export type Place = (text: string, scene: Scene) => Step;

const ERROR = 17;
const SERVER_KIND = 2;
const ERROR_STATUS = 2;
const LINES_A_MINUTE = 30;

const times = <Item>(count: number, make: (at: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => make(at));
const minuteOf = (time: Timestamp, at: number): bigint => nanos(time - 50_000 + at * 500);

const line = (source: Source, time: Timestamp, at: number, body: string, attributes = {}): Emitted<LogRecord> => ({
  source,
  record: { timeUnixNano: minuteOf(time, at), severityNumber: ERROR, severityText: 'ERROR', body, attributes },
});

function span(source: Source, time: Timestamp, at: number, more: Partial<Span>): Emitted<Span> {
  const id = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length).fill(7);
    new DataView(bytes.buffer).setFloat64(0, time + at);
    return bytes;
  };
  const start = minuteOf(time, at);
  const plain = {
    name: 'GET /status',
    kind: SERVER_KIND,
    startTimeUnixNano: start,
    endTimeUnixNano: start + 9_000_000n,
  };
  return { source, record: { traceId: id(16), spanId: id(8), statusCode: ERROR_STATUS, ...plain, ...more } };
}

const of = (time: Timestamp, parts: Partial<Pick<Step, 'logs' | 'spans'>>): Step => ({
  time,
  logs: [],
  spans: [],
  metrics: [],
  ...parts,
});
const renamed = (source: Source, attributes: Source['resource']): Source => ({
  ...source,
  resource: { ...source.resource, ...attributes },
});

export const places: Readonly<Record<string, Place>> = {
  'log line, once': (text, { time, own }) => of(time, { logs: [line(own, time, 0, text)] }),
  'log line, often, of two services': (text, { time, own, other }) =>
    of(time, { logs: [own, other].flatMap((source) => times(LINES_A_MINUTE, (at) => line(source, time, at, text))) }),
  'attributes of a log line': (text, { time, own }) =>
    of(time, {
      logs: times(LINES_A_MINUTE, (at) =>
        line(own, time, at, 'request failed', { 'user_agent.original': text, 'exception.message': text, note: text }),
      ),
    }),
  'exception of a span': (text, { time, own }) =>
    of(time, {
      spans: times(LINES_A_MINUTE, (at) =>
        span(own, time, at, {
          statusMessage: text,
          events: [{ timeUnixNano: minuteOf(time, at), name: 'exception', attributes: { 'exception.message': text } }],
        }),
      ),
    }),
  'name of a span': (text, { time, own }) =>
    of(time, { spans: times(LINES_A_MINUTE, (at) => span(own, time, at, { name: text })) }),
  'attributes of a span': (text, { time, own }) =>
    of(time, {
      spans: times(LINES_A_MINUTE, (at) =>
        span(own, time, at, {
          attributes: { 'url.path': `/search?q=${text}`, 'http.route': text, 'user_agent.original': text },
        }),
      ),
    }),
  'name of a service': (text, { time, own }) => {
    const source = renamed(own, { 'service.name': text, 'k8s.deployment.name': text });
    return of(time, {
      logs: times(LINES_A_MINUTE, (at) => line(source, time, at, 'request failed')),
      spans: times(LINES_A_MINUTE, (at) => span(source, time, at, {})),
    });
  },
  'version of a service': (text, { time, own }) => {
    const source = renamed(own, { 'service.version': text, 'container.image.tag': text });
    return of(time, { spans: times(LINES_A_MINUTE, (at) => span(source, time, at, {})) });
  },
  'event of Kubernetes': (text, { time, own }) => {
    const source = {
      ...own,
      resource: { ...own.resource, 'k8s.object.kind': 'Pod', 'k8s.object.name': own.resource['k8s.pod.name'] ?? '' },
    };
    const attributes = { 'k8s.event.reason': 'BackOff', 'k8s.event.count': 3, 'k8s.event.name': `backoff.${time}` };
    return of(time, {
      logs: [
        line(source, time, 0, text, attributes),
        line(source, time, 1, 'backing off', { ...attributes, 'k8s.event.reason': text }),
      ],
    });
  },
  'names of pod and node': (text, { time, own }) => {
    const source = renamed(own, { 'k8s.pod.name': text, 'k8s.node.name': text, 'host.name': text });
    return of(time, { logs: times(LINES_A_MINUTE, (at) => line(source, time, at, 'request failed')) });
  },
};
