// Sends what `/metrics` shows, and each change of a state, to a Collector. Nothing waits for it: what cannot be sent is
// counted, and of metrics the next sending holds all again.

import type { Result } from '@foreshock/model/known-error.ts';
import { MINUTE, nanosecondsOf, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import type { LogRecord, Metric as OtlpMetric } from '@foreshock/otlp/telemetry-to-send.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { postOutbound } from '../base/net/outbound-request.ts';
import { every } from '../base/schedule.ts';
import type { Metric, SelfTelemetry } from '../base/self-telemetry.ts';

export interface PushOptions {
  /** `http://collector:4318`; paths are added. */
  readonly endpoint: string;
  /** Value of the header; empty for none. */
  readonly authorization: string;
  readonly intervalMs: number;
  readonly resource: Readonly<Record<string, string>>;
  readonly gather: () => Promise<Result<readonly Metric[]>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
}

export interface OtlpPush {
  /** A change of a state, sent with the next ones. */
  log(record: LogRecord): void;
  /** Sends what waits, once. */
  stop(): Promise<void>;
}

const SEND_WITHIN_MS = 10 * SECOND;
const LOGS_EVERY_MS = 2 * SECOND;
/** Of a Collector that is away; the oldest give way. */
const MOST_WAITING = 2_000;
const MOST_ANSWER_BYTES = 64 * 1024;

export function startOtlpPush(options: PushOptions): OtlpPush {
  const { clock, logger, telemetry } = options;
  const startedAt = clock.now();
  const waiting: LogRecord[] = [];
  const lost = telemetry.counter('foreshock.exposition.lost', {
    unit: '{sending}',
    description: 'Sendings of metrics and records of state changes that did not reach the endpoint, by kind.',
  });
  let complainedAt = Number.NEGATIVE_INFINITY;
  const complain = (why: string): void => {
    if (clock.now() - complainedAt < MINUTE) return;
    complainedAt = clock.now();
    logger.warn('telemetry not sent', { why });
  };
  const scope = { name: 'foreshock' };
  const sendMetrics = async (): Promise<void> => {
    const gathered = await options.gather();
    if (!gathered.ok) return complain(gathered.error.code);
    const records = gathered.value.map((metric) => otlpMetric(metric, startedAt, clock.now()));
    const body = encodeMetrics([{ resource: options.resource, scopes: [{ ...scope, records }] }]);
    const why = await send(options, '/v1/metrics', body);
    if (why === undefined) return;
    lost.add(1, { kind: 'metrics' });
    complain(why);
  };
  const sendLogs = async (): Promise<void> => {
    const records = waiting.splice(0);
    if (records.length === 0) return;
    const body = encodeLogs([{ resource: options.resource, scopes: [{ ...scope, records }] }]);
    const why = await send(options, '/v1/logs', body);
    if (why === undefined) return;
    complain(why);
    waiting.unshift(...records);
    const over = waiting.length - MOST_WAITING;
    if (over > 0) lost.add(waiting.splice(0, over).length, { kind: 'state change' });
  };
  const onError = (error: unknown): void => logger.error('telemetry not sent', { error });
  const schedules = [
    every({ intervalMs: options.intervalMs, work: sendMetrics, onError }),
    every({ intervalMs: LOGS_EVERY_MS, work: sendLogs, onError }),
  ];
  return {
    log: (record) => void waiting.push(record),
    async stop() {
      await Promise.all(schedules.map((schedule) => schedule.stop()));
      await sendLogs();
    },
  };
}

/** Why it was not taken; `undefined` when it was. */
async function send(
  { endpoint, authorization }: PushOptions,
  path: string,
  body: Uint8Array,
): Promise<string | undefined> {
  const answer = await postOutbound({
    url: `${endpoint.replace(/\/$/, '')}${path}`,
    headers: { 'content-type': 'application/x-protobuf', ...(authorization !== '' && { authorization }) },
    body,
    signal: AbortSignal.timeout(SEND_WITHIN_MS),
    maxAnswerBytes: MOST_ANSWER_BYTES,
  });
  if (!answer.ok) return answer.error.message;
  return answer.value.status >= 200 && answer.value.status < 300 ? undefined : `status ${answer.value.status}`;
}

function otlpMetric(metric: Metric, startedAt: Timestamp, now: Timestamp): OtlpMetric {
  const { name, description, unit } = metric;
  const times = { timeUnixNano: nanosecondsOf(now), startTimeUnixNano: nanosecondsOf(startedAt) };
  const points = metric.points.map(({ labels, value }) => ({ ...times, attributes: labels, value }));
  switch (metric.kind) {
    case 'gauge':
      return { name, description, unit, type: 'gauge', points };
    case 'counter':
      return { name, description, unit, type: 'sum', temporality: CUMULATIVE, monotonic: true, points };
    case 'histogram':
      return {
        name,
        description,
        unit,
        type: 'histogram',
        temporality: CUMULATIVE,
        points: metric.points.map(({ labels, value, bucketCounts = [] }) => ({
          ...times,
          attributes: labels,
          sum: value,
          count: bucketCounts.reduce((sum, count) => sum + count, 0),
          counts: bucketCounts,
          bounds: metric.bounds ?? [],
        })),
      };
  }
}

const CUMULATIVE = 2;
