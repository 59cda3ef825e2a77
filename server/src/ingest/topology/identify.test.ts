import { expect, test } from 'vitest';
import { identify, workloadOfPod } from './identify.ts';

function kindAndName(resource: Record<string, string>, namespace?: string): string {
  const { kind, namespace: found, name } = identify(new Map(Object.entries(resource)), namespace);
  return `${kind} ${found ? `${found}/` : ''}${name}`;
}

test('who a resource is about', () => {
  const shop = { 'k8s.namespace.name': 'shop' };
  const cases: [Record<string, string>, string][] = [
    [{ 'service.name': 'cart' }, 'service cart'],
    [{ 'service.name': 'cart', 'service.namespace': 'shop' }, 'service shop/cart'],
    [{ ...shop, 'k8s.deployment.name': 'cart', 'service.name': 'cart-api' }, 'service shop/cart'],
    [{ ...shop, 'k8s.deployment.name': 'cart' }, 'workload shop/cart'],
    [{ ...shop, 'k8s.replicaset.name': 'cart-7d4b9c6f5' }, 'workload shop/cart'],
    [{ ...shop, 'k8s.pod.name': 'cart-7d4b9c6f5-x2x9z' }, 'workload shop/cart'],
    [{ ...shop, 'k8s.object.kind': 'Pod', 'k8s.object.name': 'db-0' }, 'workload shop/db'],
    [{ ...shop, 'k8s.object.kind': 'HorizontalPodAutoscaler', 'k8s.object.name': 'cart' }, 'workload shop/cart'],
    [{ ...shop, 'k8s.object.kind': 'PersistentVolumeClaim', 'k8s.object.name': 'data-db-0' }, 'volume shop/data-db-0'],
    [{ ...shop, 'k8s.persistentvolumeclaim.name': 'data-db-0', 'k8s.pod.name': 'db-0' }, 'volume shop/data-db-0'],
    [{ 'k8s.node.name': 'node-7' }, 'node node-7'],
    [{ 'host.name': 'node-7' }, 'node node-7'],
    [{ 'k8s.object.kind': 'Node', 'k8s.object.name': 'node-7' }, 'node node-7'],
    [shop, 'namespace shop/shop'],
    [{ 'k8s.cluster.name': 'eu' }, 'cluster eu'],
    [{}, 'cluster cluster'],
  ];
  for (const [resource, expected] of cases) expect(kindAndName(resource), JSON.stringify(resource)).toBe(expected);
});

test('the namespace of the record counts where the resource names none', () => {
  expect(kindAndName({ 'k8s.object.kind': 'Deployment', 'k8s.object.name': 'cart' }, 'shop')).toBe(
    'workload shop/cart',
  );
  expect(kindAndName({ 'k8s.deployment.name': 'cart', 'k8s.namespace.name': 'a' }, 'b')).toBe('workload a/cart');
});

test('a volume knows who mounts it', () => {
  const resource = { 'k8s.persistentvolumeclaim.name': 'data-db-0', 'k8s.pod.name': 'db-0' };
  expect(identify(new Map(Object.entries(resource))).mountedBy).toBe('db');
});

test('the version is that of the service, else of the image', () => {
  const version = (resource: Record<string, string>) => identify(new Map(Object.entries(resource))).version;
  expect(version({ 'service.version': '7', 'container.image.tag': '6' })).toBe('7');
  expect(version({ 'container.image.tag': '6' })).toBe('6');
  expect(version({})).toBe('');
});

test('names of pods lead to their workload', () => {
  const cases: [string, string][] = [
    ['web-7d4b9c6f5-x2x9z', 'web'],
    ['checkout-db-0', 'checkout-db'],
    ['agent-x2x9z', 'agent'],
    ['my-web-app-6f7d8-zzzzz', 'my-web-app-6f7d8'],
    ['standalone', 'standalone'],
    ['payment-hello', 'payment-hello'],
  ];
  for (const [pod, workload] of cases) expect(workloadOfPod(pod), pod).toBe(workload);
});
