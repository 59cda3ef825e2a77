// The ids are those of docs/reference/otlp.md.
import { gzipSync } from 'node:zlib';
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
import { callRaw, frame, LOGS, sendHttp as sendToPort, TRACES } from './senders-under-test.ts';

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

/** What is in the journal, up to a request that holds `last`. */
async function keptBodies(under: GatewayUnderTest, last: string): Promise<string[]> {
  const bodies: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const handle = async ({ request }: { readonly request: { readonly body: Uint8Array } }): Promise<void> => {
      bodies.push(Buffer.from(request.body).toString('latin1'));
      if (bodies.at(-1)!.includes(last)) resolve();
    };
    under.consumer.consume(handle).catch(reject);
  });
  return bodies;
}

interface Refused {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly encoding?: string;
  readonly body: Uint8Array;
}

/** Both transports refuse for ever: nothing says when to come again. */
async function expectRefused(under: GatewayUnderTest, refused: Refused, http: number, grpc: string): Promise<void> {
  const { path = '/v1/logs', headers = {}, encoding, body } = refused;
  const reply = await sendToPort(under.gateway.httpPort, {
    path,
    headers: { ...headers, ...(encoding !== undefined && { 'content-encoding': encoding }) },
    body,
  });
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([http, null]);
  const call = await callRaw(under.gateway.grpcPort, frame(encoding === undefined ? 0 : 1, body), {
    ':path': path === '/v1/logs' ? LOGS : TRACES,
    ...headers,
    ...(encoding !== undefined && { 'grpc-encoding': encoding }),
  });
  expect([call.status, call.headers['google.rpc.retryinfo-bin']]).toEqual([grpc, undefined]);
}

test('A-01 A-02 what is answered with success is in the journal, and of a partial success what was not refused', async () => {
  const under = await open();
  expect((await sendHttp(under, logsRequest(['whole']))).status).toBe(200);
  expect((await sendHttp(under, logsRequest(['bad', 'part'], { shortTraceId: true }))).status).toBe(200);
  expect((await callGrpc(under.gateway.grpcPort, LOGS, logsRequest(['last']))).code).toBe(0);
  expect(await keptBodies(under, 'last')).toMatchObject([
    expect.stringContaining('whole'),
    expect.stringContaining('part'),
    expect.stringContaining('last'),
  ]);
});

test('A-03 to A-07 what is refused for ever is told so by both transports, and none of it is kept', async () => {
  const under = await open({ gateway: { maxRequestBytes: 100_000 } });
  const good = logsRequest(['refused']);
  await expectRefused(under, { body: good.subarray(0, good.length - 2) }, 400, '3');
  await expectRefused(under, { encoding: 'gzip', body: good }, 400, '3');
  await expectRefused(under, { encoding: 'snappy', body: good }, 415, '12');
  await expectRefused(under, { encoding: 'gzip', body: gzipSync(new Uint8Array(100_001)) }, 413, '8');
  await expectRefused(under, { headers: { authorization: 'Bearer fsk_nobody' }, body: good }, 401, '16');
  await expectRefused(under, { path: '/v1/traces', headers: { 'x-api-key': under.logsKey }, body: good }, 403, '7');
  await sendHttp(under, logsRequest(['last']));
  expect(await keptBodies(under, 'last')).toHaveLength(1);
});

test('A-08 a list of keys that is too old refuses for now, never as unauthenticated', async () => {
  const under = await open();
  under.clock.advance(5 * 60_000 + 1);
  await expectComeAgain(under, logsRequest(['x']));
  await under.publishKeys();
  await expect.poll(async () => (await sendHttp(under, logsRequest(['x']))).status, { timeout: 30_000 }).toBe(200);
});

test('without a tenant for anonymous senders a request needs a key', async () => {
  const under = await open();
  const { anonymous: _none, ...withoutAnonymous } = { issuedAt: under.clock.now() + 1, anonymous: undefined };
  await under.consumer.publishAcceptedKeys({ ...withoutAnonymous, keys: [] });
  await expect.poll(async () => (await sendHttp(under, logsRequest(['x']))).status, { timeout: 30_000 }).toBe(401);
  expect((await callGrpc(under.gateway.grpcPort, LOGS, logsRequest(['x']))).code).toBe(16);
});

test('A-10 more bytes in flight than the budget refuse for now', async () => {
  const under = await open({ gateway: { maxInFlightBytes: 65_536, maxRequestBytes: 200_000 } });
  await expectComeAgain(under, new Uint8Array(100_000));
});

test('A-11 O-18 a journal that is full refuses the whole request for now, though a part of it is refused for ever', async () => {
  const under = await open({ stream: { maxBacklogBytes: 1_048_576, maxSegmentBytes: 2 ** 21 } });
  // Unknown field 15 carries the bytes beside one record.
  const filler = Buffer.concat([logsRequest(['filler']), Buffer.of(0x7a, 0x80, 0x80, 0x40), new Uint8Array(2 ** 20)]);
  expect((await sendHttp(under, filler)).status).toBe(200);
  await expectComeAgain(under, logsRequest(['one more']));
  await expectComeAgain(under, logsRequest(['bad', 'good'], { shortTraceId: true }));
});

test('the same request again is success and is kept once', async () => {
  const under = await open();
  for (let time = 0; time < 3; time += 1) expect((await sendHttp(under, logsRequest(['same']))).status).toBe(200);
  await sendHttp(under, logsRequest(['last']));
  expect(await keptBodies(under, 'last')).toHaveLength(2);
});

test('a port that is taken is an error that names the port and its setting', async () => {
  const under = await open();
  const started = await startGateway({
    config: GatewayConfig.parse({ httpPort: under.gateway.httpPort, grpcPort: 0 }),
    stream: StreamConfig.parse({}),
    dataDirectory: under.directory,
    clock: under.clock,
    elapsed: under.clock.now,
    chance: () => 0.5,
    logger: createLogger({ level: 'silent', name: 'test' }),
    telemetry: createSelfTelemetry(),
  });
  expect(started).toMatchObject({ ok: false, error: { code: 'port-in-use' } });
  expect(!started.ok && started.error.message).toContain(`:${under.gateway.httpPort}`);
  expect(!started.ok && started.error.message).toContain('gateway.httpPort');
});

test('A-12 a stop lets the requests on their way be answered', async () => {
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
