import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { anomaly, at, correlate, id } from './correlate.test-support.ts';

/** Twelve findings at once, each at the entity that is named for its place. */
function burst(minute: number, entityOf: (place: number) => string, difference: Partial<Anomaly> = {}): Anomaly[] {
  return Array.from({ length: 12 }, (_, place) =>
    anomaly(entityOf(place), minute, { measure: `operation ${place}`, ...difference }),
  );
}

const TWELVE = Array.from({ length: 12 }, (_, place) => place);

test('a burst among those who call where the harm is belongs to the same incident', () => {
  const shop = correlate(TWELVE.map((place) => `web${place}>cart`).join(' '));
  shop.step({ minute: 0, anomalies: burst(0, () => 'cart') });
  const calls = TWELVE.map((place) => anomaly(`web${place}`, 4, { peer: id('cart'), kind: 'latency' }));
  shop.step({ minute: 4, anomalies: [...burst(4, (place) => `web${place}`), ...calls] });
  expect(shop.incidents().filter(({ state }) => state === 'open')).toHaveLength(1);
});

test('a burst at what the harm calls, minutes later, is an incident of its own', () => {
  const shop = correlate(TWELVE.map((place) => `cart>db${place}`).join(' '));
  const calls = TWELVE.map((place) => anomaly('cart', 0, { peer: id(`db${place}`), measure: `calls to ${place}` }));
  shop.step({ minute: 0, anomalies: calls });
  shop.step({ minute: 7, anomalies: burst(7, (place) => `db${place}`) });
  expect(shop.incidents()).toMatchObject([{ startedAt: at(0) }, { startedAt: at(7) }]);
  for (const incident of shop.incidents()) expect(incident.anomalies).toHaveLength(12);
  shop.step({ minute: 8 });
  expect(shop.incidents().every(({ state }) => state === 'open')).toBe(true);
});

/** A hundred findings about one service within a minute, the later the fewer. */
function outage(from: number): Anomaly[] {
  return Array.from({ length: 100 }, (_, place) => {
    const onset = from + (place / 100) ** 2 * MINUTE;
    return anomaly('cart', 0, { id: `ano_${from}_${place}` as AnomalyId, measure: `operation ${place}`, onset });
  });
}

test('of detectors that see every second, a second onset at the same place is a second incident', () => {
  const run = (restarts: boolean): Incident[] => {
    const shop = correlate('web>cart', 1);
    const second = at(2) + 20_000;
    const found = [...outage(at(0)), ...outage(second)];
    for (let minute = 0; minute < 5; minute++) {
      const anomalies = found.filter(({ onset }) => onset >= at(minute) && onset < at(minute + 1));
      shop.step({ minute, anomalies });
      if (restarts) shop.restart();
    }
    return shop.incidents();
  };
  const incidents = run(false);
  expect(incidents.map(({ anomalies }) => anomalies.length)).toEqual([100, 100]);
  expect(run(true)).toEqual(incidents);
});
