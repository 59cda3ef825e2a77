import type { Timestamp } from '@foreshock/model/time.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { arc } from 'd3';
import type { OnsetSlice } from './onset-density.ts';

export interface MinuteDial {
  readonly center: number;
  readonly ring: readonly { readonly path: string; readonly opacity: number }[];
  readonly ticks: string;
  readonly labels: readonly { readonly x: number; readonly y: number; readonly text: string }[];
  readonly hand: string;
  /** Time left to act. */
  readonly left: string | undefined;
  readonly actBy: { readonly x: number; readonly y: number; readonly degrees: number } | undefined;
  /** Where half of the chance is behind. */
  readonly cut: string | undefined;
}

export interface MinuteDialOptions {
  readonly size: number;
  readonly now: Timestamp;
  /** Measured from `issued`, at most one hour. */
  readonly slices: readonly OnsetSlice[];
  readonly issued: Timestamp;
  readonly median?: Timestamp | undefined;
  readonly actBy?: Timestamp | undefined;
  /** Local time minus UTC. */
  readonly offset: number;
}

/**
 * The minutes of the wall clock as a ring: ink per minute is the chance that the onset falls into it, the hand is now.
 * What lies more than an hour ahead would be drawn over the past, so it is left out.
 */
export function layOutMinuteDial(options: MinuteDialOptions): MinuteDial {
  const { size, now, slices, issued, median, actBy, offset } = options;
  const center = size / 2;
  const angle = (time: Timestamp) => (((((time + offset) % HOUR) + HOUR) % HOUR) / HOUR) * 2 * Math.PI;
  const at = (time: number, radius: number) => polar(center, radius, angle(time));
  const outer = size * 0.393;
  const inner = size * 0.296;
  const most = Math.max(...slices.map((slice) => slice.probability / (slice.to - slice.from)), 1e-12);
  const draw = arc<unknown>();
  const ring = slices
    .filter((slice) => issued + slice.to > now && issued + slice.from < now + HOUR)
    .map((slice) => {
      const start = angle(Math.max(now, issued + slice.from));
      const width =
        ((Math.min(issued + slice.to, now + HOUR) - Math.max(now, issued + slice.from)) / HOUR) * 2 * Math.PI;
      const path = draw({
        innerRadius: inner,
        outerRadius: outer,
        startAngle: start,
        endAngle: start + width,
        padAngle: 0.004,
      });
      return { path: path ?? '', opacity: 0.08 + 0.92 * (slice.probability / (slice.to - slice.from) / most) };
    });
  const ahead = (time: Timestamp | undefined): time is Timestamp =>
    time !== undefined && time > now && time < now + HOUR;
  const near = ahead(actBy) ? actBy : undefined;
  return {
    center,
    ring,
    ticks: tickPath(center, size * 0.42),
    labels: labelsOf(center, size),
    hand: segment(at(now, inner - size * 0.05), at(now, outer + size * 0.02)),
    left:
      near === undefined
        ? undefined
        : leftPath(draw, angle(now), ((near - now) / HOUR) * 2 * Math.PI, inner - size * 0.035, size),
    actBy:
      near === undefined ? undefined : { ...at(near, outer + size * 0.005), degrees: (angle(near) * 180) / Math.PI },
    cut: ahead(median) ? segment(at(median, inner), at(median, outer)) : undefined,
  };
}

function polar(center: number, radius: number, angle: number): { x: number; y: number } {
  return { x: center + radius * Math.sin(angle), y: center - radius * Math.cos(angle) };
}

function segment(a: { x: number; y: number }, b: { x: number; y: number }): string {
  return `M${a.x.toFixed(2)} ${a.y.toFixed(2)}L${b.x.toFixed(2)} ${b.y.toFixed(2)}`;
}

function leftPath(
  draw: ReturnType<typeof arc<unknown>>,
  start: number,
  width: number,
  radius: number,
  size: number,
): string {
  const half = size * 0.008;
  return (
    draw({
      innerRadius: radius - half,
      outerRadius: radius + half,
      startAngle: start,
      endAngle: start + width,
      padAngle: 0,
    }) ?? ''
  );
}

function tickPath(center: number, radius: number): string {
  return Array.from({ length: 60 }, (_, minute) => {
    const angle = (minute * MINUTE * 2 * Math.PI) / HOUR;
    return segment(polar(center, radius - (minute % 5 === 0 ? 6 : 3), angle), polar(center, radius, angle));
  }).join('');
}

function labelsOf(center: number, size: number): MinuteDial['labels'] {
  // On the small dial only the quarters have room.
  const every = size < 160 ? 15 : 5;
  return Array.from({ length: 60 / every }, (_, i) => {
    const minute = i * every;
    const { x, y } = polar(center, size * 0.465, (minute / 60) * 2 * Math.PI);
    return { x, y: y + 4, text: String(minute).padStart(2, '0') };
  });
}
