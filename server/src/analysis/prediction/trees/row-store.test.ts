import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createRowStore, forgetBefore, type KeptRow, keepRow } from './row-store.ts';

const row = (i: number): KeptRow => ({
  codes: Uint8Array.of(i % 256, i >> 8),
  time: i * MINUTE,
  lead: i % 3 === 0 ? 10 * MINUTE : Number.POSITIVE_INFINITY,
  group: i % 3 === 0 ? 1 + Math.floor(i / 300) : 0,
  pair: i % 7,
});

test('a store never holds more than it may, and what it holds stands for all that came', () => {
  const store = createRowStore(2, 1_000);
  let largest = 0;
  for (let i = 0; i < 50_000; i += 1) {
    keepRow(store, row(i));
    largest = Math.max(largest, store.count);
  }
  expect(largest).toBe(1_000);
  const weights = [...store.weights.subarray(0, store.count)];
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  expect(Math.abs(all - 50_000)).toBeLessThan(6_000);
  const came = weights.filter((_, at) => store.groups[at]! > 0).reduce((sum, weight) => sum + weight, 0);
  expect(Math.abs(came / all - 1 / 3)).toBeLessThan(0.06);
  // From the first hours as much as from the last ones.
  const early = weights.filter((_, at) => store.times[at]! < 25_000 * MINUTE).reduce((sum, weight) => sum + weight, 0);
  expect(Math.abs(early / all - 0.5)).toBeLessThan(0.07);
});

test('each row keeps its own codes, lead and group through every halving', () => {
  const store = createRowStore(2, 100);
  for (let i = 0; i < 5_000; i += 1) keepRow(store, row(i));
  expect(store.count).toBeGreaterThan(30);
  for (let at = 0; at < store.count; at += 1) {
    const i = store.times[at]! / MINUTE;
    const { codes, lead, group } = row(i);
    expect([...store.codes.subarray(2 * at, 2 * at + 2)]).toEqual([...codes]);
    expect([store.leads[at], store.groups[at]]).toEqual([lead, group]);
  }
});

test('what is too old goes, and with room for it more of what is new is kept', () => {
  const store = createRowStore(2, 100);
  for (let i = 0; i < 1_000; i += 1) keepRow(store, row(i));
  const { share } = store;
  forgetBefore(store, 990 * MINUTE);
  expect([...store.times.subarray(0, store.count)].every((time) => time >= 990 * MINUTE)).toBe(true);
  expect(store.share).toBe(2 * share);
});
