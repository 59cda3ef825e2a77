import type { MeasureKind } from '@foreshock/model/anomaly.ts';
import type { Series } from '@foreshock/model/series.ts';
import { isOfWaiting } from '../waiting-operations.ts';

/** How the points of a series become one number a minute, and in which space that number is compared. */
export interface Measure {
  readonly kind: MeasureKind;
  /** `level`: mean of the points. `rate`: growth per second. `p95`: of the observations, their mean where bins are missing. */
  readonly reading: 'level' | 'rate' | 'p95';
  readonly space: Space;
  /** Which way is bad. The other way is a finding, and never starts an incident. */
  readonly harm: 'up' | 'down' | 'either';
  /** Of the reading, for people. */
  readonly unit: string;
  /** Multiplies the reading into `unit`. */
  readonly factor: number;
}

/**
 * `plain`: as it is. `count`: square root of the number a minute, which gives counts of any size the same noise.
 * `log`: ratios count. `share`: log odds of a share of a limit. `queue`: square root of 1 + x.
 */
export type Space = 'plain' | 'count' | 'log' | 'share' | 'queue';

/** A time unit in milliseconds. */
const TIME_UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['ms', 1],
  ['s', 1_000],
  ['min', 60_000],
]);

/** Settings, identities and clocks: they change by decision, not by trouble. */
const NOT_MEASURES =
  /(?:[._](?:limit|request|max|capacity|uptime|info|timestamp|start_time|created|desired|inodes)|_limit|_request|min_replicas|max_replicas|last_scheduled.*)$/;
/** States that `detectors/hard-facts.ts` reads. */
const STATES =
  /^k8s\.(?:pod\.phase|container\.(?:ready|restarts|status.*)|node\.condition.*|(?:deployment|statefulset|replicaset|daemonset|job|hpa|cronjob|replication_controller)\..*|namespace\.phase)$/;

const ERRORS = /(?:error|fail|exception|reject|refus|dropped|timeout|aborted|5xx|panic)/;
const QUEUES = /(?:queue|backlog|pending|in_?flight|active_requests|[._]lag\b|unacked|waiting)/;
const SATURATION =
  /(?:cpu|memory|heap|rss|working_set|filesystem|disk|volume|connection|thread|file_descriptor|pool|inode)/;
const CPU_TIME = /cpu.*time|cpu_seconds/;
const TRAFFIC = /(?:request|call|message|record|event|operation|quer(?:y|ies)|transaction|command|hit|order)/;
const FREE = /(?:available|free|idle|remaining)/;
const LATENCY = /(?:duration|latency|response_time|wait_time|use_time|create_time|\bdelay)/;

/** How many milliseconds a unit of time is; `undefined` for other units. */
export function millisecondsOf(unit: string): number | undefined {
  return TIME_UNITS.get(unit);
}

/** What a series measures; `undefined` for what is not compared with a baseline. */
export function measureOf(series: Series): Measure | undefined {
  const name = series.metric.toLowerCase();
  if (NOT_MEASURES.test(name) || STATES.test(name)) return undefined;
  if (series.type === 'histogram' || series.type === 'exponential-histogram' || series.type === 'summary')
    return distribution(series, name);
  return series.type === 'sum' && series.monotonic ? counter(series, name) : gauge(series, name);
}

function distribution(series: Series, name: string): Measure | undefined {
  const milliseconds = TIME_UNITS.get(series.unit);
  if (milliseconds === undefined && !LATENCY.test(name)) {
    return { kind: 'other', reading: 'p95', space: 'log', harm: 'either', unit: series.unit, factor: 1 };
  }
  if (isOfWaiting(series.attributes)) return undefined;
  return {
    kind: 'latency',
    reading: 'p95',
    space: 'log',
    harm: 'up',
    unit: milliseconds === undefined ? series.unit : 'ms',
    factor: 1,
  };
}

function counter(series: Series, name: string): Measure {
  const unit = series.unit.startsWith('{') || series.unit === '' || series.unit === '1' ? '1/s' : `${series.unit}/s`;
  if (CPU_TIME.test(name))
    return { kind: 'saturation', reading: 'rate', space: 'plain', harm: 'up', unit: '{cpu}', factor: 1 };
  if (TIME_UNITS.has(series.unit))
    return { kind: 'other', reading: 'rate', space: 'plain', harm: 'either', unit, factor: 1 };
  if (ERRORS.test(name) || isFailure(series))
    return { kind: 'errors', reading: 'rate', space: 'count', harm: 'up', unit, factor: 1 };
  if (series.unit === 'By') return { kind: 'other', reading: 'rate', space: 'count', harm: 'either', unit, factor: 1 };
  return {
    kind: TRAFFIC.test(name) ? 'traffic' : 'other',
    reading: 'rate',
    space: 'count',
    harm: 'either',
    unit,
    factor: 1,
  };
}

function isFailure(series: Series): boolean {
  const status = series.attributes['http.response.status_code'] ?? series.attributes['http.status_code'] ?? '';
  return status.startsWith('5') || series.attributes['error.type'] !== undefined;
}

function gauge(series: Series, name: string): Measure {
  const base = { reading: 'level', factor: 1, unit: series.unit } as const;
  const harm = FREE.test(name) || FREE.test(series.attributes.state ?? '') ? 'down' : 'up';
  const milliseconds = TIME_UNITS.get(series.unit);
  if (milliseconds !== undefined && LATENCY.test(name)) {
    return { kind: 'latency', reading: 'level', space: 'log', harm: 'up', unit: 'ms', factor: milliseconds };
  }
  if (QUEUES.test(name)) return { ...base, kind: 'queue', space: 'queue', harm: 'up' };
  if (/utilization|usage_ratio|percent/.test(name)) {
    const isPercent = series.unit === '%' || /percent/.test(name);
    return { kind: 'saturation', reading: 'level', space: 'share', harm, unit: '1', factor: isPercent ? 0.01 : 1 };
  }
  if (SATURATION.test(name)) return { ...base, kind: 'saturation', space: 'plain', harm };
  if (ERRORS.test(name)) return { ...base, kind: 'errors', space: 'queue', harm: 'up' };
  return { ...base, kind: 'other', space: 'plain', harm: 'either' };
}

/** Shares outside are read as if at the edge: log odds have no value at 0 and 1. */
const SHARE_EDGE = 0.001;

/** A reading in the space where residuals are taken. `limit`: of a share the whole. */
export function toSpace(space: Space, value: number, limit = 1): number {
  switch (space) {
    case 'plain':
      return value;
    case 'count':
      return Math.sqrt(Math.max(0, value) * 60);
    case 'log':
      return Math.log(Math.max(value, 1e-9));
    case 'share': {
      const share = Math.max(SHARE_EDGE, Math.min(1 - SHARE_EDGE, value / limit));
      return Math.log(share / (1 - share));
    }
    case 'queue':
      return Math.sqrt(1 + Math.max(0, value));
  }
}

/** The reading that `x` in the space stands for. */
export function fromSpace(space: Space, x: number, limit = 1): number {
  switch (space) {
    case 'plain':
      return x;
    case 'count':
      return Math.max(0, x) ** 2 / 60;
    case 'log':
      return Math.exp(x);
    case 'share':
      return limit / (1 + Math.exp(-x));
    case 'queue':
      return Math.max(0, x * Math.abs(x) - 1);
  }
}

/** The least residual at `value` that means anything, in the space: 1 % of a level, 2 % of a latency, half a point of a share, one event. */
export function floorOf(space: Space, value: number, limit = 1): number {
  switch (space) {
    case 'plain':
      return 0.01 * Math.abs(value);
    case 'count':
    case 'queue':
      return 1;
    case 'log':
      return 0.02;
    case 'share': {
      const share = Math.max(SHARE_EDGE, Math.min(1 - SHARE_EDGE, value / limit));
      // Half a point on the scale of log odds; at the edges the slope would make it the whole scale.
      return Math.min(1, 0.005 / (share * (1 - share)));
    }
  }
}
