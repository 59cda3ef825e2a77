import { expect, test } from 'vitest';
import { boundedResources } from './bounded-resources.ts';
import { type FrameBuilder, frameAt } from './scenario.test-support.ts';

function bounded(fill: (frame: FrameBuilder) => void) {
  const frame = frameAt(0);
  fill(frame);
  return boundedResources(frame.build()).map(({ measure, instance, value, limit, unit }) => ({
    measure,
    instance,
    value,
    limit,
    unit,
  }));
}

test('used connections are bounded by the maximum of their pool', () => {
  const samples = bounded((frame) => {
    frame.gauge(
      'cart',
      'db.client.connection.count',
      18,
      { 'db.client.connection.pool.name': 'main', 'db.client.connection.state': 'used' },
      '{connection}',
    );
    frame.gauge(
      'cart',
      'db.client.connection.count',
      2,
      { 'db.client.connection.pool.name': 'main', 'db.client.connection.state': 'idle' },
      '{connection}',
    );
    frame.gauge('cart', 'db.client.connection.max', 20, { 'db.client.connection.pool.name': 'main' }, '{connection}');
    frame.gauge('cart', 'db.client.connection.max', 99, { 'db.client.connection.pool.name': 'other' }, '{connection}');
    frame.gauge('pay', 'db.client.connection.max', 50, {}, '{connection}');
  });
  expect(samples).toEqual([
    { measure: 'db.client.connection.count', instance: 'main', value: 18, limit: 20, unit: '{connection}' },
  ]);
});

test('memory is bounded by the limit of its container, a pod by all of its containers', () => {
  const pod = { 'k8s.pod.name': 'pay-1' };
  const samples = bounded((frame) => {
    frame.gauge('pay', 'container.memory.working_set', 300, { ...pod, 'k8s.container.name': 'app' }, 'By');
    frame.gauge('pay', 'k8s.pod.memory.working_set', 340, pod, 'By');
    frame.gauge('pay', 'k8s.container.memory_limit', 400, { ...pod, 'k8s.container.name': 'app' }, 'By');
    frame.gauge('pay', 'k8s.container.memory_limit', 100, { ...pod, 'k8s.container.name': 'sidecar' }, 'By');
  });
  expect(samples).toEqual([
    { measure: 'container.memory.working_set', instance: 'pay-1/app', value: 300, limit: 400, unit: 'By' },
    { measure: 'k8s.pod.memory.working_set', instance: 'pay-1', value: 340, limit: 500, unit: 'By' },
  ]);
});

test('what is free of a volume says what is used', () => {
  const samples = bounded((frame) => {
    frame.gauge('data', 'k8s.volume.available', 30, { 'k8s.volume.name': 'v' }, 'By');
    frame.gauge('data', 'k8s.volume.capacity', 100, { 'k8s.volume.name': 'v' }, 'By');
  });
  expect(samples).toEqual([{ measure: 'k8s.volume.available', instance: 'v', value: 70, limit: 100, unit: 'By' }]);
});

test('used and free add up where no limit is sent, per mount point', () => {
  const samples = bounded((frame) => {
    for (const [mountpoint, used, free] of [
      ['/', 60, 40],
      ['/data', 5, 45],
    ] as const) {
      frame.gauge('node', 'system.filesystem.usage', used, { mountpoint, state: 'used' }, 'By');
      frame.gauge('node', 'system.filesystem.usage', free, { mountpoint, state: 'free' }, 'By');
    }
  });
  expect(samples.map(({ instance, value, limit }) => [instance, value, limit])).toEqual([
    ['/', 60, 100],
    ['/data', 5, 50],
  ]);
});

test('a ready-made share is bounded by one; half a pair is left out', () => {
  const samples = bounded((frame) => {
    frame.gauge('pay', 'k8s.container.memory_limit_utilization', 0.8, {}, '1');
    frame.gauge('cart', 'container.memory.working_set', 300);
    frame.gauge('cart', 'system.cpu.utilization', 0.5);
  });
  expect(samples).toEqual([
    { measure: 'k8s.container.memory_limit_utilization', instance: '', value: 0.8, limit: 1, unit: '1' },
  ]);
});
