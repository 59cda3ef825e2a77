import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { orderVisits, overlapBound, sharedTraces, type TraceVisit } from './shared-traces.ts';

const [x, y] = ['tpl_x', 'tpl_y'] as TemplateId[] as [TemplateId, TemplateId];
const entities = new Set(['ent_web', 'ent_pay'] as EntityId[]);
/** So many traces of a route in one minute with these templates. */
const visits = (count: number, route: string, minute: number, ...templates: TemplateId[]): TraceVisit[] =>
  Array.from({ length: count }, (_, at) => ({
    route,
    start: minute * MINUTE + at,
    entities,
    templates: new Set(templates),
  }));
const facts = (...all: TraceVisit[][]) => {
  const passing = orderVisits(all.flat());
  return sharedTraces(
    passing,
    [...passing].sort((a, b) => a.start - b.start),
    x,
    y,
  );
};

test('two templates that stand in the same few of many traces are together beyond chance', () => {
  const found = facts(visits(8, '/pay', 1, x, y), visits(92, '/pay', 1));
  expect(found).toMatchObject({ both: 8, traces: 100 });
  expect(found?.expected).toBeCloseTo(0.64);
  expect(found?.p).toBeLessThan(1e-8);
});

test('templates that rise in the same minutes, or belong to the same route, are not', () => {
  const halves = (route: string, minute: number) => [
    ...visits(25, route, minute, x, y),
    ...visits(25, route, minute, x),
    ...visits(25, route, minute, y),
    ...visits(25, route, minute),
  ];
  expect(facts(halves('/pay', 5), visits(300, '/pay', 1), visits(300, '/', 5))?.p).toBe(1);
});

test('where a call fails on every request of its route, the other routes of the caller are what it is held against', () => {
  const failing = [visits(40, '/pay', 1, x, y), visits(60, '/', 1)];
  expect(facts(...failing)?.p).toBeLessThan(1e-6);
  // Without another route there is nothing to tell by.
  expect(facts(visits(40, '/pay', 1, x, y))?.p).toBe(1);
});

test('fewer than three shared traces say nothing', () => {
  expect(facts(visits(2, '/pay', 1, x, y), visits(900, '/pay', 1))).toBeUndefined();
});

/** P(overlap >= both), exactly. */
function exactTail(traces: number, first: number, second: number, both: number): number {
  const choose = (n: number, k: number): number => {
    let result = 1;
    for (let at = 0; at < k; at += 1) result *= (n - at) / (at + 1);
    return k < 0 || k > n ? 0 : result;
  };
  let tail = 0;
  for (let k = both; k <= Math.min(first, second); k += 1)
    tail += (choose(first, k) * choose(traces - first, second - k)) / choose(traces, second);
  return tail;
}

test('the bound is never below the probability, for rare templates and for such as stand nearly everywhere', () => {
  for (const [traces, first, second] of [
    [60, 5, 9],
    [60, 30, 12],
    [60, 55, 50],
    [60, 58, 6],
  ] as const)
    for (let both = 0; both <= Math.min(first, second); both += 1)
      expect(overlapBound([{ traces, first, second, both }]), `${first} ${second} ${both}`).toBeGreaterThanOrEqual(
        exactTail(traces, first, second, both) * (1 - 1e-9),
      );
});
