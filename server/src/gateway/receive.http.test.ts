import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayUnderTest, logsRequest, openGateway, START } from './gateway-under-test.ts';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

let under: GatewayUnderTest;
beforeAll(async () => {
  under = await openGateway({ gateway: { maxRequestBytes: 100_000 } });
});
afterAll(() => under.close());

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

async function send({ path = '/v1/logs', method = 'POST', headers = {}, body }: Sent): Promise<Reply> {
  const url = `http://127.0.0.1:${under.gateway.httpPort}${path}`;
  const response = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body: Buffer.from(body as string) }),
  });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

function sendLogs(body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  return send({ body, headers: { 'content-type': PROTOBUF, ...headers } });
}

test('full success is 200 with the exact content type of the request and no byte that says partial success', async () => {
  const asProtobuf = await sendLogs(logsRequest(['one']));
  expect([asProtobuf.status, asProtobuf.headers.get('content-type'), asProtobuf.body.length]).toEqual([
    200,
    PROTOBUF,
    0,
  ]);

  const json = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'two' } }] }] }] });
  const asJson = await send({ body: json, headers: { 'content-type': 'Application/JSON; charset=utf-8' } });
  expect([asJson.status, asJson.headers.get('content-type'), asJson.body.toString()]).toEqual([200, JSON_TYPE, '{}']);
});

test('what was answered with 200 is in the journal with its tenant, encoding and bytes as sent', async () => {
  const own = await openGateway();
  try {
    const body = zstdCompressSync(logsRequest(['kept']));
    const response = await fetch(`http://127.0.0.1:${own.gateway.httpPort}/v1/logs/?from=test`, {
      method: 'POST',
      headers: { 'content-type': PROTOBUF, 'content-encoding': 'zstd', authorization: `Bearer ${own.key}` },
      body,
    });
    expect(response.status).toBe(200);
    const { request } = await new Promise<Parameters<Parameters<typeof own.consumer.consume>[0]>[0]>(
      (resolve, reject) => {
        own.consumer.consume(async (delivery) => resolve(delivery)).catch(reject);
      },
    );
    expect(request).toMatchObject({
      tenant: 'acme',
      signal: 'logs',
      format: 'protobuf',
      encoding: 'zstd',
      receivedAt: START,
    });
    expect(Buffer.from(request.body)).toEqual(body);
  } finally {
    await own.close();
  }
});

test('gzip in several members, deflate and zstd are accepted', async () => {
  const plain = logsRequest(['packed']);
  const bodies: Record<string, Uint8Array> = {
    identity: plain,
    gzip: Buffer.concat([gzipSync(plain.subarray(0, 5)), gzipSync(plain.subarray(5))]),
    deflate: deflateSync(plain),
    zstd: zstdCompressSync(plain),
  };
  for (const [encoding, body] of Object.entries(bodies)) {
    expect((await sendLogs(body, { 'content-encoding': encoding })).status, encoding).toBe(200);
  }
});

test('requests without a record are success, an empty body included', async () => {
  expect((await sendLogs('')).status).toBe(200);
  expect((await sendLogs(logsRequest([]))).status).toBe(200);
  expect((await send({ body: '{}', headers: { 'content-type': JSON_TYPE } })).status).toBe(200);
});

test('records that are invalid for ever are counted in a partial success', async () => {
  const reply = await sendLogs(logsRequest(['bad', 'good', 'good'], { shortTraceId: true }));
  expect(reply.status).toBe(200);
  // partial_success (field 1) begins with rejected_log_records (field 1) of 1.
  expect([reply.body[0], reply.body[2], reply.body[3]]).toEqual([0x0a, 0x08, 1]);
  expect(reply.body.toString('latin1')).toContain('1 of 3 log records');
});

test('requests that the sender must not repeat', async () => {
  const good = logsRequest(['x']);
  const large = new Uint8Array(100_001);
  const cases: readonly (readonly [string, Sent, number])[] = [
    ['garbage', { body: Buffer.alloc(50, 0xff) }, 400],
    ['cut short', { body: good.subarray(0, good.length - 2) }, 400],
    ['json that is none', { body: '{"resourceLogs":', headers: { 'content-type': JSON_TYPE } }, 400],
    ['gzip that is none', { body: good, headers: { 'content-encoding': 'gzip' } }, 400],
    ['gzip cut short', { body: gzipSync(good).subarray(0, 15), headers: { 'content-encoding': 'gzip' } }, 400],
    ['bytes after gzip', { body: Buffer.concat([gzipSync(good), good]), headers: { 'content-encoding': 'gzip' } }, 400],
    ['brotli', { body: brotliCompressSync(good), headers: { 'content-encoding': 'br' } }, 415],
    ['two encodings', { body: good, headers: { 'content-encoding': 'gzip, gzip' } }, 415],
    ['other type', { body: good, headers: { 'content-type': 'text/plain' } }, 415],
    ['large as sent', { body: large }, 413],
    ['large unpacked', { body: gzipSync(large), headers: { 'content-encoding': 'gzip' } }, 413],
    ['unknown key', { body: good, headers: { authorization: 'Bearer fsk_nobody' } }, 401],
    ['key without the signal', { path: '/v1/traces', headers: { 'x-api-key': under.logsKey }, body: '' }, 403],
    ['other path', { path: '/v1/profiles', body: good }, 404],
    ['other method', { method: 'PUT', body: good }, 405],
  ];
  for (const [name, sent, status] of cases) {
    const type = sent.headers?.['content-type'] ?? PROTOBUF;
    const reply = await send({ ...sent, headers: { ...sent.headers, 'content-type': type } });
    expect(reply.status, name).toBe(status);
    expect(reply.headers.get('retry-after'), name).toBeNull();
    expect(reply.headers.get('content-type'), name).toBe(type === PROTOBUF ? PROTOBUF : JSON_TYPE);
    // google.rpc.Status: field 1 is the code, field 2 the message.
    if (type === PROTOBUF) expect([reply.body[0], reply.body[2]], name).toEqual([0x08, 0x12]);
    else expect(JSON.parse(reply.body.toString()), name).toMatchObject({ message: expect.any(String) });
  }
});

test('an unsupported encoding and a wrong method are answered with what is supported', async () => {
  const encoding = await sendLogs('x', { 'content-encoding': 'snappy' });
  expect(encoding.headers.get('accept-encoding')).toBe('identity, gzip, deflate, zstd');
  expect((await send({ method: 'GET' })).headers.get('allow')).toBe('POST');
});

test('a key is found in each of the three places', async () => {
  const basic = Buffer.from(`any:${under.key}`).toString('base64');
  const places = [
    { authorization: `bearer ${under.key}` },
    { authorization: `Basic ${basic}` },
    { 'x-api-key': under.key },
  ];
  for (const [index, headers] of places.entries()) {
    expect((await sendLogs(logsRequest([`place ${index}`]), headers)).status, `${index}`).toBe(200);
  }
});

test('a body without a declared length is read, and refused as soon as it is too large', async () => {
  const chunked = async (size: number): Promise<number> => {
    const url = `http://127.0.0.1:${under.gateway.httpPort}/v1/logs`;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        // Unknown field 15 with that many bytes: valid, and without a record.
        const length = size - 4;
        controller.enqueue(Buffer.of(0x7a, (length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14));
        for (let left = length; left > 0; left -= 1_000) controller.enqueue(new Uint8Array(Math.min(left, 1_000)));
        controller.close();
      },
    });
    const init = { method: 'POST', headers: { 'content-type': PROTOBUF }, body, duplex: 'half' } as const;
    return (await fetch(url, init)).status;
  };
  expect(await chunked(90_000)).toBe(200);
  expect(await chunked(150_000)).toBe(413);
});

test('the gateway counts what it answered', () => {
  const requests = under.telemetry.snapshot().find(({ name }) => name === 'foreshock.gateway.requests');
  const accepted = requests?.points.find(({ labels }) => labels.outcome === 'accepted');
  expect(accepted?.value).toBeGreaterThan(5);
});
