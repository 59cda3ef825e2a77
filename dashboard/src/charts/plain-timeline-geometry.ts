import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';
import type { ComingSpan, HarmSpan, TimelineMark, UnusualMinutes } from './timeline-mark.ts';

export interface PlainTimelineOptions {
  readonly width: number;
  readonly range: TimeRange;
  readonly now: Timestamp;
  readonly minutes: UnusualMinutes;
  readonly harm: readonly HarmSpan[];
  readonly coming: readonly ComingSpan[];
  readonly marks: readonly TimelineMark[];
}

export interface PlainTimeline {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly bars: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly kind: 'quiet' | 'over' | 'open' | 'silent';
    readonly at: Timestamp;
    readonly surprise: number;
  }[];
  readonly ink: readonly { readonly x: number; readonly width: number; readonly opacity: number }[];
  readonly spans: readonly { readonly x: number; readonly width: number; readonly y: number }[];
  readonly marks: readonly { readonly mark: TimelineMark; readonly x: number }[];
}

const BAR = 4;

/** The same day on one axis: the most unusual minute of each bar, harm, and what is coming. */
export function layOutPlainTimeline(options: PlainTimelineOptions): PlainTimeline {
  const { width, range, now, minutes, harm, coming, marks } = options;
  const time = timeScale(range, 8, width - 8);
  const [top, bottom] = [22, 132];
  const count = Math.max(1, Math.floor((time.x(now) - time.left) / BAR));
  const length = (now - range.from) / count;
  const loudest = Math.max(4, ...minutes.up.map((up) => up ?? 0));
  const bars = Array.from({ length: count }, (_, i) => {
    const from = range.from + i * length;
    const [first, last] = [
      Math.floor((from - minutes.from) / MINUTE),
      Math.ceil((from + length - minutes.from) / MINUTE),
    ];
    const surprise = Math.max(0, ...minutes.up.slice(Math.max(0, first), Math.max(0, last)).map((up) => up ?? 0));
    const at = harm.filter((span) => span.range.from < from + length && span.range.to > from);
    const silent = minutes.silent.slice(Math.max(0, first), Math.max(0, last)).some(Boolean);
    const kind = at.some((span) => span.open) ? 'open' : at.length > 0 ? 'over' : silent ? 'silent' : 'quiet';
    const height = kind === 'silent' ? bottom - top : Math.max(1, (bottom - top) * Math.sqrt(surprise / loudest));
    return { x: time.x(from), y: bottom - height, width: BAR - 1, height, kind, at: from, surprise } as const;
  });
  return {
    time,
    top,
    bottom,
    bars,
    ink: coming.flatMap((span) => {
      const most = Math.max(1e-12, ...span.slices.map((slice) => slice.probability / (slice.to - slice.from)));
      return span.slices
        .filter((slice) => span.issued + slice.to > now)
        .map((slice) => {
          const x = time.x(Math.max(now, span.issued + slice.from));
          const opacity = 0.1 + 0.9 * (slice.probability / (slice.to - slice.from) / most);
          return { x, width: time.x(span.issued + slice.to) - x, opacity };
        });
    }),
    spans: coming
      .filter((span) => span.slices.length === 0 && span.span.to > now)
      .map((span, i) => {
        const x = time.x(Math.max(now, span.span.from));
        return { x, width: time.x(span.span.to) - x, y: top + 16 + i * 12 };
      }),
    marks: marks
      .filter((mark) => mark.time >= range.from && mark.time <= range.to)
      .map((mark) => ({ mark, x: time.x(mark.time) })),
  };
}
