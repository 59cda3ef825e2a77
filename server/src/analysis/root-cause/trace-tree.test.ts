import { expect, test } from 'vitest';
import { descendantsOf } from './trace-tree.ts';
import { key, traces } from './traces.test-support.ts';

test('own time is what no child covers, overlapping children counted once', () => {
  const [root] = traces(1, () => ({
    of: 'web',
    from: 0,
    to: 100,
    calls: [
      { of: 'cart', from: 10, to: 50 },
      { of: 'pay', from: 30, to: 60 },
    ],
  }));
  expect(root!.selfMs).toBe(50);
});

test('what a span did is its calls, its lines and how it ended', () => {
  const [root] = traces(1, () => ({
    of: 'web',
    to: 40,
    logs: ['started', 'ERROR late'],
    failed: true,
    calls: [{ of: 'cart', from: 5, to: 15 }],
  }));
  expect([...root!.events].sort()).toEqual(
    [`child ${key('cart')}`, 'error-log ERROR late', 'failed ', `last ${key('cart')}`, 'log started'].sort(),
  );
});

test('spans are in like contexts when their ancestors had called the same before them', () => {
  const callsOf = (first: string) => () => ({
    of: 'web',
    to: 40,
    calls: [
      { of: first, from: 2, to: 5 },
      { of: 'pay', from: 10, to: 20 },
    ],
  });
  const contextOfPay = (nodes: ReturnType<typeof traces>): number =>
    nodes.find((node) => node.key === key('pay'))!.context;
  expect(contextOfPay(traces(1, callsOf('cart')))).toBe(contextOfPay(traces(1, callsOf('cart'))));
  expect(contextOfPay(traces(1, callsOf('cart')))).not.toBe(contextOfPay(traces(1, callsOf('ads'))));
});

test('all that lies below a span is found', () => {
  const [root] = traces(1, () => ({ of: 'a', calls: [{ of: 'b', calls: [{ of: 'c' }] }, { of: 'd' }] }));
  expect(descendantsOf(root!)).toHaveLength(3);
});
