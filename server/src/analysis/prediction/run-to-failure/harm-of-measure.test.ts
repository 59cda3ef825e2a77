import { expect, test } from 'vitest';
import { harmOfMeasure, leastDeviation } from './harm-of-measure.ts';

test('the way of harm, the family and the unit follow from the name', () => {
  const cases = [
    ['system.cpu.utilization', 'cpu', 'up', 'ratio'],
    ['system.cpu.idle.pct', 'cpu', 'down', 'ratio'],
    ['system.memory.actual.free', 'memory', 'down', 'bytes'],
    ['container.memory.usage', 'memory', 'up', 'bytes'],
    ['system.memory.swap.used.bytes', 'swap', 'up', 'bytes'],
    ['system.load.5', 'load', 'up', 'load'],
    ['system.socket.summary.tcp.all.close_wait', 'socket', 'up', 'count'],
    ['system.process.summary.running', 'process', 'up', 'count'],
    ['system.fsstat.total_size.used', 'file system', 'up', 'bytes'],
  ] as const;
  for (const [measure, family, direction, unit] of cases) {
    expect(harmOfMeasure(measure), measure).toEqual({ family, direction, unit, isCounter: false });
  }
});

test('traffic is harm either way, and counted since boot', () => {
  const harm = { direction: 'either', isCounter: true } as const;
  expect(harmOfMeasure('system.network.in.bytes')).toEqual({ family: 'network in', unit: 'bytes', ...harm });
  expect(harmOfMeasure('system.network.out.packets')).toEqual({ family: 'network out', unit: 'count', ...harm });
});

test('fixed sizes, names, single cores and what waits say nothing', () => {
  for (const measure of [
    'system.memory.total',
    'system.core.idle.pct',
    'system.cpu.cores',
    'system.network.name',
    'system.network.in.errors',
    'system.memory.hugepages.free',
    'system.process.summary.sleeping',
    'system.socket.summary.all.listening',
    'orders.placed',
  ]) {
    expect(harmOfMeasure(measure), measure).toBeUndefined();
  }
});

test('what means anything grows with the level of counts and bytes', () => {
  const sockets = harmOfMeasure('system.socket.summary.all.count')!;
  expect(leastDeviation(sockets, 0)).toBe(1);
  expect(leastDeviation(sockets, 10_000)).toBe(30);
  expect(leastDeviation(harmOfMeasure('container.memory.usage')!, 2e9)).toBe(1e7);
});
