import { expect, test } from 'vitest';
import { createUnappliedMessages } from './unapplied-messages.ts';

test('bytes count until the place behind them is applied, whole groups at a time', () => {
  const unapplied = createUnappliedMessages();
  unapplied.add(10n, 100);
  unapplied.add(20n, 50);
  expect(unapplied.bytes()).toBe(150);
  unapplied.applied(15n);
  expect(unapplied.bytes()).toBe(50);
  unapplied.add(30n, 7);
  unapplied.applied(30n);
  expect(unapplied.bytes()).toBe(0);
});

test('what is applied before it is known does not count', () => {
  const unapplied = createUnappliedMessages();
  unapplied.applied(20n);
  unapplied.add(20n, 50);
  unapplied.add(21n, 5);
  expect(unapplied.bytes()).toBe(5);
});
