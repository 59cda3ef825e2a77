import { expect, test } from 'vitest';
import { type FrameBuilder, frameAt } from '../scenario.test-support.ts';
import { createHardFactDetector } from './hard-facts.ts';

function factsByMinute(minutes: number, fill: (frame: FrameBuilder, i: number) => void): string[] {
  const detector = createHardFactDetector();
  return Array.from({ length: minutes }, (_, i) => {
    const builder = frameAt(i);
    fill(builder, i);
    return detector
      .step(builder.build())
      .readings.map((reading) => `${reading.entity.slice(4)} ${reading.measure}`)
      .join(', ');
  });
}

test('telling reasons are facts at once, passing ones when they are repeated', () => {
  expect(factsByMinute(2, (frame, i) => i === 0 && frame.event('pay', 'OOMKilled'))).toEqual(['pay OOMKilled', '']);
  expect(factsByMinute(4, (frame) => frame.event('pay', 'Unhealthy'))).toEqual([
    '',
    '',
    'pay Unhealthy',
    'pay Unhealthy',
  ]);
  expect(factsByMinute(2, (frame) => frame.event('pay', 'Pulled'))).toEqual(['', '']);
});

test('a passing reason that comes every twenty minutes is none', () => {
  const facts = factsByMinute(80, (frame, i) => i % 20 === 0 && frame.event('pay', 'Unhealthy'));
  expect(facts.join('')).toBe('');
});

test('restarts are facts when they increase, not when they are first seen', () => {
  const restarts = [3, 3, 4, 4, 0];
  const facts = factsByMinute(5, (frame, i) =>
    frame.gauge('pay', 'k8s.container.restarts', restarts[i]!, { 'k8s.pod.name': 'p' }),
  );
  expect(facts).toEqual(['', '', 'pay restarts', '', '']);
});

test('not ready counts after two minutes, of what was ready once', () => {
  const ready = [1, 0, 0, 0, 1];
  expect(factsByMinute(5, (frame, i) => frame.gauge('pay', 'k8s.container.ready', ready[i]!))).toEqual([
    '',
    '',
    'pay not ready',
    'pay not ready',
    '',
  ]);
  expect(factsByMinute(4, (frame) => frame.gauge('pay', 'k8s.container.ready', 0)).join('')).toBe('');
});

test('node conditions and lost replicas are facts', () => {
  const facts = factsByMinute(4, (frame, i) => {
    frame.gauge('node', 'k8s.node.condition_ready', i === 0 ? 1 : 0);
    frame.gauge('node', 'k8s.node.condition_memory_pressure', i === 0 ? 0 : 1);
    frame.gauge('pay', 'k8s.deployment.desired', 3);
    frame.gauge('pay', 'k8s.deployment.available', i === 0 ? 3 : 0);
  });
  expect(facts[3]).toBe('node NodeNotReady, node condition_memory_pressure, pay no replica available');
});

test('what a namespace reports is about no workload: a certificate that was not renewed is no failed container', () => {
  const detector = createHardFactDetector();
  const builder = frameAt(0, { namespaces: ['shop'] });
  builder.event('shop', 'Failed');
  builder.event('pay', 'Failed');
  const { readings } = detector.step(builder.build());
  expect(readings.map(({ entity }) => entity)).toEqual(['ent_pay']);
});
