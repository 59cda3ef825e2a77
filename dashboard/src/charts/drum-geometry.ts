import type { Timestamp } from '@foreshock/model/time.ts';
import { HOUR, isWithin, MINUTE } from '@foreshock/model/time.ts';
import { spreadLabels } from './spread-labels.ts';
import type { ComingSpan, HarmSpan, TimelineMark, UnusualMinutes } from './timeline-mark.ts';

export interface DrumOptions {
  readonly width: number;
  readonly now: Timestamp;
  readonly pastHours: number;
  readonly futureHours: number;
  readonly minutes: UnusualMinutes;
  readonly harm: readonly HarmSpan[];
  readonly coming: readonly ComingSpan[];
  readonly marks: readonly TimelineMark[];
  /** Local time minus UTC: a line begins on a local hour. */
  readonly offset: number;
}

export interface DrumRow {
  readonly start: Timestamp;
  readonly y: number;
  readonly height: number;
  readonly middle: number;
}

export interface PlacedMark {
  readonly mark: TimelineMark;
  /** On the drum. */
  readonly x: number;
  readonly y: number;
  /** In the log; 0 where there is no room for one. */
  readonly logY: number;
}

export interface Drum {
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly rows: readonly DrumRow[];
  /** The pen's line as one path for each kind. */
  readonly strokes: { readonly quiet: string; readonly over: string; readonly open: string };
  readonly silent: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly wash: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  readonly ink: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly opacity: number;
  }[];
  /** Ranks without odds. */
  readonly dots: string;
  readonly marks: readonly PlacedMark[];
  readonly logX: number | undefined;
  readonly now: { readonly x: number; readonly row: DrumRow };
  x(time: Timestamp): number;
}

const ROW = 9.5;
/** Rows from now on are taller: there the ink must be read. */
const COMING_ROW = 16;
const TOP = 24;
const LEFT = 52;
/** Minutes of odds ink this likely are fully dark: an even spread over the hour is about a third of it. */
const DARKEST_PER_MINUTE = 0.03;

/** One line an hour, one swing a minute: up more than usual, then down less. Hours to come hold the odds as ink. */
export function layOutDrum(options: DrumOptions): Drum {
  const { width, now, pastHours, futureHours, minutes, harm, coming, marks, offset } = options;
  const logWidth = width >= 900 ? 360 : 0;
  const right = width - logWidth - (logWidth ? 44 : 10);
  const startOfHour = (time: Timestamp) => Math.floor((time + offset) / HOUR) * HOUR - offset;
  const first = startOfHour(now) - (pastHours - 1) * HOUR;
  const rows: DrumRow[] = [];
  let y = TOP;
  for (let i = 0; i < pastHours + futureHours; i += 1) {
    const height = i >= pastHours - 1 ? COMING_ROW : ROW;
    rows.push({ start: first + i * HOUR, y, height, middle: y + height / 2 });
    y += height;
  }
  const x = (time: Timestamp) => LEFT + ((time - startOfHour(time)) / HOUR) * (right - LEFT);
  const rowOf = (time: Timestamp) => rows[Math.floor((time - first) / HOUR)];
  const end = first + (pastHours + futureHours) * HOUR;
  const inside = marks.filter((mark) => mark.time >= first && mark.time < end);
  const bottom = y;
  const logAt = spreadLabels(
    inside.map((mark) => rowOf(mark.time)?.middle ?? TOP),
    15,
    TOP + 4,
    bottom - 4,
  );
  const nowRow = rowOf(now)!;
  return {
    height: bottom + 4,
    left: LEFT,
    right,
    top: TOP,
    rows,
    strokes: layOutStrokes(minutes, harm, (right - LEFT) / 60, x, rowOf, now),
    silent: runs(minutes.silent).flatMap((run) =>
      pieces(minutes.from + run.from * MINUTE, minutes.from + run.to * MINUTE, startOfHour).flatMap((piece) =>
        box(piece, x, rowOf, right),
      ),
    ),
    wash: pieces(now, end, startOfHour).flatMap((piece) => box(piece, x, rowOf, right)),
    ink: coming.flatMap((span) => inkOf(span, now, startOfHour, x, rowOf, right)),
    dots: coming
      .filter((span) => span.slices.length === 0)
      .flatMap((span) => pieces(Math.max(now, span.span.from), Math.min(end, span.span.to), startOfHour))
      .map((piece) =>
        box(piece, x, rowOf, right).map((part) => `M${part.x} ${part.y + part.height / 2}H${part.x + part.width}`),
      )
      .join(''),
    marks: inside.map((mark, i) => ({
      mark,
      x: x(mark.time),
      y: rowOf(mark.time)?.middle ?? 0,
      logY: logWidth ? logAt[i]! : 0,
    })),
    logX: logWidth ? right + 44 : undefined,
    now: { x: x(now), row: nowRow },
    x,
  };
}

function layOutStrokes(
  minutes: UnusualMinutes,
  harm: readonly HarmSpan[],
  minute: number,
  x: (time: Timestamp) => number,
  rowOf: (time: Timestamp) => DrumRow | undefined,
  now: Timestamp,
): Drum['strokes'] {
  const paths = { quiet: [] as string[], over: [] as string[], open: [] as string[] };
  for (const [i, up] of minutes.up.entries()) {
    const time = minutes.from + i * MINUTE;
    const row = rowOf(time);
    const down = minutes.down[i];
    if (!row || time >= now || minutes.silent[i] || (up === undefined && down === undefined)) continue;
    const hurt = harm.filter((span) => isWithin(time, span.range));
    const kind = hurt.some((span) => span.open) ? 'open' : hurt.length > 0 ? 'over' : 'quiet';
    const above = strokeLength(up ?? 0, row.height);
    const below = strokeLength(down ?? 0, row.height) * 0.7;
    const at = x(time);
    const [rise, middle, fall, end] = [0.25, 0.5, 0.75, 1].map((share) => (at + minute * share).toFixed(1));
    const rest = row.middle.toFixed(1);
    paths[kind].push(
      `M${at.toFixed(1)} ${rest}L${rise} ${(row.middle - above).toFixed(1)}L${middle} ${rest}L${fall} ${(row.middle + below).toFixed(1)}L${end} ${rest}`,
    );
  }
  return { quiet: paths.quiet.join(''), over: paths.over.join(''), open: paths.open.join('') };
}

/** Grows with the root, so that a storm does not hide the hours around it; at most over the neighbouring line. */
export function strokeLength(surprise: number, rowHeight: number): number {
  return Math.min(rowHeight * 1.5, 0.6 + Math.sqrt(Math.max(0, surprise)) * rowHeight * 0.22);
}

function runs(flags: readonly boolean[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const [i, flag] of flags.entries()) {
    const last = found.at(-1);
    if (flag && last && last.to === i) last.to = i + 1;
    else if (flag) found.push({ from: i, to: i + 1 });
  }
  return found;
}

interface Piece {
  readonly from: Timestamp;
  readonly to: Timestamp;
}

/** Cuts a span where one hour ends and the next line begins. */
function pieces(from: Timestamp, to: Timestamp, startOfHour: (time: Timestamp) => Timestamp): Piece[] {
  const cut: Piece[] = [];
  for (let start = from; start < to; ) {
    const next = Math.min(to, startOfHour(start) + HOUR);
    cut.push({ from: start, to: next });
    start = next;
  }
  return cut;
}

function box(
  piece: Piece,
  x: (time: Timestamp) => number,
  rowOf: (time: Timestamp) => DrumRow | undefined,
  right: number,
) {
  const row = rowOf(piece.from);
  if (!row) return [];
  const left = x(piece.from);
  const width = Math.min(right - left, ((piece.to - piece.from) / HOUR) * (right - LEFT));
  return [{ x: left, y: row.y, width, height: row.height }];
}

function inkOf(
  span: ComingSpan,
  now: Timestamp,
  startOfHour: (time: Timestamp) => Timestamp,
  x: (time: Timestamp) => number,
  rowOf: (time: Timestamp) => DrumRow | undefined,
  right: number,
): Drum['ink'] {
  return span.slices.flatMap((slice) => {
    const perMinute = (slice.probability / (slice.to - slice.from)) * MINUTE;
    const opacity = Math.min(1, perMinute / DARKEST_PER_MINUTE);
    const from = Math.max(now, span.issued + slice.from);
    return pieces(from, span.issued + slice.to, startOfHour).flatMap((piece) =>
      box(piece, x, rowOf, right).map((part) => ({ ...part, y: part.y + 2, height: part.height - 4, opacity })),
    );
  });
}
