/**
 * Microseconds of CPU per series and minute of the metric detector, alone and within the whole of detection, against an
 * exponentially weighted mean and deviation in a Map of objects, in one run.
 *
 *   node benchmarks/detect-series.ts [series, default 20000]
 */
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { createDetection } from '../server/src/analysis/detection/detect-anomalies.ts';
import { createMetricSeriesDetector } from '../server/src/analysis/detection/detectors/metric-series.ts';
import type { MinuteFrame } from '../server/src/analysis/minute-frame.ts';

const COUNT = Number(process.argv[2] ?? 20_000);
const MINUTES = 40;
const WARM_UP = 5;
const METRICS = [
  'process.memory.usage',
  'container.cpu.usage',
  'app.queue.size',
  'system.cpu.utilization',
  'room.temperature',
];

const seriesById = new Map<SeriesId, Series>();
for (let i = 0; i < COUNT; i++) {
  const id = `ser_${i}` as SeriesId;
  const entity = `ent_${i % 300}` as EntityId;
  const metric = METRICS[i % METRICS.length]!;
  seriesById.set(id, {
    id,
    entity,
    metric,
    unit: '1',
    type: 'gauge',
    temporality: 'unspecified',
    monotonic: false,
    attributes: { 'k8s.pod.name': `pod-${i}` },
  });
}

function frameAt(i: number): MinuteFrame {
  const minute = i * MINUTE;
  const metrics = [...seriesById.keys()].map((series, k) => {
    const value = 0.5 + 0.1 * Math.sin(k + i * (1 + (k % 7)));
    return {
      minute,
      series,
      count: 1,
      sum: value,
      min: value,
      max: value,
      last: value,
      lastTime: minute + 30_000,
      observations: 0,
      bins: new Map(),
    };
  });
  return {
    minute,
    metrics,
    spans: [],
    templates: [],
    events: [],
    changes: [],
    topology: { entities: new Map(), relations: [] },
    seriesById,
    templateById: new Map(),
  };
}

const metricSeries = createMetricSeriesDetector();
const detection = createDetection();
const plain = new Map<SeriesId, { mean: number; deviation: number }>();
const ways: Readonly<Record<string, (frame: MinuteFrame) => unknown>> = {
  'metric series': (frame) => metricSeries.step(frame, []),
  'all of detection': (frame) => detection.step(frame),
  'mean and deviation': (frame) => {
    for (const rollup of frame.metrics) {
      const state = plain.get(rollup.series) ?? { mean: rollup.last, deviation: 0 };
      const residual = rollup.last - state.mean;
      plain.set(rollup.series, {
        mean: state.mean + 0.01 * residual,
        deviation: state.deviation + 0.01 * (Math.abs(residual) - state.deviation),
      });
    }
  },
};

const spent = new Map<string, number>();
for (let i = 0; i < MINUTES; i++) {
  const frame = frameAt(i);
  for (const [name, run] of Object.entries(ways)) {
    const before = process.cpuUsage();
    run(frame);
    if (i >= WARM_UP) spent.set(name, (spent.get(name) ?? 0) + process.cpuUsage(before).user);
  }
}
for (const [name, micros] of spent)
  console.log(`${name}: ${(micros / COUNT / (MINUTES - WARM_UP)).toFixed(2)} us per series-minute`);
