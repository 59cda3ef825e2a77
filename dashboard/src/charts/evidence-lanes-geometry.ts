import type { Sparkline } from '@foreshock/model/evidence.ts';
import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { extent, line, scaleLinear } from 'd3';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

export type LaneGroup = 'metrics' | 'logs' | 'traces' | 'events' | 'changes';

/** One measure of the lanes. Logs are drawn as bars, metrics and traces as lines, events and changes as marks. */
export interface EvidenceLane {
  readonly id: string;
  readonly group: LaneGroup;
  readonly name: string;
  readonly note: string;
  /** The fact that it shows, or 0. */
  readonly number: number;
  readonly course: Sparkline | undefined;
  readonly marks: readonly { readonly time: Timestamp; readonly text: string }[];
  /** Where it was unusual: `surprise` 0 to 12. */
  readonly ribbon: readonly { readonly range: TimeRange; readonly surprise: number }[];
  /** The last value in words. */
  readonly latest: string;
}

export interface PlacedEvidenceLane {
  readonly lane: EvidenceLane;
  readonly top: number;
  readonly base: number;
  readonly path: string;
  readonly bars: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  readonly marks: readonly { readonly x: number; readonly text: string; readonly labelled: boolean }[];
  readonly ribbon: readonly { readonly x: number; readonly width: number; readonly opacity: number }[];
}

export interface EvidenceLanes {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly lanes: readonly PlacedEvidenceLane[];
  readonly namesAbove: boolean;
  readonly laneHeight: number;
}

const TOP = 30;

/** Series, counts and marks of several signals on one axis of time, each with a ribbon of surprise below. */
export function layOutEvidenceLanes(lanes: readonly EvidenceLane[], range: TimeRange, width: number): EvidenceLanes {
  const namesAbove = width < 620;
  const laneHeight = namesAbove ? 62 : 46;
  const time = timeScale(range, namesAbove ? 0 : 176, width - 8);
  return {
    time,
    top: TOP,
    bottom: TOP + lanes.length * laneHeight,
    namesAbove,
    laneHeight,
    lanes: lanes.map((lane, i) => placeLane(lane, TOP + i * laneHeight, laneHeight, namesAbove ? 34 : 26, time)),
  };
}

function placeLane(
  lane: EvidenceLane,
  top: number,
  laneHeight: number,
  room: number,
  time: TimeScale,
): PlacedEvidenceLane {
  const base = top + laneHeight - 10;
  const points = (lane.course?.values ?? []).map((value, i) => ({
    value,
    at: lane.course!.from + i * lane.course!.step,
  }));
  const inside = points.filter((point) => point.at >= time.range.from && point.at <= time.range.to);
  const [low = 0, high = 1] = extent(inside.flatMap((point) => point.value ?? []));
  const floor = lane.group === 'logs' ? 0 : low;
  const y = scaleLinear([floor, high > floor ? high : floor + 1], [base, base - room]);
  const step = lane.course ? Math.max(1, time.x(time.range.from + lane.course.step) - time.left) : 1;
  let labelEnd = Number.NEGATIVE_INFINITY;
  return {
    lane,
    top,
    base,
    path:
      lane.group === 'logs'
        ? ''
        : (line<(typeof inside)[number]>()
            .defined((point) => point.value !== undefined)
            .x((point) => time.x(point.at))
            .y((point) => y(point.value ?? 0))(inside) ?? ''),
    bars:
      lane.group === 'logs'
        ? inside.flatMap(({ at, value }) =>
            value ? [{ x: time.x(at), y: y(value), width: Math.max(1, step - 1), height: base - y(value) }] : [],
          )
        : [],
    marks: lane.marks
      .filter((mark) => mark.time >= time.range.from && mark.time <= time.range.to)
      .sort((a, b) => a.time - b.time)
      .map((mark) => {
        const x = time.x(mark.time);
        const length = mark.text.length * 6.6 + 14;
        const labelled = x > labelEnd && x + length < time.right;
        if (labelled) labelEnd = x + length;
        return { x, text: mark.text, labelled };
      }),
    ribbon: lane.ribbon
      .filter((part) => part.range.to >= time.range.from && part.range.from <= time.range.to)
      .map((part) => ({
        x: time.x(part.range.from),
        width: Math.max(2, time.x(part.range.to) - time.x(part.range.from)),
        opacity: 0.15 + 0.85 * Math.min(1, part.surprise / 8),
      })),
  };
}
