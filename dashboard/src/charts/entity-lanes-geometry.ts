import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import type { OnsetSlice } from './onset-density.ts';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

/** One thing that was seen at an entity, or is expected there. */
export interface LaneEvent {
  readonly id: string;
  readonly kind: 'change' | 'message' | 'unusual' | 'harm' | 'expected';
  readonly from: Timestamp;
  /** Same as `from` for moments. */
  readonly to: Timestamp;
  /** -log10 p, 0 to 12: the height of a bar. */
  readonly surprise: number;
  readonly text: string;
  /** Numbers of the facts that show it. */
  readonly numbers: readonly number[];
}

export interface EntityLane {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly events: readonly LaneEvent[];
  /** The odds of what is expected here, from `issued`. */
  readonly odds?: { readonly issued: Timestamp; readonly slices: readonly OnsetSlice[] };
}

/** One thing acting on another at a time: seen, or expected. */
export interface LaneArrow {
  readonly from: string;
  readonly to: string;
  readonly time: Timestamp;
  readonly seen: boolean;
}

export interface EntityLanesOptions {
  readonly width: number;
  readonly range: TimeRange;
  readonly lanes: readonly EntityLane[];
  readonly arrows: readonly LaneArrow[];
}

export interface PlacedEvent {
  readonly event: LaneEvent;
  readonly x: number;
  readonly width: number;
  readonly height: number;
  /** Empty where another label stands already. */
  readonly label: string;
  readonly labelX: number;
  readonly anchor: 'start' | 'end';
}

export interface PlacedLane {
  readonly lane: EntityLane;
  readonly top: number;
  readonly base: number;
  readonly events: readonly PlacedEvent[];
  readonly ink: readonly { readonly x: number; readonly width: number; readonly opacity: number }[];
}

export interface EntityLanes {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly laneHeight: number;
  readonly lanes: readonly PlacedLane[];
  readonly arrows: readonly { readonly x: number; readonly y1: number; readonly y2: number; readonly seen: boolean }[];
  /** Names stand above their lanes where there is no label column. */
  readonly namesAbove: boolean;
}

const TOP = 22;
/** Width of one character of a 12 px label, on the safe side. */
const CHARACTER = 6.6;

/** One lane per entity on one axis of time: bars for what was unusual, triangles for changes, arrows for what acts on what. */
export function layOutEntityLanes({ width, range, lanes, arrows }: EntityLanesOptions): EntityLanes {
  const namesAbove = width < 620;
  const laneHeight = namesAbove ? 60 : 50;
  const time = timeScale(range, namesAbove ? 0 : 150, width - 8);
  const placed = lanes.map((lane, i) => {
    const top = TOP + i * laneHeight;
    return { lane, top, base: top + laneHeight - 12, events: placeEvents(lane, time), ink: inkOf(lane, time) };
  });
  const baseOf = new Map(placed.map((lane) => [lane.lane.id, lane.base]));
  return {
    time,
    top: TOP,
    bottom: TOP + lanes.length * laneHeight,
    laneHeight,
    lanes: placed,
    arrows: arrows.flatMap((arrow) => {
      const [y1, y2] = [baseOf.get(arrow.from), baseOf.get(arrow.to)];
      if (y1 === undefined || y2 === undefined || y1 === y2) return [];
      return [{ x: time.x(arrow.time), y1: y1 + (y2 > y1 ? 2 : -14), y2: y2 + (y2 > y1 ? -16 : 4), seen: arrow.seen }];
    }),
    namesAbove,
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Names of bars and of what is expected stand above them; names of moments beside them. */
function placeEvents(lane: EntityLane, time: TimeScale): PlacedEvent[] {
  const inside = lane.events.filter((event) => event.to >= time.range.from && event.from <= time.range.to);
  const extents = new Map(
    inside.map((event) => [
      event,
      { from: time.x(event.from) - 6, to: Math.max(time.x(event.to), time.x(event.from) + 3) + 6 },
    ]),
  );
  const above: Span[] = [];
  const beside: Span[] = [];
  const labels = new Map<LaneEvent, { readonly x: number; readonly anchor: 'start' | 'end' }>();
  // The most surprising thing gets its label first.
  for (const event of [...inside].sort((a, b) => weight(b) - weight(a))) {
    const isAbove = event.kind === 'unusual' || event.kind === 'harm' || event.kind === 'expected';
    const { from, to } = extents.get(event)!;
    const length = event.text.length * CHARACTER + event.numbers.length * 20;
    const taken = isAbove
      ? above
      : [...beside, ...inside.filter((other) => other !== event).map((other) => extents.get(other)!)];
    const choices = isAbove
      ? [
          { x: from + 6, anchor: 'start' as const, from: from + 6, to: from + 6 + length },
          {
            x: Math.min(to, time.right),
            anchor: 'end' as const,
            from: Math.min(to, time.right) - length,
            to: Math.min(to, time.right),
          },
        ]
      : [
          { x: to + 2, anchor: 'start' as const, from: to, to: to + 2 + length },
          { x: from - 2, anchor: 'end' as const, from: from - 2 - length, to: from },
        ];
    const free = choices.find(
      (choice) =>
        choice.from >= time.left - 4 &&
        choice.to <= time.right + 4 &&
        taken.every((other) => choice.to < other.from || choice.from > other.to),
    );
    if (!free) continue;
    (isAbove ? above : beside).push({ from: free.from - 4, to: free.to + 4 });
    labels.set(event, free);
  }
  return inside.map((event) => {
    const x = time.x(event.from);
    const label = labels.get(event);
    return {
      event,
      x,
      width: Math.max(3, time.x(event.to) - x),
      height: 5 + Math.min(12, event.surprise) * 1.2,
      label: label ? event.text : '',
      labelX: label?.x ?? x,
      anchor: label?.anchor ?? 'start',
    };
  });
}

function weight(event: LaneEvent): number {
  return event.kind === 'harm' || event.kind === 'expected'
    ? 100 + event.surprise
    : event.kind === 'change'
      ? 50
      : event.surprise;
}

function inkOf(lane: EntityLane, time: TimeScale): PlacedLane['ink'] {
  const { odds } = lane;
  if (!odds) return [];
  const most = Math.max(1e-12, ...odds.slices.map((slice) => slice.probability / (slice.to - slice.from)));
  return odds.slices
    .filter((slice) => odds.issued + slice.from < time.range.to)
    .map((slice) => {
      const x = time.x(odds.issued + slice.from);
      const opacity = 0.08 + 0.85 * (slice.probability / (slice.to - slice.from) / most);
      return { x, width: time.x(odds.issued + slice.to) - x, opacity };
    });
}
