import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ShapedSpan, selfTime, shapeOfTrace } from './trace-shape.ts';

/** `a 0-100`, `b<a 10-40`, `c<a! 50-90`: name, parent, failed, start and end. */
function trace(text: string): ShapedSpan[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [, spanId, parent, failed, start, end] = /^\s*(\w+)(?:<(\w+))?(!)? (\d+)-(\d+)$/.exec(line)!;
      return {
        spanId: spanId!,
        parentSpanId: parent ?? '',
        start: Number(start),
        end: Number(end),
        failed: failed === '!',
      };
    });
}

function drawn(text: string): string[] {
  return shapeOfTrace(trace(text)).map(
    ({ span, shape }) =>
      `${'  '.repeat(shape.depth)}${span.spanId} ${shape.selfMs}${shape.onCriticalPath ? ' *' : ''}${shape.errorOrigin ? ' !' : ''}`,
  );
}

test('parents come before children, siblings by their start', () => {
  expect(
    drawn(`
      c<a 60-90
      b<a 10-50
      a 0-100
      d<b 20-30`),
  ).toEqual(['a 30 *', '  b 30 *', '    d 10 *', '  c 30 *']);
});

test('of children side by side the one that ends last is on the critical path', () => {
  expect(
    drawn(`
      a 0-100
      b<a 10-60
      c<a 10-95`),
  ).toEqual(['a 15 *', '  b 50', '  c 85 *']);
});

test('an error began where no child failed', () => {
  expect(
    drawn(`
      a! 0-100
      b<a! 10-90
      c<b! 20-30
      d<b 40-50`),
  ).toEqual(['a 20 *', '  b 60 *', '    c 10 * !', '    d 10 *']);
});

test('a child outside its parent counts only inside it', () => {
  expect(selfTime({ start: 10, end: 20 }, [{ start: 0, end: 15 }])).toBe(5);
  expect(selfTime({ start: 10, end: 20 }, [{ start: 15, end: 40 }])).toBe(5);
  expect(selfTime({ start: 10, end: 20 }, [{ start: 30, end: 40 }])).toBe(10);
});

test('children that overlap count once', () => {
  const children = [
    { start: 10, end: 50 },
    { start: 20, end: 40 },
    { start: 45, end: 60 },
  ];
  expect(selfTime({ start: 0, end: 100 }, children)).toBe(50);
});

test('a span whose parent was not sent is a root of its own', () => {
  expect(
    drawn(`
      a 0-100
      b<lost 10-20`),
  ).toEqual(['a 100 *', 'b 10']);
});

test('spans in a circle, and one that is its own parent, are shown once each', () => {
  expect(
    drawn(`
      a<b 0-10
      b<a 0-10
      c<c 5-6`)
      .map((line) => line.trim().charAt(0))
      .sort(),
  ).toEqual(['a', 'b', 'c']);
});

test('two spans under one id are shown once each, and their children once', () => {
  expect(
    drawn(`
      a 0-100
      b<a 10-90
      b<a 12-88
      c<b 20-30`)
      .map((line) => line.trim().charAt(0))
      .sort(),
  ).toEqual(['a', 'b', 'b', 'c']);
});

test('a trace a hundred thousand deep is no trouble', () => {
  const spans = Array.from({ length: 100_000 }, (_, index) => ({
    spanId: String(index),
    parentSpanId: index === 0 ? '' : String(index - 1),
    start: 0,
    end: 10,
    failed: false,
  }));
  expect(shapeOfTrace(spans).at(-1)!.shape.depth).toBe(99_999);
});

const anySpans = fc.array(
  fc.record({
    parent: fc.integer({ min: -1, max: 30 }),
    start: fc.integer({ min: 0, max: 100 }),
    length: fc.integer({ min: 0, max: 50 }),
    failed: fc.boolean(),
  }),
  { maxLength: 30 },
);

test('whatever is sent, every span comes out once, with self time between nothing and its duration', () => {
  fc.assert(
    fc.property(anySpans, (drafts) => {
      const spans = drafts.map(({ parent, start, length, failed }, index) => ({
        spanId: `s${index}`,
        parentSpanId: parent < 0 ? '' : `s${parent}`,
        start,
        end: start + length,
        failed,
      }));
      const placed = shapeOfTrace(spans);
      expect(placed.map(({ span }) => span.spanId).sort()).toEqual(spans.map(({ spanId }) => spanId).sort());
      for (const { span, shape } of placed) {
        expect(shape.selfMs).toBeGreaterThanOrEqual(0);
        expect(shape.selfMs).toBeLessThanOrEqual(span.end - span.start);
      }
      if (spans.some(({ failed }) => failed)) expect(placed.some(({ shape }) => shape.errorOrigin)).toBe(true);
    }),
  );
});
