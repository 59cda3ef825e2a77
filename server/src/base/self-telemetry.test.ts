import { expect, test } from 'vitest';
import { createSelfTelemetry } from './self-telemetry.ts';

const options = { unit: '{request}', description: 'Requests.' };

test('a counter adds up per set of labels, whatever their order', () => {
  const telemetry = createSelfTelemetry();
  const counter = telemetry.counter('requests', options);
  counter.add(1, { signal: 'logs', outcome: 'accepted' });
  counter.add(2, { outcome: 'accepted', signal: 'logs' });
  telemetry.counter('requests', options).add(5);
  expect(telemetry.snapshot()).toEqual([
    {
      name: 'requests',
      kind: 'counter',
      ...options,
      points: [
        { labels: { signal: 'logs', outcome: 'accepted' }, value: 3 },
        { labels: {}, value: 5 },
      ],
    },
  ]);
});

test('a gauge keeps the last value', () => {
  const telemetry = createSelfTelemetry();
  const gauge = telemetry.gauge('backlog', options);
  gauge.set(7);
  gauge.set(3);
  expect(telemetry.snapshot()[0]?.points).toEqual([{ labels: {}, value: 3 }]);
});

test('a histogram counts a value on a bound below it, and one beyond all bounds in the last bucket', () => {
  const telemetry = createSelfTelemetry();
  const histogram = telemetry.histogram('duration', { ...options, bounds: [1, 10] });
  for (const value of [0.5, 1, 1.5, 10, 11]) histogram.record(value);
  expect(telemetry.snapshot()[0]?.points).toEqual([{ labels: {}, value: 24, bucketCounts: [2, 2, 1] }]);
});

test('one name cannot be two kinds of instrument', () => {
  const telemetry = createSelfTelemetry();
  telemetry.counter('x', options);
  expect(() => telemetry.gauge('x', options)).toThrow('x is a counter');
});
