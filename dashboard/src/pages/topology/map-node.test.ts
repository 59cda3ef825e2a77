import { expect, test } from 'vitest';
import type { NodeView } from './map-node.tsx';
import { mapFinding, readNode } from './map-node.tsx';

const node = (part: Partial<NodeView>): NodeView => ({
  id: 'e',
  kind: 'service',
  name: 'shop/cart',
  cluster: 'prod',
  namespace: 'shop',
  version: '',
  firstSeen: '',
  lastSeen: '',
  state: 'present',
  requestsPerSecond: 12,
  errorShare: 0,
  p95Ms: 310,
  usualP95Ms: 300,
  openAnomalies: 0,
  incident: null,
  prediction: null,
  ...part,
});
const prediction = { id: 'p', display: 'band', probability: null, band: 'raised', failure: 'disk_full' } as const;

test('harm outranks what may come, which outranks calm', () => {
  const [harmed, coming, calm] = [node({ incident: 'inc' }), node({ prediction }), node({})].map(readNode);
  expect(harmed!.risk).toBeGreaterThan(coming!.risk);
  expect(coming!.risk).toBeGreaterThan(calm!.risk);
});

test('a band is told in words and never as a percent', () => {
  expect(readNode(node({ prediction })).figures).toBe('raised: disk is full');
});

test('the map says who is hurt and who may be next', () => {
  expect(
    mapFinding({ nodes: [node({ incident: 'i' }), node({ id: 'b', name: 'shop/db', prediction })], edges: [] }),
  ).toBe('cart is hurt; db may be next; 0 more look usual.');
  expect(mapFinding({ nodes: [node({})], edges: [] })).toBe('1 service, none hurt and none called.');
});
