import type { EntityId } from '@foreshock/model/entity.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { HOUR, isWithin, MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { BoundedSample } from './bounded-resource.ts';
import { riseStart } from './statistics/rise-start.ts';

interface Course {
  readonly entity: EntityId;
  readonly measure: string;
  readonly instance: string;
  readonly minutes: Timestamp[];
  /** Percent of the limit. */
  readonly percents: number[];
  limit: number;
}

/** How full each bounded resource was, minute by minute, for as long as an incident may reach back. */
export type BoundedHistory = Map<SeriesId, Course>;

/** A catch-up chunk of six hours and the reference hour before it. */
const KEPT_MINUTES = 8 * 60;

export function observeBounded(history: BoundedHistory, minute: Timestamp, samples: readonly BoundedSample[]): void {
  for (const sample of samples) {
    let course = history.get(sample.series);
    if (!course) {
      course = {
        entity: sample.entity,
        measure: sample.measure,
        instance: sample.instance,
        minutes: [],
        percents: [],
        limit: 0,
      };
      history.set(sample.series, course);
    }
    course.limit = sample.limit;
    course.minutes.push(minute);
    course.percents.push((100 * sample.value) / sample.limit);
    if (course.minutes.length > KEPT_MINUTES) {
      course.minutes.shift();
      course.percents.shift();
    }
  }
}

/** A slow rise may have begun this long before the harm. */
const RISE_BACK_MS = 6 * HOUR;
/** Of a rise that began longer before the harm than this, what was usual lies before its start. */
const SLOW_RISE_MS = 5 * MINUTE;
const MIN_USUAL_MINUTES = 5;
const HALF = 50;

/** Courses split into what was before and what came after, in the shape that the root-cause step reads. */
export function utilisationsAround(
  history: BoundedHistory,
  before: TimeRange,
  after: TimeRange,
  excluded: readonly TimeRange[],
) {
  return [...history].map(([series, course]) => {
    const risenSince = riseOf(course, after);
    const isUsual = (minute: Timestamp): boolean => !excluded.some((range) => isWithin(minute, range));
    const isSlow = risenSince !== undefined && risenSince < before.to - SLOW_RISE_MS;
    const level = isSlow ? { from: risenSince - (before.to - before.from), to: risenSince } : before;
    const known = pick(course, (minute) => isWithin(minute, level) && isUsual(minute));
    // What rises since it exists was usual where it began.
    const usual = isSlow && known.length < MIN_USUAL_MINUTES ? beginningOf(course, risenSince) : known;
    return {
      entity: course.entity,
      measure: course.measure,
      series,
      instance: course.instance,
      limit: course.limit,
      before:
        usual.length >= MIN_USUAL_MINUTES
          ? usual
          : pick(course, (minute) => isWithin(minute, before) && isUsual(minute)),
      after: pick(course, (minute) => isWithin(minute, after)),
      ...(risenSince !== undefined && { risenSince }),
    };
  });
}

/** Of the measures wanted, those that stand above half of the limit, in the same shape: how they rose is not asked. */
export function highUtilisations(
  history: BoundedHistory,
  isWanted: (measure: string) => boolean,
  before: TimeRange,
  after: TimeRange,
  excluded: readonly TimeRange[],
) {
  return [...history].flatMap(([series, course]) => {
    const { entity, measure, instance, limit } = course;
    if (!(course.percents.at(-1)! > HALF) || !isWanted(measure)) return [];
    const isUsual = (minute: Timestamp): boolean =>
      isWithin(minute, before) && !excluded.some((range) => isWithin(minute, range));
    return {
      ...{ entity, measure, series, instance, limit },
      before: pick(course, isUsual),
      after: pick(course, (minute) => isWithin(minute, after)),
    };
  });
}

function beginningOf(course: Course, from: Timestamp): number[] {
  return pick(course, (minute) => minute >= from - MIN_USUAL_MINUTES * MINUTE).slice(0, MIN_USUAL_MINUTES);
}

/** When the course that ends with `after` began to rise, if it did. */
function riseOf(course: Course, after: TimeRange): Timestamp | undefined {
  const range = { from: after.from - RISE_BACK_MS, to: after.to };
  const first = course.minutes.findIndex((minute) => isWithin(minute, range));
  const start = first < 0 ? undefined : riseStart(pick(course, (minute) => isWithin(minute, range)));
  return start === undefined ? undefined : course.minutes[first + start];
}

function pick(course: Course, wanted: (minute: Timestamp) => boolean): number[] {
  return course.percents.filter((_, index) => wanted(course.minutes[index]!));
}
