import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { expect, test } from 'vitest';
import { anomaly, at, correlate, id } from './correlate.test-support.ts';

const CALLS = 'web>cart web>ads cart>store';

/** The cart is accused, and calls around it fail. */
function cartFails(): Anomaly[] {
  const failing = (from: string, to: string): Anomaly =>
    anomaly(from, 0, { measure: `calls to ${to}`, peer: id(to), kind: 'latency' });
  return [failing('web', 'cart'), failing('web', 'ads'), failing('cart', 'store')];
}

/** A minute after the cart something is found at another place. */
function shopWith(later: { readonly accused?: string; readonly felt?: string }, restarts = false): Incident[] {
  const shop = correlate(CALLS);
  shop.step({ minute: 0, accusations: [anomaly('cart', 0)], anomalies: cartFails() });
  if (restarts) shop.restart();
  const [accused, felt] = [later.accused, later.felt].map((name): Anomaly[] => (name ? [anomaly(name, 1)] : []));
  shop.step({ minute: 1, accusations: accused!, anomalies: felt! });
  return shop.incidents();
}

test('of two places that are accused, neither of which depends on the other, each has an incident', () => {
  const incidents = shopWith({ accused: 'ads' });
  expect(incidents.map(({ startedAt, state }) => [startedAt, state])).toEqual([
    [at(0), 'open'],
    [at(1), 'open'],
  ]);
  expect(incidents[1]!.entities).toEqual([{ entity: id('ads'), role: 'symptom' }]);
  expect(shopWith({ accused: 'ads' }, true)).toEqual(incidents);
});

test('what the accused depends on, or what depends on it, is accused of the same', () => {
  for (const accused of ['store', 'web']) expect(shopWith({ accused }), accused).toHaveLength(1);
});

test('harm at another place that nothing accuses belongs to the incident that it is near', () => {
  expect(shopWith({ felt: 'ads' })).toHaveLength(1);
});

test('a second accusation of the second place finds its own incident', () => {
  const shop = correlate(CALLS);
  shop.step({ minute: 0, accusations: [anomaly('cart', 0)], anomalies: cartFails() });
  shop.step({ minute: 1, accusations: [anomaly('ads', 1)] });
  shop.step({ minute: 2, accusations: [anomaly('ads', 2)] });
  expect(shop.incidents().map(({ anomalies }) => anomalies.length)).toEqual([4, 2]);
});
