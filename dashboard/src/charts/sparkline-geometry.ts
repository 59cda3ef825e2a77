import type { Sparkline } from '@foreshock/model/evidence.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { extent, scaleLinear } from 'd3';
import { gappedLine } from './gapped-line.ts';

export interface SparklineLayout {
  /** Broken where no data was. */
  readonly path: string;
  readonly end: { readonly x: number; readonly y: number } | undefined;
  readonly onset: number | undefined;
  readonly usual: { readonly y: number; readonly height: number } | undefined;
}

/** A short course of values in `width` by `height`, with the place of its onset. Without values the path is empty. */
export function layOutSparkline(
  sparkline: Sparkline,
  width: number,
  height: number,
  onset?: Timestamp,
  usual?: number,
): SparklineLayout {
  const given = sparkline.values.filter((value) => value !== undefined);
  const [low = 0, high = 1] = extent(usual === undefined ? given : [...given, usual]);
  const y = scaleLinear([low, high === low ? low + 1 : high], [height - 3, 3]);
  const x = scaleLinear([0, Math.max(1, sparkline.values.length - 1)], [1, width - 4]);
  const last = sparkline.values.findLastIndex((value) => value !== undefined);
  const end = sparkline.from + sparkline.step * (sparkline.values.length - 1);
  const seen = onset !== undefined && onset >= sparkline.from && onset <= end;
  return {
    path: gappedLine(sparkline.values, x, y),
    end: last < 0 ? undefined : { x: x(last), y: y(sparkline.values[last]!) },
    onset: seen ? x((onset - sparkline.from) / sparkline.step) : undefined,
    usual: usual === undefined ? undefined : { y: y(usual) - 2, height: 4 },
  };
}
