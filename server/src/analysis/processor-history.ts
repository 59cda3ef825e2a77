import type { EntityId } from '@foreshock/model/entity.ts';
import { isWithin, MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from './minute-frame.ts';
import type { ProcessorUse } from './root-cause/neighbor.ts';

/** Cores by minute that the pods of a workload, or a node, used together. */
export type ProcessorHistory = Map<EntityId, Map<Timestamp, number>>;

/** As the Collector's kubelet receiver sends it. */
const USAGE = /^k8s\.(?:pod|node)\.cpu\.usage$/;
/** A catch-up chunk of six hours and the reference hour before it. */
const KEPT_MS = 8 * 60 * MINUTE;

export function observeProcessors(history: ProcessorHistory, frame: MinuteFrame): void {
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    if (!series || !USAGE.test(series.metric)) continue;
    const course = history.get(series.entity) ?? new Map<Timestamp, number>();
    history.set(series.entity, course);
    course.set(frame.minute, (course.get(frame.minute) ?? 0) + rollup.last);
  }
  for (const [entity, course] of history) {
    for (const minute of course.keys()) {
      if (frame.minute - minute <= KEPT_MS) break;
      course.delete(minute);
    }
    if (course.size === 0) history.delete(entity);
  }
}

/** Split into what was usual and what came after, in the shape that the root-cause step reads. */
export function processorsAround(
  history: ProcessorHistory,
  before: TimeRange,
  after: TimeRange,
  excluded: readonly TimeRange[],
): ProcessorUse[] {
  return [...history].map(([entity, course]) => {
    const pick = (wanted: (minute: Timestamp) => boolean): number[] =>
      [...course].filter(([minute]) => wanted(minute)).map(([, cores]) => cores);
    return {
      entity,
      before: pick((minute) => isWithin(minute, before) && !excluded.some((range) => isWithin(minute, range))),
      after: pick((minute) => isWithin(minute, after)),
    };
  });
}
