import { expect, test } from 'vitest';
import { toldNoiseWords } from './told-noise-words.ts';

test('what weighs less says by how much and why', () => {
  const words = toldNoiseWords({ entity: { name: 'shop/cart' }, measure: 'request errors', times: 3, weight: 1 / 2 });
  expect(words).toBe('cart, request errors: weighs half in opening an incident, told noise 3 times and never real:');
  expect(toldNoiseWords({ entity: { name: 'cart' }, measure: 'x', times: 9, weight: 1 / 4 })).toContain('a quarter');
});
