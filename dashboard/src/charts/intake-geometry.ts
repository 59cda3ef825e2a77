import type { TimeRange } from '@foreshock/model/time.ts';
import { scaleLinear } from 'd3';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

export interface IntakeStep {
  readonly received: number;
  readonly notStored: number;
}

export interface IntakeLayout {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly bars: readonly {
    readonly x: number;
    readonly width: number;
    readonly allY: number;
    readonly goneY: number;
    readonly step: IntakeStep;
  }[];
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
}

/** What came in as light bars from zero, what of it was not stored as solid ones in front. `step` in ms, the first at `range.from`. */
export function layOutIntake(
  steps: readonly IntakeStep[],
  range: TimeRange,
  step: number,
  width: number,
): IntakeLayout {
  const [top, bottom] = [10, 74];
  const time = timeScale(range, 52, width - 4);
  const y = scaleLinear([0, Math.max(1, ...steps.map((one) => one.received))], [bottom, top]).nice(2);
  return {
    time,
    top,
    bottom,
    bars: steps.map((one, index) => {
      const x = time.x(range.from + index * step);
      return {
        x,
        width: Math.max(1, time.x(range.from + (index + 1) * step) - x - 1),
        allY: y(one.received),
        goneY: y(Math.min(one.received, one.notStored)),
        step: one,
      };
    }),
    ticks: y.ticks(2).map((value) => ({ y: y(value), value })),
  };
}
