import { DRILL_ALLOWED, DRILL_LABEL } from '@foreshock/model/drill.ts';
import {
  type CallSpec,
  type ClusterSpec,
  GIB,
  KIB,
  type MemorySpec,
  MIB,
  type OperationSpec,
  type ServiceSpec,
} from './cluster.ts';

/** An online shop of fourteen workloads on six nodes. Sizes are those of a shop with some four hundred requests a second. */

type Call = Pick<CallSpec, 'service' | 'operation'> & Partial<CallSpec>;

function call(service: string, operation: string, more: Partial<CallSpec> = {}): CallSpec {
  const defaults = { perRequest: 1, timeoutMs: 3_000, retries: 0, optional: false, holdMs: 0 };
  return { service, operation, ...defaults, ...more } satisfies Call;
}

function operation(
  name: string,
  cost: { cpuMs: number; waitMs?: number; writeBytes?: number },
  calls: readonly CallSpec[] = [],
): OperationSpec {
  const [method = name, ...rest] = name.split(' ');
  return { name, method, target: rest.join(' '), waitMs: 1, writeBytes: 0, ...cost, calls };
}

function memory(limitMib: number, baseMib: number, garbageKib: number, collectAt: number): MemorySpec {
  return {
    limitBytes: limitMib * MIB,
    baseBytes: baseMib * MIB,
    garbageBytesPerRequest: garbageKib * KIB,
    collectAt,
  };
}

const httpService = {
  kind: 'deployment',
  role: 'http',
  replicas: 2,
  maxReplicas: 2,
  cpuRequestCores: 0.1,
  cpuLimitCores: 1,
  workersPerPod: 200,
  startupMs: 20_000,
} as const;

const dataStore = {
  kind: 'statefulset',
  role: 'datastore',
  replicas: 1,
  maxReplicas: 1,
  cpuRequestCores: 0.5,
  cpuLimitCores: 4,
  workersPerPod: 400,
  startupMs: 30_000,
} as const;

const services: readonly ServiceSpec[] = [
  {
    ...httpService,
    name: 'web',
    runtime: 'nodejs',
    version: '2.31.0',
    replicas: 3,
    maxReplicas: 9,
    workersPerPod: 500,
    memory: memory(512, 150, 24, 0.6),
    operations: [
      operation('GET /', { cpuMs: 1.4 }, [
        call('sessions', 'GET session', { timeoutMs: 500 }),
        call('catalog', 'GET /products', { timeoutMs: 2_000 }),
        call('recommendations', 'GET /recommendations', { timeoutMs: 400, optional: true }),
      ]),
      operation('GET /product/{id}', { cpuMs: 1.2 }, [
        call('catalog', 'GET /products/{id}', { timeoutMs: 2_000 }),
        call('recommendations', 'GET /recommendations', { timeoutMs: 400, optional: true, perRequest: 0.5 }),
      ]),
      operation('GET /search', { cpuMs: 1.1 }, [call('search', 'GET /search', { timeoutMs: 2_000, retries: 1 })]),
      operation('GET /cart', { cpuMs: 1 }, [call('cart', 'GET /cart', { timeoutMs: 2_500, retries: 1 })]),
      operation('POST /cart', { cpuMs: 1 }, [call('cart', 'POST /cart/items', { timeoutMs: 2_500 })]),
      operation('POST /checkout', { cpuMs: 1.6 }, [call('checkout', 'POST /checkout', { timeoutMs: 8_000 })]),
    ],
  },
  {
    ...httpService,
    name: 'checkout',
    runtime: 'jvm',
    version: 'v118',
    startupMs: 40_000,
    memory: memory(1_024, 420, 260, 0.72),
    operations: [
      operation('POST /checkout', { cpuMs: 9 }, [
        call('cart', 'GET /cart', { timeoutMs: 2_500, retries: 1 }),
        call('checkout-db', 'INSERT checkouts', { perRequest: 3, holdMs: 80 }),
        call('inventory', 'POST /reservations', { timeoutMs: 1_500, retries: 1 }),
        call('payments', 'POST /payments', { timeoutMs: 2_500, retries: 1 }),
        call('orders', 'POST /orders', { timeoutMs: 2_500 }),
      ]),
    ],
  },
  {
    ...httpService,
    name: 'recommendations',
    runtime: 'python',
    version: '0.19.2',
    maxReplicas: 4,
    cpuLimitCores: 2,
    memory: memory(768, 300, 12, 0.7),
    operations: [
      operation('GET /recommendations', { cpuMs: 1.6, waitMs: 6 }, [
        call('catalog', 'GET /products', { perRequest: 0.2, timeoutMs: 800, optional: true }),
      ]),
    ],
  },
  {
    ...httpService,
    name: 'cart',
    runtime: 'go',
    version: 'v41',
    maxReplicas: 6,
    memory: memory(256, 60, 40, 0.55),
    operations: [
      operation('GET /cart', { cpuMs: 1.3 }, [
        call('sessions', 'GET session', { timeoutMs: 500 }),
        call('checkout-db', 'SELECT carts', { holdMs: 55 }),
      ]),
      operation('POST /cart/items', { cpuMs: 1.7 }, [
        call('sessions', 'GET session', { timeoutMs: 500 }),
        call('catalog', 'GET /products/{id}', { timeoutMs: 1_500, retries: 1 }),
        call('checkout-db', 'INSERT cart_items', { holdMs: 60 }),
      ]),
    ],
  },
  {
    ...httpService,
    name: 'orders',
    runtime: 'go',
    version: '1.44.1',
    memory: memory(256, 70, 60, 0.55),
    certificate: { lifetimeDays: 30 },
    operations: [
      operation('POST /orders', { cpuMs: 3 }, [call('checkout-db', 'INSERT orders', { perRequest: 2, holdMs: 60 })]),
    ],
  },
  {
    ...httpService,
    name: 'orders-queue',
    role: 'worker',
    runtime: 'jvm',
    version: '1.12.0',
    workersPerPod: 32,
    startupMs: 35_000,
    memory: memory(768, 300, 220, 0.7),
    operations: [
      operation('process orders', { cpuMs: 5, waitMs: 10 }, [
        call('inventory', 'POST /stock', { timeoutMs: 2_000, retries: 2 }),
        call('email', 'POST /send', { timeoutMs: 5_000, retries: 2 }),
      ]),
    ],
  },
  {
    ...httpService,
    name: 'email',
    runtime: 'python',
    version: '0.8.7',
    replicas: 1,
    maxReplicas: 1,
    memory: memory(256, 110, 40, 0.7),
    operations: [operation('POST /send', { cpuMs: 4, waitMs: 85 })],
  },
  {
    ...httpService,
    name: 'search',
    kind: 'statefulset',
    runtime: 'jvm',
    version: '8.4.2',
    replicas: 1,
    maxReplicas: 1,
    cpuLimitCores: 4,
    startupMs: 60_000,
    memory: memory(2_048, 900, 190, 0.75),
    certificate: { lifetimeDays: 90 },
    volume: { claim: 'data-search-0', capacityBytes: 40 * GIB, baseShare: 0.46, compactAtShare: 0.09 },
    operations: [operation('GET /search', { cpuMs: 9, waitMs: 12, writeBytes: 12_000 })],
  },
  {
    ...httpService,
    name: 'payments',
    runtime: 'jvm',
    version: '5.2.0',
    startupMs: 40_000,
    workersPerPod: 64,
    memory: memory(1_024, 380, 240, 0.7),
    certificate: { lifetimeDays: 30 },
    operations: [operation('POST /payments', { cpuMs: 7, waitMs: 140 })],
  },
  {
    ...httpService,
    name: 'inventory',
    runtime: 'go',
    version: '3.3.9',
    memory: memory(256, 64, 48, 0.55),
    operations: [
      operation('POST /reservations', { cpuMs: 2 }, [call('catalog-db', 'UPDATE stock', { holdMs: 20 })]),
      operation('POST /stock', { cpuMs: 2 }, [call('catalog-db', 'UPDATE stock', { holdMs: 20 })]),
    ],
  },
  {
    ...httpService,
    name: 'catalog',
    runtime: 'jvm',
    version: '7.0.3',
    maxReplicas: 6,
    cpuLimitCores: 2,
    startupMs: 35_000,
    memory: memory(1_024, 400, 26, 0.7),
    operations: [
      operation('GET /products', { cpuMs: 1.5 }, [
        call('catalog-db', 'SELECT products', { perRequest: 0.3, holdMs: 16 }),
      ]),
      operation('GET /products/{id}', { cpuMs: 1.1 }, [
        call('catalog-db', 'SELECT products', { perRequest: 0.4, holdMs: 14 }),
      ]),
    ],
  },
  {
    ...dataStore,
    name: 'sessions',
    runtime: 'redis',
    version: '7.4.1',
    cpuLimitCores: 1,
    memory: memory(512, 230, 0, 0.9),
    volume: { claim: 'data-sessions-0', capacityBytes: 10 * GIB, baseShare: 0.22, compactAtShare: 0.12 },
    operations: [operation('GET session', { cpuMs: 0.05, waitMs: 0.4, writeBytes: 500 })],
  },
  {
    ...dataStore,
    name: 'checkout-db',
    runtime: 'postgresql',
    version: '16.4',
    memory: memory(4_096, 2_300, 0, 0.9),
    pool: { limit: 100, acquireTimeoutMs: 1_200 },
    volume: { claim: 'data-checkout-db-0', capacityBytes: 50 * GIB, baseShare: 0.52, compactAtShare: 0.06 },
    operations: [
      operation('SELECT carts', { cpuMs: 0.9, waitMs: 1.5 }),
      operation('INSERT cart_items', { cpuMs: 1.2, waitMs: 2.5, writeBytes: 9_000 }),
      operation('INSERT checkouts', { cpuMs: 1.3, waitMs: 2.5, writeBytes: 14_000 }),
      operation('INSERT orders', { cpuMs: 1.5, waitMs: 3, writeBytes: 16_000 }),
    ],
  },
  {
    ...dataStore,
    name: 'catalog-db',
    runtime: 'postgresql',
    version: '16.4',
    memory: memory(4_096, 2_000, 0, 0.9),
    pool: { limit: 60, acquireTimeoutMs: 1_000 },
    volume: { claim: 'data-catalog-db-0', capacityBytes: 40 * GIB, baseShare: 0.41, compactAtShare: 0.07 },
    operations: [
      operation('SELECT products', { cpuMs: 1.4, waitMs: 1.5 }),
      operation('UPDATE stock', { cpuMs: 1.8, waitMs: 3, writeBytes: 12_000 }),
    ],
  },
];

export const shop: ClusterSpec = {
  name: 'demo',
  namespace: 'shop',
  namespaceLabels: { [DRILL_LABEL]: DRILL_ALLOWED },
  nodes: [1, 2, 3, 4, 5, 6].map((number) => ({
    name: `node-${number}`,
    cores: 8,
    memoryBytes: 32 * GIB,
    diskBytes: 200 * GIB,
  })),
  services,
  entry: {
    service: 'web',
    meanPerS: 400,
    shares: {
      'GET /': 0.34,
      'GET /product/{id}': 0.36,
      'GET /search': 0.12,
      'GET /cart': 0.08,
      'POST /cart': 0.06,
      'POST /checkout': 0.04,
    },
  },
  queue: { topic: 'orders', producer: 'orders', operation: 'POST /orders', worker: 'orders-queue' },
};
