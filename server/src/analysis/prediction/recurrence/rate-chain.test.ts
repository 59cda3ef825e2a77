import { DAY, HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { advanceRates, createRateChain, fadingPerTick, probabilityWithin, RATES, ratesOf } from './rate-chain.ts';

const fading = fadingPerTick(HOUR);

function ratesAfter(events: readonly number[], pooled = 0.01): Float64Array {
  const chain = createRateChain();
  for (const event of events) advanceRates(chain, fading, event, 1);
  return ratesOf(chain, pooled, new Float64Array(RATES));
}

test('without a past every memory says what all streams together say', () => {
  for (const rate of ratesAfter([])) expect(rate).toBeCloseTo(0.01, 12);
});

test('a steady rate is the same in every memory, and the evidence outweighs the pooled rate', () => {
  const steady = Array.from({ length: 90 * 24 }, (_, hour) => (hour % 5 === 0 ? 1 : 0));
  const [lifetime, month, week] = ratesAfter(steady);
  expect(lifetime).toBeCloseTo(0.2, 2);
  expect(month).toBeCloseTo(0.2, 2);
  expect(week).toBeCloseTo(0.2, 1);
});

test('what began today raises the short memories most', () => {
  const rates = ratesAfter([...new Array<number>(60 * 24).fill(0), 0, 1, 0, 1, 0, 1]);
  for (let k = 1; k < RATES; k += 1) expect(rates[k]).toBeGreaterThan(rates[k - 1]!);
});

test('a memory halves within its half-life', () => {
  const chain = createRateChain();
  advanceRates(chain, fading, 1, 1);
  for (let hour = 0; hour < 30 * 24; hour += 1) advanceRates(chain, fading, 0, 0);
  expect(chain.events[0]).toBe(1);
  expect(chain.events[1]).toBeCloseTo(0.5, 9);
  expect(fadingPerTick(30 * DAY)[1]).toBe(0.5);
});

test('the probability within no time is none, and within a long time nearly one', () => {
  expect(probabilityWithin(0.1, 0)).toBeCloseTo(0, 12);
  expect(probabilityWithin(0.1, 10)).toBeCloseTo(1 - Math.exp(-1), 12);
  expect(probabilityWithin(0.1, 1_000)).toBeGreaterThan(0.999);
});
