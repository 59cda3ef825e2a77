import { afterEach, expect, test } from 'vitest';
import { createLogger } from '../base/logger.ts';
import { createSelfTelemetry } from '../base/self-telemetry.ts';
import { StreamConfig } from '../stream/config.ts';
import { GatewayConfig } from './config.ts';
import {
  callGrpc,
  type GatewaySettings,
  type GatewayUnderTest,
  logsRequest,
  openGateway,
} from './gateway-under-test.ts';
import { startGateway } from './receive.ts';

const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
/** RetryInfo of 3 s: 1 to 5 by chance, which the tests hold at the middle. */
const RETRY_INFO_3_S = Buffer.of(0x0a, 0x02, 0x08, 3);

let opened: GatewayUnderTest | undefined;
const open = async (settings?: GatewaySettings): Promise<GatewayUnderTest> => {
  opened = await openGateway(settings);
  return opened;
};
afterEach(() => opened?.close());

function sendHttp({ gateway }: GatewayUnderTest, body: Uint8Array): Promise<Response> {
  const headers = { 'content-type': 'application/x-protobuf' };
  return fetch(`http://127.0.0.1:${gateway.httpPort}/v1/logs`, { method: 'POST', headers, body: Buffer.from(body) });
}

/** Both transports tell the sender to come again, and when. */
async function expectComeAgain(under: GatewayUnderTest, body: Uint8Array): Promise<void> {
  const http = await sendHttp(under, body);
  expect([http.status, http.headers.get('retry-after')]).toEqual([503, '3']);
  const grpc = await callGrpc(under.gateway.grpcPort, LOGS, body);
  expect(grpc.code).toBe(14);
  expect(grpc.metadata.get('google.rpc.retryinfo-bin')).toEqual([RETRY_INFO_3_S]);
  const [details] = grpc.metadata.get('grpc-status-details-bin');
  expect(details).toBeInstanceOf(Buffer);
  expect((details as Buffer).includes('type.googleapis.com/google.rpc.RetryInfo')).toBe(true);
  expect((details as Buffer).includes(RETRY_INFO_3_S)).toBe(true);
}

test('a list of keys that is too old refuses for now, never as unauthenticated', async () => {
  const under = await open();
  under.clock.advance(5 * 60_000 + 1);
  await expectComeAgain(under, logsRequest(['x']));
  await under.publishKeys();
  await expect.poll(async () => (await sendHttp(under, logsRequest(['x']))).status, { timeout: 5_000 }).toBe(200);
});

test('without a tenant for anonymous senders a request needs a key', async () => {
  const under = await open();
  const { anonymous: _none, ...withoutAnonymous } = { issuedAt: under.clock.now() + 1, anonymous: undefined };
  await under.consumer.publishAcceptedKeys({ ...withoutAnonymous, keys: [] });
  await expect.poll(async () => (await sendHttp(under, logsRequest(['x']))).status, { timeout: 5_000 }).toBe(401);
  expect((await callGrpc(under.gateway.grpcPort, LOGS, logsRequest(['x']))).code).toBe(16);
});

test('more bytes in flight than the budget refuse for now', async () => {
  const under = await open({ gateway: { maxInFlightBytes: 65_536, maxRequestBytes: 200_000 } });
  await expectComeAgain(under, new Uint8Array(100_000));
});

test('a journal that is full refuses for now', async () => {
  const under = await open({ stream: { maxBacklogBytes: 1_048_576, maxSegmentBytes: 2 ** 21 } });
  // Unknown field 15 carries the bytes beside one record.
  const filler = Buffer.concat([logsRequest(['filler']), Buffer.of(0x7a, 0x80, 0x80, 0x40), new Uint8Array(2 ** 20)]);
  expect((await sendHttp(under, filler)).status).toBe(200);
  await expectComeAgain(under, logsRequest(['one more']));
});

test('the same request again is success and is kept once', async () => {
  const under = await open();
  for (let time = 0; time < 3; time += 1) expect((await sendHttp(under, logsRequest(['same']))).status).toBe(200);
  await sendHttp(under, logsRequest(['last']));
  const bodies: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const handle = async ({ request }: { readonly request: { readonly body: Uint8Array } }): Promise<void> => {
      bodies.push(Buffer.from(request.body).toString('latin1'));
      if (bodies.at(-1)!.includes('last')) resolve();
    };
    under.consumer.consume(handle).catch(reject);
  });
  expect(bodies.length).toBe(2);
});

test('a port that is taken is an error that names the port and its setting', async () => {
  const under = await open();
  const started = await startGateway({
    config: GatewayConfig.parse({ httpPort: under.gateway.httpPort, grpcPort: 0 }),
    stream: StreamConfig.parse({}),
    dataDirectory: under.directory,
    clock: under.clock,
    chance: () => 0.5,
    logger: createLogger({ level: 'silent', name: 'test' }),
    telemetry: createSelfTelemetry(),
  });
  expect(started).toMatchObject({ ok: false, error: { code: 'port-in-use' } });
  expect(!started.ok && started.error.message).toContain(`:${under.gateway.httpPort}`);
  expect(!started.ok && started.error.message).toContain('gateway.httpPort');
});

test('a stop lets the requests on their way be answered', async () => {
  const under = await open();
  const answers = Array.from({ length: 20 }, (_, index) => sendHttp(under, logsRequest([`on its way ${index}`])));
  await Promise.race(answers);
  await under.gateway.stop();
  await under.gateway.stop();
  const statuses = await Promise.all(
    answers.map((answer) =>
      answer.then(
        ({ status }) => status,
        () => 'closed',
      ),
    ),
  );
  for (const status of statuses) expect([200, 503, 'closed']).toContain(status);
  expect(statuses).toContain(200);
});
