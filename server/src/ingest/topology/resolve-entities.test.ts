import type { EntityId } from '@foreshock/model/entity.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createEntityRegistry, type EntityRegistry } from './resolve-entities.ts';

const START = Date.parse('2026-11-22T03:00:00Z');
const K8S = { 'k8s.cluster.name': 'eu', 'k8s.namespace.name': 'shop', 'k8s.deployment.name': 'cart' };

const resolve = (registry: EntityRegistry, resource: Record<string, string>, time = START): EntityId =>
  registry.resolve(new Map(Object.entries(resource)), time);

test('the same resource is the same entity in every process', () => {
  expect(resolve(createEntityRegistry(), K8S)).toBe(resolve(createEntityRegistry(), { ...K8S, 'k8s.pod.name': 'x' }));
  expect(resolve(createEntityRegistry(), K8S)).not.toBe(
    resolve(createEntityRegistry(), { ...K8S, 'k8s.cluster.name': 'us' }),
  );
});

test('a workload that reports a service name is shown as a service under the same id', () => {
  const registry = createEntityRegistry();
  const id = resolve(registry, K8S);
  expect(registry.find(id)).toMatchObject({ kind: 'workload', name: 'shop/cart' });
  expect(resolve(registry, { ...K8S, 'service.name': 'cart-api' })).toBe(id);
  expect(registry.find(id)!.kind).toBe('service');
});

test('a service that says only its name is the workload that was seen under it', () => {
  const registry = createEntityRegistry();
  const id = resolve(registry, { ...K8S, 'service.name': 'cart-api' });
  const bare = { 'k8s.cluster.name': 'eu', 'service.namespace': 'shop', 'service.name': 'cart-api' };
  expect(resolve(registry, bare)).toBe(id);
});

test('what is new is told once, and again only when it changed or five minutes have passed', () => {
  const registry = createEntityRegistry();
  const id = resolve(registry, K8S);
  expect(registry.takeChanges().entities.map((entity) => entity.id)).toEqual([id]);
  resolve(registry, K8S, START + 4 * MINUTE);
  expect(registry.takeChanges().entities).toEqual([]);
  resolve(registry, K8S, START + 6 * MINUTE);
  expect(registry.takeChanges().entities).toMatchObject([{ firstSeen: START, lastSeen: START + 6 * MINUTE }]);
});

test('a new version is a deploy, the first version is none', () => {
  const registry = createEntityRegistry();
  resolve(registry, { ...K8S, 'service.version': '41' });
  expect(registry.takeChanges().changes).toEqual([]);
  resolve(registry, { ...K8S, 'service.version': '42' }, START + MINUTE);
  expect(registry.takeChanges().changes).toMatchObject([{ kind: 'deploy', text: '41 to 42', time: START + MINUTE }]);
});

test('old and new pods side by side are one deploy, and a return much later is another', () => {
  const registry = createEntityRegistry();
  for (const [minute, version] of [
    [0, '41'],
    [1, '42'],
    [2, '41'],
    [3, '42'],
    [4, '42'],
  ] as const) {
    resolve(registry, { ...K8S, 'service.version': version }, START + minute * MINUTE);
  }
  expect(registry.takeChanges().changes.map(({ text }) => text)).toEqual(['41 to 42']);
  resolve(registry, { ...K8S, 'service.version': '41' }, START + HOUR);
  expect(registry.takeChanges().changes.map(({ text }) => text)).toEqual(['42 to 41']);
});

test('a restart with what is stored sees no deploy', () => {
  const before = createEntityRegistry();
  resolve(before, { ...K8S, 'service.version': '41' });
  const after = createEntityRegistry(before.takeChanges().entities);
  resolve(after, { ...K8S, 'service.version': '41' }, START + MINUTE);
  expect(after.takeChanges()).toEqual({ entities: [], relations: [], changes: [] });
});

test('a callee is found by its short and its full name in the namespace of the caller, else it is outside', () => {
  const registry = createEntityRegistry();
  const cart = resolve(registry, { ...K8S, 'service.name': 'cart' });
  const web = resolve(registry, { ...K8S, 'k8s.deployment.name': 'web', 'service.name': 'web' });
  for (const address of ['cart', 'cart:8080', 'cart.shop', 'cart.shop.svc.cluster.local:80']) {
    expect(registry.resolvePeer(web, address, START), address).toBe(cart);
  }
  const outside = registry.resolvePeer(web, 'api.stripe.com:443', START);
  expect(registry.find(outside)).toMatchObject({ kind: 'external', name: 'api.stripe.com', namespace: '' });
  expect(registry.resolvePeer(web, 'api.stripe.com', START)).toBe(outside);
});

test('an outside host is not the workload whose name its own begins with', () => {
  const registry = createEntityRegistry();
  const api = resolve(registry, { ...K8S, 'k8s.deployment.name': 'api' });
  const web = resolve(registry, { ...K8S, 'k8s.deployment.name': 'web' });
  expect(registry.resolvePeer(web, 'api.stripe.com', START)).not.toBe(api);
});

test('addresses of IPv6 keep their name, and lose only a port', () => {
  const registry = createEntityRegistry();
  const web = resolve(registry, { 'service.name': 'web' });
  const nameOf = (address: string): string => registry.find(registry.resolvePeer(web, address, START))!.name;
  expect(['::1', '[2001:db8::1]:443', '[::1]', '10.0.0.7:80'].map(nameOf)).toEqual([
    '::1',
    '2001:db8::1',
    '::1',
    '10.0.0.7',
  ]);
});

test('a workload runs on the nodes of its pods, and a volume has who mounts it', () => {
  const registry = createEntityRegistry();
  const cart = resolve(registry, { ...K8S, 'k8s.node.name': 'node-1' });
  resolve(registry, { ...K8S, 'k8s.node.name': 'node-2' });
  expect(registry.find(cart)!.nodes).toHaveLength(2);
  const volume = resolve(registry, { ...K8S, 'k8s.persistentvolumeclaim.name': 'data' });
  expect(registry.find(volume)!.owner).toBe(cart);
  const { relations } = registry.takeChanges();
  expect(relations.map(({ from, to, kind }) => [from === cart, to === volume, kind])).toEqual([
    [true, false, 'runs-on'],
    [true, false, 'runs-on'],
    [true, true, 'mounts'],
  ]);
});

test('a relation is told again only after five minutes, and nobody depends on itself', () => {
  const registry = createEntityRegistry();
  const [a, b] = [resolve(registry, { 'service.name': 'a' }), resolve(registry, { 'service.name': 'b' })];
  registry.takeChanges();
  for (const minute of [0, 1, 4, 6]) registry.relate(a, b, 'calls', START + minute * MINUTE);
  registry.relate(a, a, 'calls', START);
  expect(registry.takeChanges().relations.map(({ lastSeen }) => (lastSeen - START) / MINUTE)).toEqual([0, 6]);
});
