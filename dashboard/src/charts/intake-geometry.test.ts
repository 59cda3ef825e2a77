import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutIntake } from './intake-geometry.ts';

test('bars start at zero, and what is not stored is never taller than what came in', () => {
  const steps = [
    { received: 100, notStored: 40 },
    { received: 50, notStored: 80 },
    { received: 0, notStored: 0 },
  ];
  const layout = layOutIntake(steps, { from: 0, to: 3 * MINUTE }, MINUTE, 356);
  const [first, second, third] = layout.bars;
  expect(layout.bottom - first!.allY).toBeCloseTo(2 * (layout.bottom - second!.allY), 6);
  expect(first!.goneY).toBeGreaterThan(first!.allY);
  expect(second!.goneY).toBe(second!.allY);
  expect(third!.allY).toBe(layout.bottom);
  expect(layout.bars.map(({ x }) => x)).toEqual([52, 152, 252]);
});
