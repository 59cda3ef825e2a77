/** No label grows with traffic: tenants, signals, reasons and codes are fine, ids and texts are not. */
export type MetricLabels = Readonly<Record<string, string>>;

export interface MetricOptions {
  /** UCUM: `By`, `s`, `{request}`. */
  readonly unit: string;
  readonly description: string;
}

export interface HistogramOptions extends MetricOptions {
  /** Upper bounds, ascending; a last bucket without a bound is added. */
  readonly bounds: readonly number[];
}

export interface Counter {
  add(amount: number, labels?: MetricLabels): void;
}

export interface Gauge {
  set(value: number, labels?: MetricLabels): void;
}

export interface Histogram {
  record(value: number, labels?: MetricLabels): void;
}

export interface MetricPoint {
  readonly labels: MetricLabels;
  /** Of a counter the sum, of a gauge the last value, of a histogram the sum of what was recorded. */
  readonly value: number;
  /** Of a histogram: how many values fell at or below each bound and above the one before; one more than bounds. */
  readonly bucketCounts?: readonly number[];
}

export interface Metric extends MetricOptions {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly bounds?: readonly number[];
  readonly points: readonly MetricPoint[];
}

/** What this process says about itself, in memory. Asking twice for a name gives the same instrument. */
export interface SelfTelemetry {
  counter(name: string, options: MetricOptions): Counter;
  gauge(name: string, options: MetricOptions): Gauge;
  histogram(name: string, options: HistogramOptions): Histogram;
  snapshot(): readonly Metric[];
}

/** Seconds, from a fast memory answer to the longest that a sender waits. */
export const DURATION_BOUNDS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

interface MutablePoint {
  readonly labels: MetricLabels;
  value: number;
  readonly bucketCounts: number[];
}

interface Instrument {
  readonly kind: Metric['kind'];
  readonly options: MetricOptions;
  readonly bounds: readonly number[];
  readonly points: Map<string, MutablePoint>;
}

export function createSelfTelemetry(): SelfTelemetry {
  const instruments = new Map<string, Instrument>();

  const instrumentOf = (
    name: string,
    kind: Metric['kind'],
    options: MetricOptions,
    bounds: readonly number[],
  ): Instrument => {
    const existing = instruments.get(name);
    if (existing !== undefined && existing.kind !== kind)
      throw new Error(`${name} is a ${existing.kind}, not a ${kind}`);
    const instrument = existing ?? { kind, options, bounds, points: new Map() };
    instruments.set(name, instrument);
    return instrument;
  };

  return {
    counter: (name, options) => {
      const instrument = instrumentOf(name, 'counter', options, []);
      return {
        add: (amount, labels = {}) => {
          pointOf(instrument, labels).value += amount;
        },
      };
    },
    gauge: (name, options) => {
      const instrument = instrumentOf(name, 'gauge', options, []);
      return {
        set: (value, labels = {}) => {
          pointOf(instrument, labels).value = value;
        },
      };
    },
    histogram: (name, options) => {
      const instrument = instrumentOf(name, 'histogram', options, options.bounds);
      return {
        record: (value, labels = {}) => {
          const point = pointOf(instrument, labels);
          point.value += value;
          const found = instrument.bounds.findIndex((bound) => value <= bound);
          const bucket = found === -1 ? instrument.bounds.length : found;
          point.bucketCounts[bucket] = point.bucketCounts[bucket]! + 1;
        },
      };
    },
    snapshot: () => [...instruments].map(([name, instrument]) => describe(name, instrument)),
  };
}

function pointOf(instrument: Instrument, labels: MetricLabels): MutablePoint {
  const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  const existing = instrument.points.get(key);
  if (existing !== undefined) return existing;
  const bucketCount = instrument.kind === 'histogram' ? instrument.bounds.length + 1 : 0;
  const point: MutablePoint = { labels, value: 0, bucketCounts: new Array<number>(bucketCount).fill(0) };
  instrument.points.set(key, point);
  return point;
}

function describe(name: string, { kind, options, bounds, points }: Instrument): Metric {
  const isHistogram = kind === 'histogram';
  return {
    name,
    kind,
    unit: options.unit,
    description: options.description,
    ...(isHistogram && { bounds }),
    points: [...points.values()].map(({ labels, value, bucketCounts }) => ({
      labels,
      value,
      ...(isHistogram && { bucketCounts: [...bucketCounts] }),
    })),
  };
}
