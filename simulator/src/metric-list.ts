import type { AttributesToSend, Metric, NumberPoint } from '@foreshock/otlp/telemetry-to-send.ts';
import { type Emitted, nanos, type Source } from './emitted.ts';
import { DURATION_BOUNDS, type HistogramCounts } from './request-histogram.ts';

const DELTA = 1;
const CUMULATIVE = 2;

/** Points of one report. Points of one source and name become one metric, as a Collector sends them. */
export interface MetricList {
  gauge(source: Source, name: string, unit: string, value: number | bigint, attributes?: AttributesToSend): void;
  /** A sum that can also fall: how many there are now. */
  level(source: Source, name: string, unit: string, value: bigint, attributes?: AttributesToSend): void;
  durations(source: Source, name: string, counts: HistogramCounts, attributes: AttributesToSend): void;
  emitted(): Emitted<Metric>[];
}

/** `from` and `to` bound the report; Unix milliseconds. */
export function createMetricList(from: number, to: number): MetricList {
  const startTimeUnixNano = nanos(from);
  const timeUnixNano = nanos(to);
  const list: Emitted<Metric>[] = [];
  const open = new Map<Source, Map<string, Metric>>();

  /** The points of that metric, to append to. */
  function pointsOf<T>(source: Source, metric: Metric & { readonly points: readonly T[] }): T[] {
    const ofSource = open.get(source) ?? new Map<string, Metric>();
    open.set(source, ofSource);
    const known = ofSource.get(metric.name);
    if (!known) {
      ofSource.set(metric.name, metric);
      list.push({ source, record: metric });
    }
    // The same name of the same source is always of the same type, and this list made the array.
    return (known ?? metric).points as unknown as T[];
  }

  const attributesOf = (attributes: AttributesToSend | undefined) => (attributes ? { attributes } : {});

  return {
    gauge(source, name, unit, value, attributes) {
      const metric = { name, unit, type: 'gauge', points: [] as NumberPoint[] } as const;
      pointsOf<NumberPoint>(source, metric).push({ timeUnixNano, value, ...attributesOf(attributes) });
    },
    level(source, name, unit, value, attributes) {
      const metric = {
        name,
        unit,
        type: 'sum',
        monotonic: false,
        temporality: CUMULATIVE,
        points: [] as NumberPoint[],
      } as const;
      pointsOf<NumberPoint>(source, metric).push({ timeUnixNano, value, ...attributesOf(attributes) });
    },
    durations(source, name, { count, sum, counts }, attributes) {
      const metric = { name, unit: 's', type: 'histogram', temporality: DELTA, points: [] } as const;
      const point = { timeUnixNano, startTimeUnixNano, count, sum, counts, bounds: DURATION_BOUNDS, attributes };
      pointsOf<typeof point>(source, metric).push(point);
    },
    emitted: () => list,
  };
}
