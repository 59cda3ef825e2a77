import { expect, test } from 'vitest';
import { createByteBudget } from './byte-budget.ts';

test('reservations grow to the whole budget and no further, and a refused one keeps what it had', () => {
  const budget = createByteBudget({ maxBytes: 100, maxBytesPerOwner: 100 });
  const first = budget.open('a');
  const second = budget.open('b');
  expect([first.grow(60), second.grow(41), second.grow(40), first.grow(61)]).toEqual([true, false, true, false]);
  expect(budget.usedBytes()).toBe(100);
  first.release();
  first.release();
  expect(budget.usedBytes()).toBe(40);
  expect(second.grow(100)).toBe(true);
});

test('one owner cannot take the part of the others', () => {
  const budget = createByteBudget({ maxBytes: 100, maxBytesPerOwner: 50 });
  const [one, two] = [budget.open('noisy'), budget.open('noisy')];
  expect([one.grow(30), two.grow(30), two.grow(20)]).toEqual([true, false, true]);
  expect(budget.open('quiet').grow(50)).toBe(true);
});

test('to grow to less than is held changes nothing', () => {
  const budget = createByteBudget({ maxBytes: 100, maxBytesPerOwner: 100 });
  const one = budget.open('a');
  one.grow(70);
  expect(one.grow(10)).toBe(true);
  expect(budget.usedBytes()).toBe(70);
});
