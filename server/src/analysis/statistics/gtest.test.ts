import { expect, test } from 'vitest';
import { gTest } from './gtest.ts';

test('counts in proportion are independent', () => {
  expect(gTest({ insideWith: 10, insideWithout: 20, outsideWith: 100, outsideWithout: 200 })).toEqual({ g: 0, p: 1 });
});

test('G agrees with a worked example', () => {
  const { g, p } = gTest({ insideWith: 30, insideWithout: 10, outsideWith: 20, outsideWithout: 40 });
  expect(g).toBeCloseTo(17.261, 2);
  expect(p).toBeCloseTo(3.3e-5, 5);
});

test('an empty side says nothing', () => {
  expect(gTest({ insideWith: 0, insideWithout: 0, outsideWith: 3, outsideWithout: 4 }).p).toBe(1);
});
