import type { EntityId } from '@foreshock/model/entity.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import { decodeRequest } from '@foreshock/otlp/decode-request.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { Span } from '@foreshock/otlp/telemetry-to-send.ts';
import { expect, test } from 'vitest';
import { createRecentSpans } from './edges-from-spans.ts';
import { entitiesOfSources, observeCalls, observeEvents } from './observe-topology.ts';
import { createEntityRegistry } from './resolve-entities.ts';

const START = Date.parse('2026-11-22T03:00:00Z');
const [SERVER, CLIENT, PRODUCER, CONSUMER, INTERNAL] = [2, 3, 4, 5, 1];

function id(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.padStart(16, '0'), 'hex'));
}

function span(own: string, parent: string | undefined, kind: number, attributes: Record<string, string> = {}): Span {
  return {
    traceId: Uint8Array.from(Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex')),
    spanId: id(own),
    ...(parent !== undefined && { parentSpanId: id(parent) }),
    name: own,
    kind,
    startTimeUnixNano: BigInt(START) * 1_000_000n,
    endTimeUnixNano: BigInt(START + 1) * 1_000_000n,
    attributes,
  };
}

function columnsOf(spans: Readonly<Record<string, readonly Span[]>>): SpanColumns {
  const groups = Object.entries(spans).map(([name, records]) => ({
    resource: { 'service.name': name },
    scopes: [{ records }],
  }));
  const decoded = decodeRequest('traces', 'protobuf', encodeTraces(groups), START);
  if (!decoded.ok || decoded.value.columns.signal !== 'traces') throw new Error('not decoded');
  return decoded.value.columns;
}

/** Requests one after another; gives `caller>callee` of all relations and the peers of the last request. */
function observe(...requests: Readonly<Record<string, readonly Span[]>>[]) {
  const registry = createEntityRegistry();
  const recent = createRecentSpans();
  let peers: (EntityId | '')[] = [];
  for (const request of requests) {
    const columns = columnsOf(request);
    const entities = entitiesOfSources(columns, registry, START);
    peers = observeCalls(columns, entities, registry, recent, START);
  }
  const name = (entity: EntityId | ''): string => (entity === '' ? '' : registry.find(entity)!.name);
  return {
    calls: registry.takeChanges().relations.map(({ from, to }) => `${name(from)}>${name(to)}`),
    peers: peers.map(name),
  };
}

test('a client span and the server span below it are one call, whoever sends it', () => {
  const { calls, peers } = observe({
    web: [span('1', undefined, SERVER), span('2', '1', CLIENT)],
    cart: [span('3', '2', SERVER)],
  });
  expect(calls).toEqual(['web>cart']);
  expect(peers).toEqual(['', 'cart', 'web']);
});

test('the caller is known too when its span came in an earlier request', () => {
  const { calls, peers } = observe({ web: [span('2', undefined, CLIENT)] }, { cart: [span('3', '2', SERVER)] });
  expect(calls).toEqual(['web>cart']);
  expect(peers).toEqual(['web']);
});

test('a client span whose server sends nothing names its callee by address', () => {
  const cases: [Record<string, string>, string][] = [
    [{ 'server.address': 'db.internal' }, 'web>db.internal'],
    [{ 'peer.service': 'billing', 'server.address': '10.0.0.7' }, 'web>billing'],
    [{ 'messaging.destination.name': 'orders' }, 'web>orders'],
    [{ 'db.system.name': 'postgresql' }, 'web>postgresql'],
  ];
  for (const [attributes, call] of cases) {
    expect(observe({ web: [span('2', undefined, CLIENT, attributes)] }).calls, call).toEqual([call]);
  }
});

test('a message that is consumed is a call of its producer', () => {
  expect(observe({ web: [span('2', undefined, PRODUCER)], worker: [span('3', '2', CONSUMER)] }).calls).toEqual([
    'web>worker',
  ]);
});

test('calls inside one entity and internal spans are no calls', () => {
  const { calls, peers } = observe({
    web: [span('1', undefined, SERVER), span('2', '1', CLIENT), span('3', '2', SERVER), span('4', '3', INTERNAL)],
  });
  expect(calls).toEqual([]);
  expect(peers).toEqual(['', '', '', '']);
});

test('spans of long ago are forgotten a generation at a time, the latest ones never', () => {
  const recent = createRecentSpans(2);
  for (const name of ['a', 'b', 'c', 'd', 'e']) recent.remember(name, name as EntityId);
  expect(['a', 'b', 'c', 'd', 'e'].map((name) => recent.find(name))).toEqual([undefined, undefined, 'c', 'd', 'e']);
});

function logsOf(resource: Record<string, string>, attributes: Record<string, string>) {
  const record = {
    timeUnixNano: BigInt(START) * 1_000_000n,
    severityNumber: 13,
    body: 'Container was killed',
    attributes,
  };
  const decoded = decodeRequest('logs', 'protobuf', encodeLogs([{ resource, scopes: [{ records: [record] }] }]), START);
  if (!decoded.ok || decoded.value.columns.signal !== 'logs') throw new Error('not decoded');
  return decoded.value.columns;
}

test('an event of Kubernetes is about the workload of its pod, in the namespace that the record names', () => {
  const registry = createEntityRegistry();
  const columns = logsOf(
    { 'k8s.object.kind': 'Pod', 'k8s.object.name': 'cart-7d4b9c6f5-x2x9z' },
    { 'k8s.event.reason': 'OOMKilled', 'k8s.namespace.name': 'shop' },
  );
  const entities = entitiesOfSources(columns, registry, START);
  expect(registry.find(entities[0]!)).toMatchObject({ name: 'shop/cart' });
  expect(observeEvents(columns, entities)).toEqual([
    {
      time: START,
      entity: entities[0],
      object: 'cart-7d4b9c6f5-x2x9z',
      reason: 'OOMKilled',
      message: 'Container was killed',
    },
  ]);
});

test('an ordinary line is no event', () => {
  const columns = logsOf({ 'service.name': 'cart' }, { 'http.route': '/' });
  expect(observeEvents(columns, entitiesOfSources(columns, createEntityRegistry(), START))).toEqual([]);
});
