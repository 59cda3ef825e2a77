import type { EntityId } from '@foreshock/model/entity.ts';
import { decodeRequest } from '@foreshock/otlp/decode-request.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { expect, test } from 'vitest';
import { createKnownSeries, type KnownSeries } from './known-series.ts';
import { registerSeries } from './register-series.ts';

const TIME = 1_767_571_200_000n;
const ENTITY = 'ent_checkout' as EntityId;

function pointsWith(resource: Record<string, string>, ...attributes: Record<string, string>[]) {
  const points = attributes.map((own) => ({ timeUnixNano: TIME * 1_000_000n, value: 1, attributes: own }));
  const records = [{ name: 'db.client.connection.count', unit: '{connection}', type: 'gauge' as const, points }];
  const bytes = encodeMetrics([{ resource, scopes: [{ records }] }]);
  const decoded = decodeRequest('metrics', 'protobuf', bytes, Number(TIME));
  if (!decoded.ok || decoded.value.columns.signal !== 'metrics') throw new Error('not decoded');
  return decoded.value.columns;
}

function register(known: KnownSeries, resource: Record<string, string>, ...sent: Record<string, string>[]) {
  return registerSeries(pointsWith(resource, ...sent), [ENTITY], known, Number(TIME));
}

test('the order in which attributes are sent does not make another series', () => {
  const { seriesOfRow, series } = register(
    createKnownSeries(100),
    {},
    { pool: 'a', state: 'used' },
    { state: 'used', pool: 'a' },
  );
  expect(seriesOfRow[1]).toBe(seriesOfRow[0]);
  expect(series).toHaveLength(1);
  expect(series[0]!.attributes).toEqual({ pool: 'a', state: 'used' });
});

test('values that meet at their seams are series of their own', () => {
  const { seriesOfRow } = register(
    createKnownSeries(100),
    {},
    { a: 'xy', b: 'z' },
    { a: 'x', b: 'yz' },
    { a: 'é' },
    { a: 'è' },
  );
  expect(new Set(seriesOfRow).size).toBe(4);
});

test('pods of one workload are series of their own, also when the process has seen one of them', () => {
  const known = createKnownSeries(100);
  const one = register(known, { 'k8s.pod.name': 'checkout-1' }, { state: 'used' });
  const other = register(known, { 'k8s.pod.name': 'checkout-2' }, { state: 'used' });
  expect(other.seriesOfRow[0]).not.toBe(one.seriesOfRow[0]);
  expect(other.series[0]!.attributes).toEqual({ state: 'used', 'k8s.pod.name': 'checkout-2' });
});

test('the id is the same in every process', () => {
  const first = register(createKnownSeries(100), { 'k8s.pod.name': 'checkout-1' }, { state: 'used' });
  const known = createKnownSeries(100);
  register(known, { 'k8s.pod.name': 'checkout-1' }, { state: 'used' });
  const again = register(known, { 'k8s.pod.name': 'checkout-1' }, { state: 'used' });
  expect(again.seriesOfRow).toEqual(first.seriesOfRow);
  expect(again.series).toEqual(first.series);
});

test('series beyond the limit are one, and there is room again when others have been silent for an hour', () => {
  const known = createKnownSeries(2);
  const register = (now: number, ...sent: Record<string, string>[]) =>
    registerSeries(pointsWith({ 'k8s.pod.name': 'checkout-1' }, ...sent), [ENTITY], known, now);
  const full = register(0, { id: '1' }, { id: '2' }, { id: '3' }, { id: '4' });
  expect(full.overflowing).toEqual([2, 3]);
  expect(full.seriesOfRow[3]).toBe(full.seriesOfRow[2]);
  expect(full.series.map(({ attributes }) => attributes['otel.metric.overflow'])).toEqual([
    undefined,
    undefined,
    'true',
  ]);
  expect(register(30 * 60_000, { id: '1' }, { id: '3' }).overflowing).toEqual([1]);
  expect(register(80 * 60_000, { id: '3' }).overflowing).toEqual([]);
  expect(register(80 * 60_000, { id: '1' }, { id: '4' }).overflowing).toEqual([1]);
});
