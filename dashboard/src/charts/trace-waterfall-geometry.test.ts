import { expect, test } from 'vitest';
import type { WaterfallSpan } from './trace-waterfall-geometry.ts';
import { layOutWaterfall } from './trace-waterfall-geometry.ts';

const span = (spanId: string, parentSpanId: string | undefined, startMs: number, name = spanId): WaterfallSpan => ({
  spanId,
  parentSpanId,
  name,
  entity: 'cart',
  startMs,
  durationMs: 10,
  selfMs: 5,
  onCriticalPath: false,
  failed: spanId === 'q3',
  errorOrigin: spanId === 'q3',
});
const plain = { closed: new Set<string>(), opened: new Set<string>(), foldRepeats: true };
const trace = [
  span('root', undefined, 0),
  ...[1, 2, 3, 4, 5].map((n) => span(`q${n}`, 'root', n * 10, 'SELECT')),
  span('b', 'root', 5),
  span('c', 'b', 6),
  span('orphan', 'lost', 1),
];

test('parents come before children, in order of start, and orphans stand at the top', () => {
  const rows = layOutWaterfall(trace, plain);
  expect(rows.map((row) => [row.span.spanId, row.depth])).toEqual([
    ['root', 0],
    ['b', 1],
    ['c', 2],
    ['q1', 1],
    ['orphan', 0],
  ]);
});

test('like siblings become one line that keeps their failure and adds their own time', () => {
  const folded = layOutWaterfall(trace, plain).find((row) => row.count > 1);
  expect(folded).toMatchObject({ count: 5, failures: 1, errorOrigin: true, startMs: 10, endMs: 60, selfMs: 25 });
  const open = layOutWaterfall(trace, { ...plain, opened: new Set([folded!.key]) });
  expect(open).toHaveLength(9);
});

test('a closed row hides all that is below it and says how much', () => {
  const rows = layOutWaterfall(trace, { ...plain, closed: new Set(['root']) });
  expect(rows.map((row) => row.span.spanId)).toEqual(['root', 'orphan']);
  expect(rows[0]!.below).toBe(7);
});

test('a chain of five thousand spans and a span that is its own parent both end', () => {
  const chain = Array.from({ length: 5000 }, (_, i) => span(`s${i}`, i === 0 ? undefined : `s${i - 1}`, i));
  expect(layOutWaterfall(chain, plain)).toHaveLength(5000);
  expect(layOutWaterfall([span('x', 'x', 0)], plain)).toEqual([]);
});
