import type { Sparkline } from '@foreshock/model/evidence.ts';
import type { Forecast, OddsPoint } from '@foreshock/model/prediction.ts';
import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import { area, curveMonotoneX, line, scaleLinear } from 'd3';
import { cumulativeOdds } from './onset-density.ts';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

export interface ForecastFanOptions {
  readonly width: number;
  readonly forecast: Forecast;
  readonly history: Sparkline;
  /** When the forecast was made. */
  readonly issued: Timestamp;
  /** The fan ends where the odds have been checked. */
  readonly horizon: DurationMs;
  /** Empty unless a percent has been earned. */
  readonly curve: readonly OddsPoint[];
}

export interface ForecastFan {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly nowX: number;
  readonly valueTicks: readonly { readonly y: number; readonly value: number }[];
  readonly limitY: number;
  readonly usual: { readonly y: number; readonly height: number };
  readonly past: string;
  readonly strips: readonly string[];
  readonly firm: readonly string[];
  readonly median: string;
  readonly futures: readonly {
    readonly path: string;
    readonly meets: { readonly x: number; readonly y: number } | undefined;
  }[];
  /** How many of the drawn futures meet the limit within the horizon. */
  readonly meeting: number;
  readonly currentY: number;
  readonly ends: { readonly low: FanEnd; readonly high: FanEnd } | undefined;
  readonly odds: FanOdds | undefined;
  valueY(value: number): number;
}

interface FanEnd {
  readonly y: number;
  readonly value: number;
}

export interface FanOdds {
  readonly top: number;
  readonly bottom: number;
  readonly line: string;
  readonly range: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly point: OddsPoint }[];
  /** The next point beyond the horizon, for the broken axis. */
  readonly beyond: { readonly y: number; readonly point: OddsPoint } | undefined;
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
}

/** Nested strips between the 5 and the 95 % quantile. */
const STRIPS = 18;
const LEFT = 46;

/** Past, limit, usual range, the fan of quantiles and futures, and the odds curve below on the same axis. */
export function layOutForecastFan(options: ForecastFanOptions): ForecastFan {
  const { width, forecast, history, issued, horizon, curve } = options;
  const narrow = width < 620;
  const right = width - (narrow ? 4 : 176);
  const top = 28;
  const bottom = top + (narrow ? 190 : 250);
  const past = Math.min(issued - history.from, horizon * 1.3);
  const time = timeScale({ from: issued - past, to: issued + horizon }, LEFT, right);

  const checked = forecast.horizons.flatMap((h, i) =>
    h <= horizon ? [{ h, quantiles: forecast.quantiles[i] ?? [], i }] : [],
  );
  const shown = history.values
    .map((value, i) => ({ at: history.from + i * history.step, value }))
    .filter((point) => point.at >= issued - past - history.step && point.at <= issued);
  const values = [
    ...shown.flatMap((point) => point.value ?? []),
    ...checked.flatMap((step) => step.quantiles),
    forecast.usual.low,
    forecast.usual.high,
    forecast.limit,
    forecast.current,
  ];
  const y = scaleLinear([Math.min(...values), Math.max(...values)], [bottom, top]).nice(5);

  const quantile = (step: (typeof checked)[number], level: number) => {
    const at = Math.min(step.quantiles.length - 1, Math.max(0, level));
    const below = step.quantiles[Math.floor(at)] ?? forecast.current;
    const above = step.quantiles[Math.ceil(at)] ?? below;
    return below + (above - below) * (at - Math.floor(at));
  };
  const start = { h: 0, quantiles: [forecast.current], i: -1 };
  const steps = [start, ...checked];
  const course = line<(typeof steps)[number]>().x((step) => time.x(issued + step.h));
  const band = area<(typeof steps)[number]>().x((step) => time.x(issued + step.h));
  const levelOf = (step: (typeof steps)[number], level: number) =>
    step.i < 0 ? forecast.current : quantile(step, level);
  const at = (level: number) => course.y((step) => y(levelOf(step, level)))(steps) ?? '';
  const rises = forecast.limit >= forecast.current;

  const futures = forecast.futures.map((future) => {
    const points = [{ x: time.x(issued), y: y(forecast.current) }];
    for (const step of checked) {
      const value = future[step.i];
      if (value === undefined) break;
      const point = { x: time.x(issued + step.h), y: y(value) };
      points.push(point);
      if (rises ? value >= forecast.limit : value <= forecast.limit) return { path: polyline(points), meets: point };
    }
    return { path: polyline(points), meets: undefined };
  });
  const last = checked.at(-1);
  return {
    time,
    top,
    bottom,
    nowX: time.x(issued),
    valueTicks: y.ticks(4).map((value) => ({ y: y(value), value })),
    limitY: y(forecast.limit),
    usual: { y: y(forecast.usual.high), height: Math.max(2, y(forecast.usual.low) - y(forecast.usual.high)) },
    past:
      line<(typeof shown)[number]>()
        .defined((point) => point.value !== undefined)
        .x((point) => time.x(point.at))
        .y((point) => y(point.value ?? 0))(shown) ?? '',
    strips: Array.from({ length: STRIPS }, (_, i) => {
      const inset = i / 2;
      return band.y0((step) => y(levelOf(step, inset))).y1((step) => y(levelOf(step, 18 - inset)))(steps) ?? '';
    }),
    firm: [at(1), at(17)],
    median: at(9),
    futures,
    meeting: futures.filter((future) => future.meets).length,
    currentY: y(forecast.current),
    ends: last && {
      low: { y: y(quantile(last, 1)), value: quantile(last, 1) },
      high: { y: y(quantile(last, 17)), value: quantile(last, 17) },
    },
    odds: layOutOdds(curve, issued, horizon, time, bottom + 48),
    valueY: (value) => y(value),
  };
}

function polyline(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('');
}

function layOutOdds(
  curve: readonly OddsPoint[],
  issued: Timestamp,
  horizon: DurationMs,
  time: TimeScale,
  top: number,
): FanOdds | undefined {
  const checked = curve.filter((point) => point.horizon <= horizon);
  const last = checked.at(-1);
  if (!last) return undefined;
  const bottom = top + 88;
  const y = scaleLinear([0, 1], [bottom, top]);
  const x = (at: DurationMs) => time.x(issued + at);
  const cumulative = cumulativeOdds(checked);
  const samples = Array.from({ length: 61 }, (_, i) => (last.horizon * i) / 60);
  const start: OddsPoint = { horizon: 0, probability: 0, low: 0, high: 0 };
  const beyond = curve.find((point) => point.horizon > horizon);
  return {
    top,
    bottom,
    line:
      line<number>()
        .x(x)
        .y((at) => y(cumulative(at)))(samples) ?? '',
    range:
      area<OddsPoint>()
        .curve(curveMonotoneX)
        .x((point) => x(point.horizon))
        .y0((point) => y(point.low))
        .y1((point) => y(point.high))([start, ...checked]) ?? '',
    points: checked.map((point) => ({ x: x(point.horizon), y: y(point.probability), point })),
    beyond: beyond && { y: y(beyond.probability), point: beyond },
    ticks: [0, 0.5, 1].map((value) => ({ y: y(value), value })),
  };
}
