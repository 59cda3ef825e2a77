// A course in time as an SVG: figures on its axes and no words, so it shows no name that the message does not.
import { formatTime, MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import { figuresPath } from './stroke-digits.ts';

export interface Course {
  readonly range: TimeRange;
  /** By time; a gap where nothing was known. */
  readonly points: readonly { readonly at: Timestamp; readonly value: number | undefined }[];
  /** Each value holds until the next one and the last until this time, as odds do; absent where lines join them. */
  readonly holdsUntil?: Timestamp;
  /** As a share of one, shown in percent with the axis from 0 to 100; else the axis fits the values and begins at zero. */
  readonly isShare: boolean;
  /** What is usual, as a thin line. */
  readonly usual?: number;
  /** A moment that matters, as a dashed line: act by, or the beginning. */
  readonly mark?: Timestamp;
}

export const PICTURE_WIDTH = 560;
export const PICTURE_HEIGHT = 180;
const LEFT = 52;
const RIGHT = PICTURE_WIDTH - 28;
const TOP = 14;
const BOTTOM = PICTURE_HEIGHT - 34;
const FIGURE = 9;
const COLORS = {
  paper: '#ffffff',
  axis: '#5f6b76',
  grid: '#dfe3e8',
  line: '#b3400f',
  usual: '#1c6d5e',
  mark: '#1f2933',
};

export function drawCourse({ range, points, holdsUntil, isShare, usual, mark }: Course): string {
  const known = points.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const most = isShare ? 1 : niceAbove(Math.max(...known, usual ?? 0));
  const x = (at: Timestamp): number =>
    round(LEFT + ((at - range.from) / Math.max(1, range.to - range.from)) * (RIGHT - LEFT));
  const y = (value: number): number => round(BOTTOM - (Math.min(value, most) / most) * (BOTTOM - TOP));
  const heights = [0, 0.5, 1].map((share) => ({ y: y(share * most), text: figures(share * most, isShare) }));
  const times = timeTicks(range).map((at) => ({ x: x(at), text: formatTime(at).slice(11, 16) }));
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${PICTURE_HEIGHT}" viewBox="0 0 ${PICTURE_WIDTH} ${PICTURE_HEIGHT}">`,
    `<rect width="100%" height="100%" fill="${COLORS.paper}"/>`,
    ...heights.map((tick) => line(`M${LEFT} ${tick.y}H${RIGHT}`, COLORS.grid, 1)),
    ...heights.map((tick) => line(figuresPath(tick.text, LEFT - 8, tick.y, FIGURE, 'end'), COLORS.axis, 1.2)),
    ...times.map((tick) => line(figuresPath(tick.text, tick.x, BOTTOM + 20, FIGURE, 'middle'), COLORS.axis, 1.2)),
    ...(usual === undefined ? [] : [line(`M${LEFT} ${y(usual)}H${RIGHT}`, COLORS.usual, 1.5)]),
    ...(mark === undefined || mark < range.from || mark > range.to
      ? []
      : [
          `<path d="M${x(mark)} ${TOP}V${BOTTOM}" stroke="${COLORS.mark}" stroke-width="1.5" stroke-dasharray="5 4" fill="none"/>`,
        ]),
    line(pathOf(points, x, y, holdsUntil), COLORS.line, 2.5),
    '</svg>',
  ];
  return parts.join('\n');
}

function pathOf(
  points: Course['points'],
  x: (at: Timestamp) => number,
  y: (value: number) => number,
  holdsUntil: Timestamp | undefined,
): string {
  let path = '';
  let isOn = false;
  for (const { at, value } of points) {
    if (value === undefined) {
      isOn = false;
      continue;
    }
    if (!isOn) path += `M${x(at)} ${y(value)}`;
    else path += holdsUntil !== undefined ? `H${x(at)}V${y(value)}` : `L${x(at)} ${y(value)}`;
    isOn = true;
  }
  return holdsUntil !== undefined && isOn ? `${path}H${x(holdsUntil)}` : path;
}

function line(path: string, color: string, width: number): string {
  return `<path d="${path}" stroke="${color}" stroke-width="${width}" fill="none" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** Four or five full steps of the clock. */
function timeTicks({ from, to }: TimeRange): Timestamp[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440].map((minutes) => minutes * MINUTE);
  const step = steps.find((one) => (to - from) / one <= 5) ?? to - from;
  const ticks: Timestamp[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** The next round number: an axis that is twice too high flattens what it shows. */
function niceAbove(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= value) ?? 10;
  return digit * power;
}

function figures(value: number, isShare: boolean): string {
  if (isShare) return `${Math.round(value * 100)}%`;
  if (value >= 1_000_000) return `${Number((value / 1_000_000).toPrecision(3))}M`;
  if (value >= 1_000) return `${Number((value / 1_000).toPrecision(3))}k`;
  return String(Number(value.toPrecision(2)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
