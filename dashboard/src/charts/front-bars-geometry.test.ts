import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutFrontBars } from './front-bars-geometry.ts';

const size = { left: 48, top: 12, bottom: 104, ticks: 3 };

test('bars start at zero, and what stands in front is never taller than all', () => {
  const bars = [
    { time: 0, all: 100, front: 40 },
    { time: MINUTE, all: 50, front: 80 },
    { time: 2 * MINUTE, all: 0, front: 0 },
  ];
  const layout = layOutFrontBars(bars, { from: 0, to: 3 * MINUTE }, MINUTE, 352, size);
  const [first, second, third] = layout.bars;
  expect(layout.bottom - first!.allY).toBeCloseTo(2 * (layout.bottom - second!.allY), 6);
  expect(first!.frontY).toBeGreaterThan(first!.allY);
  expect(second!.frontY).toBe(second!.allY);
  expect(third!.allY).toBe(layout.bottom);
  expect(layout.bars.map(({ x }) => x)).toEqual([48, 148, 248]);
});

test('bars outside of the range are left out', () => {
  const bars = [
    { time: 0, all: 100, front: 10 },
    { time: MINUTE, all: 50, front: 50 },
    { time: -5 * MINUTE, all: 900, front: 0 },
  ];
  const layout = layOutFrontBars(bars, { from: 0, to: 2 * MINUTE }, MINUTE, 252, size);
  expect(layout.bars).toHaveLength(2);
  expect(layout.bars[0]!.frontY).toBeGreaterThan(layout.bars[0]!.allY);
  expect(layout.bars[1]!.frontY).toBe(layout.bars[1]!.allY);
});
