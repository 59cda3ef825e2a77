import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { callGrpc, type GatewayUnderTest, logsRequest, openGateway } from './gateway-under-test.ts';

const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
/** RetryInfo of 3 s: 1 to 5 by chance, which the tests hold at the middle. */
const RETRY_INFO_3_S = Buffer.of(0x0a, 0x02, 0x08, 3);
const RESOURCE_EXHAUSTED = 8;

let under: GatewayUnderTest;
afterEach(() => under.close());

let sent = 0;
function oneRecord(): Buffer {
  sent += 1;
  return logsRequest([`line ${sent}`]);
}

async function post(body: Uint8Array, key?: string): Promise<[status: number, retryAfter: string | null]> {
  const answer = await fetch(`http://127.0.0.1:${under.gateway.httpPort}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    body: Buffer.from(body),
  });
  return [answer.status, answer.headers.get('retry-after')];
}

/** Says how long its body is and does not send it. */
function declareOnly(bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': bytes };
    const asking = request(
      { port: under.gateway.httpPort, host: '127.0.0.1', path: '/v1/logs', method: 'POST', headers },
      (answer) => {
        resolve(answer.statusCode ?? 0);
        asking.destroy();
      },
    );
    asking.on('error', reject);
    asking.flushHeaders();
  });
}

test('A-09 over the quota of records both transports say when to come again, and other projects are let in', async () => {
  under = await openGateway({ gateway: { quotaRecordsPerSecond: 1 } });
  for (let taken = 0; taken < 10; taken += 1) expect(await post(oneRecord())).toEqual([200, null]);
  expect(await post(oneRecord())).toEqual([429, '3']);
  const grpc = await callGrpc(under.gateway.grpcPort, LOGS, oneRecord());
  expect([grpc.code, grpc.message]).toEqual([
    RESOURCE_EXHAUSTED,
    'project local is over its quota of 1 records per second; send the request again, or raise the quota',
  ]);
  expect(grpc.metadata.get('google.rpc.retryinfo-bin')).toEqual([RETRY_INFO_3_S]);
  expect((grpc.metadata.get('grpc-status-details-bin')[0] as Buffer).includes(RETRY_INFO_3_S)).toBe(true);
  expect(await post(oneRecord(), under.key)).toEqual([200, null]);
  under.clock.advance(1_000);
  expect(await post(oneRecord())).toEqual([200, null]);
});

test('a body that would be too many bytes is refused before any of it is sent', async () => {
  under = await openGateway({ gateway: { quotaBytesPerSecond: 1_024 } });
  expect(await post(oneRecord())).toEqual([200, null]);
  expect(await declareOnly(10_240)).toBe(429);
  expect(await post(oneRecord()), 'what was only declared is not counted').toEqual([200, null]);
  const grpc = await callGrpc(under.gateway.grpcPort, LOGS, new Uint8Array(10_300));
  expect(grpc.code).toBe(RESOURCE_EXHAUSTED);
});

test('requests that were not sent to their end count as long as they go on', async () => {
  under = await openGateway({ gateway: { quotaRequestsInFlight: 1 } });
  const slow = request({
    port: under.gateway.httpPort,
    host: '127.0.0.1',
    path: '/v1/logs',
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', 'content-length': 1_000 },
  });
  slow.on('error', () => undefined);
  slow.write(Buffer.alloc(10));
  await expect.poll(async () => (await post(oneRecord()))[0], { timeout: 30_000 }).toBe(429);
  slow.destroy();
  await expect.poll(async () => (await post(oneRecord()))[0], { timeout: 30_000 }).toBe(200);
});

test('a quota that comes with the list of keys is in force at once, and refusals are counted by project', async () => {
  under = await openGateway();
  const quotas = [{ tenant: 'acme' as never, quota: { recordsPerSecond: 1 } }];
  await under.publishKeys({ issuedAt: under.clock.now() + 1, quotas });
  await expect.poll(async () => (await post(oneRecord(), under.key))[0], { timeout: 30_000 }).toBe(429);
  expect((await post(oneRecord()))[0]).toBe(200);
  const requests = under.telemetry.snapshot().find(({ name }) => name === 'foreshock.gateway.requests');
  const refused = requests?.points.filter(({ labels }) => labels.outcome === 'quota-records-exceeded');
  expect(refused).toEqual([
    { labels: { signal: 'logs', tenant: 'acme', outcome: 'quota-records-exceeded' }, value: expect.any(Number) },
  ]);
});
