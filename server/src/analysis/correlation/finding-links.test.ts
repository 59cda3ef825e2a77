import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import { DAY, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { anomaly, at, topologyOf } from './correlate.test-support.ts';
import { broughtAbout, createFindingLinks, learnDaily, linkedTypes, rememberFinding, typeOf } from './finding-links.ts';

const TOPOLOGY = topologyOf('web>cart');

/** Thirty times in a month a full pool of the cart, and a minute later errors of the web. */
function month() {
  const links = createFindingLinks();
  for (let day = 0; day < 30; day++) {
    const start = day * 24 * 60;
    rememberFinding(links, anomaly('cart', start, { signal: 'metrics', kind: 'saturation', measure: 'pool' }));
    rememberFinding(links, anomaly('web', start + 1));
    rememberFinding(links, anomaly('db', start + 600, { kind: 'latency' }));
  }
  return links;
}

const typed = (found: Anomaly) => ({ anomaly: found, type: typeOf(found) });
const pool = typed(anomaly('cart', 50_000, { signal: 'metrics', kind: 'saturation', measure: 'pool' }));
const errors = (entity: string, minute: number) => typed(anomaly(entity, minute, { id: 'ano_later' as AnomalyId }));

test('what followed a month long is expected to follow, one hop away and in that order', () => {
  const links = month();
  learnDaily(links, TOPOLOGY, at(0) + 31 * DAY);
  expect(broughtAbout(links, pool, errors('web', 50_001), true)).toBeGreaterThan(0.9);
  expect(broughtAbout(links, errors('web', 50_001), pool, true)).toBeGreaterThan(0.9);
  expect(broughtAbout(links, pool, errors('web', 49_999), true)).toBe(0);
  expect(broughtAbout(links, pool, errors('cart', 50_001), false)).toBe(0);
  expect(broughtAbout(links, pool, errors('web', 50_060), true)).toBe(0);
});

test('nothing is expected before the first night, and no more once the history is old', () => {
  const links = month();
  expect(broughtAbout(links, pool, errors('web', 50_001), true)).toBe(0);
  learnDaily(links, TOPOLOGY, at(0) + 31 * DAY);
  learnDaily(links, TOPOLOGY, at(0) + 200 * DAY);
  expect(links.seen).toEqual([]);
  expect(broughtAbout(links, pool, errors('web', 50_001), true)).toBe(0);
});

test('linked are the types of causes and effects and no others', () => {
  const links = month();
  learnDaily(links, TOPOLOGY, at(0) + 31 * DAY);
  expect([...linkedTypes(links)].sort()).toEqual([pool.type, errors('web', 0).type].sort());
});

test('links are learnt once a day', () => {
  const links = month();
  learnDaily(links, TOPOLOGY, at(0) + 31 * DAY);
  const { alphas } = links;
  learnDaily(links, TOPOLOGY, at(0) + 31 * DAY + MINUTE);
  expect(links.alphas).toBe(alphas);
});
