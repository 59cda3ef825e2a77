import type { Timestamp } from '@foreshock/model/time.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import type { BoundedSample } from '@foreshock/server/analysis/bounded-resource.ts';
import type { SimpleRule } from './run-record.ts';

/** Alarm rules as most teams have them, to be compared with. Both wait for five minutes, as such rules do. */
export interface SimpleRules {
  observe(minute: Timestamp, samples: readonly BoundedSample[]): void;
  alarms(rule: SimpleRule): readonly SampledAlarm[];
}

export interface SampledAlarm {
  readonly entity: string;
  readonly measure: string;
  readonly from: Timestamp;
  to?: Timestamp;
}

/** `predict_linear(used[1h], 4 * 3600) > limit`, `for: 5m`. */
const WINDOW_MINUTES = 60;
const AHEAD_MINUTES = 4 * 60;
const NINE_TENTHS = 0.9;
const FOR_MINUTES = 5;
/** A line through fewer points than these says nothing. */
const LEAST_POINTS = 10;

interface Course {
  readonly minutes: number[];
  readonly shares: number[];
  readonly held: Record<SimpleRule, number>;
  readonly open: Partial<Record<SimpleRule, SampledAlarm>>;
}

export function createSimpleRules(nameOf: (entity: BoundedSample['entity']) => string): SimpleRules {
  const courses = new Map<string, Course>();
  const alarms: Record<SimpleRule, SampledAlarm[]> = { predictLinear: [], nineTenths: [] };

  function judge(course: Course, rule: SimpleRule, holds: boolean, sample: BoundedSample, minute: Timestamp): void {
    course.held[rule] = holds ? course.held[rule] + 1 : 0;
    const open = course.open[rule];
    if (!holds && open) {
      open.to = minute;
      delete course.open[rule];
    }
    if (course.held[rule] < FOR_MINUTES || open) return;
    const alarm = { entity: nameOf(sample.entity), measure: sample.measure, from: minute + MINUTE };
    course.open[rule] = alarm;
    alarms[rule].push(alarm);
  }

  return {
    observe(minute, samples) {
      for (const sample of samples) {
        let course = courses.get(sample.series);
        if (!course) {
          course = { minutes: [], shares: [], held: { predictLinear: 0, nineTenths: 0 }, open: {} };
          courses.set(sample.series, course);
        }
        course.minutes.push(minute / MINUTE);
        course.shares.push(sample.value / sample.limit);
        while (course.minutes[0]! <= minute / MINUTE - WINDOW_MINUTES) {
          course.minutes.shift();
          course.shares.shift();
        }
        const ahead = extrapolate(course.minutes, course.shares, minute / MINUTE + AHEAD_MINUTES);
        judge(course, 'predictLinear', ahead !== undefined && ahead >= 1, sample, minute);
        judge(course, 'nineTenths', sample.value >= NINE_TENTHS * sample.limit, sample, minute);
      }
    },
    alarms: (rule) => alarms[rule],
  };
}

export const SIMPLE_RULES_NEED_MS = HOUR;

/** The least-squares line through the points, at `at`. */
export function extrapolate(xs: readonly number[], ys: readonly number[], at: number): number | undefined {
  const n = xs.length;
  if (n < LEAST_POINTS) return undefined;
  const meanX = xs.reduce((sum, x) => sum + x, 0) / n;
  const meanY = ys.reduce((sum, y) => sum + y, 0) / n;
  let sxx = 0;
  let sxy = 0;
  for (let i = 0; i < n; i++) {
    sxx += (xs[i]! - meanX) ** 2;
    sxy += (xs[i]! - meanX) * (ys[i]! - meanY);
  }
  return sxx === 0 ? undefined : meanY + (sxy / sxx) * (at - meanX);
}
