import type { EntityId } from '@foreshock/model/entity.ts';
import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import type { BoundedSample } from './bounded-resource.ts';

interface Course {
  readonly entity: EntityId;
  readonly measure: string;
  readonly instance: string;
  readonly minutes: Timestamp[];
  /** Percent of the limit. */
  readonly percents: number[];
}

/** How full each bounded resource was, minute by minute, for as long as an incident may reach back. */
export type BoundedHistory = Map<string, Course>;

/** A catch-up chunk of six hours and the reference hour before it. */
const KEPT_MINUTES = 8 * 60;

export function observeBounded(history: BoundedHistory, minute: Timestamp, samples: readonly BoundedSample[]): void {
  for (const sample of samples) {
    let course = history.get(sample.series);
    if (!course) {
      course = { entity: sample.entity, measure: sample.measure, instance: sample.instance, minutes: [], percents: [] };
      history.set(sample.series, course);
    }
    course.minutes.push(minute);
    course.percents.push((100 * sample.value) / sample.limit);
    if (course.minutes.length > KEPT_MINUTES) {
      course.minutes.shift();
      course.percents.shift();
    }
  }
}

/** Courses split into what was before and what came after, in the shape that the root-cause step reads. */
export function utilisationsAround(
  history: BoundedHistory,
  before: TimeRange,
  after: TimeRange,
  excluded: readonly TimeRange[],
) {
  return [...history.values()].map((course) => ({
    entity: course.entity,
    measure: course.measure,
    instance: course.instance,
    before: pick(course, (minute) => inside(minute, before) && !excluded.some((range) => inside(minute, range))),
    after: pick(course, (minute) => inside(minute, after)),
  }));
}

function inside(minute: Timestamp, range: TimeRange): boolean {
  return minute >= range.from && minute < range.to;
}

function pick(course: Course, wanted: (minute: Timestamp) => boolean): number[] {
  return course.percents.filter((_, index) => wanted(course.minutes[index]!));
}
