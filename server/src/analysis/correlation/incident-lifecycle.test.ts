import { serialize } from 'node:v8';
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { anomaly, at, correlate, id } from './correlate.test-support.ts';
import { restoreState } from './correlation-state.ts';

test('errors along a call are one incident of both, begun with the first', () => {
  const shop = correlate('web>cart');
  shop.step({ minute: 0, anomalies: [anomaly('cart', 0)] });
  shop.step({ minute: 1, anomalies: [anomaly('web', 1)] });
  const [incident, ...others] = shop.incidents();
  expect(others).toEqual([]);
  expect(incident).toMatchObject({ state: 'open', startedAt: at(0), detectedAt: at(1), severity: 'minor' });
  expect(incident!.entities).toEqual([
    { entity: id('cart'), role: 'symptom' },
    { entity: id('web'), role: 'symptom' },
  ]);
  expect(shop.told).toEqual(['opened', 'grew']);
});

test('without enough data nothing is resolved', () => {
  const shop = correlate('web>cart');
  const first = anomaly('cart', 0);
  shop.step({ minute: 0, anomalies: [first] });
  shop.step({ minute: 1, anomalies: [{ ...first, end: at(1) }] });
  for (let minute = 2; minute <= 30; minute++) shop.step({ minute, dataTrust: 0.2 });
  expect(shop.incidents()[0]).toMatchObject({ state: 'open', frozen: true });
  shop.step({ minute: 31, dataTrust: 1 });
  expect(shop.incidents()[0]).toMatchObject({ state: 'resolved', frozen: false });
});

test('the same again within half an hour reopens the incident, later it is a new one', () => {
  const shop = correlate('web>cart');
  const harm = (minute: number): void => {
    const one = anomaly('cart', minute);
    shop.step({ minute, anomalies: [one] });
    shop.step({ minute: minute + 1, anomalies: [{ ...one, end: at(minute + 1) }] });
  };
  harm(0);
  for (let minute = 2; minute <= 20; minute++) shop.step({ minute });
  harm(40);
  expect(shop.incidents()).toMatchObject([{ state: 'open', reopened: 1 }]);
  for (let minute = 42; minute <= 100; minute++) shop.step({ minute });
  harm(120);
  expect(shop.incidents().map(({ state }) => state)).toEqual(['resolved', 'open']);
});

test('an incident that opened again is over when it has been quiet for long enough since, whatever opened it', () => {
  const shop = correlate('web>cart');
  const changed = (minute: number): Anomaly => anomaly('cart', minute, { signal: 'logs', kind: 'logs' });
  const first = changed(0);
  shop.step({ minute: 0, anomalies: [first] });
  for (let minute = 1; minute <= 16; minute++) shop.step({ minute });
  expect(shop.incidents()[0]).toMatchObject({ state: 'resolved' });
  shop.step({ minute: 20, anomalies: [changed(20)] });
  expect(shop.incidents()[0]).toMatchObject({ state: 'open', reopened: 1 });
  for (let minute = 21; minute <= 35; minute++) shop.step({ minute });
  expect(shop.incidents()[0]).toMatchObject({ state: 'resolved', resolvedAt: at(35) });
});

test('traces that do not do what they used to keep an incident open, lines that are more do not', () => {
  const lasting = (difference: Partial<Anomaly>): Incident => {
    const shop = correlate('web>cart');
    const one = anomaly('cart', 0, difference);
    for (let minute = 0; minute <= 20; minute++) shop.step({ minute, anomalies: [{ ...one, lastSeen: at(minute) }] });
    return shop.incidents()[0]!;
  };
  expect(lasting({ signal: 'traces', kind: 'other' }).state).toBe('open');
  expect(lasting({ signal: 'logs', kind: 'logs' }).state).toBe('resolved');
});

test('what cannot start an incident joins one, and by itself starts none', () => {
  const slower = (minute: number): Anomaly =>
    anomaly('cart', minute, { kind: 'saturation', signal: 'metrics', measure: 'db.client.connection.count' });
  const alone = correlate('web>cart');
  alone.step({ minute: 0, context: [slower(0)] });
  expect(alone.incidents()).toEqual([]);
  const together = correlate('web>cart');
  together.step({ minute: 0, anomalies: [anomaly('cart', 0)], context: [slower(0)] });
  expect(together.incidents()[0]!.anomalies).toHaveLength(2);
});

test('what a rollout explains is listed with its reason and does not count', () => {
  const shop = correlate('web>cart');
  const expected = anomaly('cart', 0, { measure: 'restarts', kind: 'restarts', marks: ['expected'] });
  shop.step({ minute: 0, anomalies: [anomaly('cart', 0)], context: [expected] });
  const [incident] = shop.incidents();
  expect(incident!.anomalies).toHaveLength(1);
  shop.step({ minute: 1, anomalies: [anomaly('web', 1)] });
  expect(shop.incidents()[0]!.suppressed).toEqual([
    { anomaly: expected.id, reason: 'explained by a rollout, by load or by a cold start' },
  ]);
});

test('an incident that a person dismissed neither grows nor comes back', () => {
  const shop = correlate('web>cart');
  const first = anomaly('cart', 0);
  shop.step({ minute: 0, anomalies: [first] });
  const [incident] = shop.incidents();
  shop.step({ minute: 1, anomalies: [anomaly('web', 1)], closedByHand: [incident!.id] });
  expect(shop.incidents()[0]!.anomalies).toEqual([first.id]);
});

test('a restart in the middle changes nothing', () => {
  const run = (restarts: boolean): Incident[] => {
    const shop = correlate('web>cart cart>db');
    const first = anomaly('db', 0);
    shop.step({ minute: 0, anomalies: [first] });
    if (restarts) shop.restart();
    shop.step({ minute: 1, anomalies: [{ ...first, end: at(1) }, anomaly('cart', 1)] });
    if (restarts) shop.restart();
    for (let minute = 2; minute <= 20; minute++) shop.step({ minute });
    return shop.incidents();
  };
  expect(run(true)).toEqual(run(false));
});

test('incidents that an older release kept, groups alone, go on', () => {
  const before = correlate('web>cart');
  before.step({ minute: 0, anomalies: [anomaly('cart', 0)] });
  const older = serialize([...restoreState(before.snapshot()).groups.values()]);
  const after = correlate('web>cart', MINUTE, older);
  after.step({ minute: 1, anomalies: [anomaly('web', 1)] });
  expect(after.incidents()).toMatchObject([{ id: before.incidents()[0]!.id, state: 'open', startedAt: at(0) }]);
  expect(after.incidents()[0]!.anomalies).toHaveLength(2);
});
