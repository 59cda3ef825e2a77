// The ids are those of docs/reference/otlp.md.
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayUnderTest, logsRequest, openGateway, START } from './gateway-under-test.ts';
import { callRaw, converse, frame, type HttpReply, PROTOBUF, sendHttp } from './senders-under-test.ts';

const LIMIT = 100_000;
const ACCEPTED = 'identity, gzip, deflate, zstd';

let under: GatewayUnderTest;
beforeAll(async () => {
  under = await openGateway({ gateway: { maxRequestBytes: LIMIT } });
});
afterAll(() => under.close());

function http(encoding: string, body: Uint8Array): Promise<HttpReply> {
  return sendHttp(under.gateway.httpPort, { body, headers: { 'content-encoding': encoding } });
}

async function grpcStatus(encoding: string, body: Uint8Array): Promise<string | undefined> {
  return (await callRaw(under.gateway.grpcPort, frame(1, body), { 'grpc-encoding': encoding })).status;
}

const plain = logsRequest(['packed']);

test('what was answered with 200 is in the journal with its tenant, encoding and bytes as sent', async () => {
  const own = await openGateway();
  try {
    const body = zstdCompressSync(plain);
    const headers = { 'content-encoding': 'zstd', authorization: `Bearer ${own.key}` };
    expect((await sendHttp(own.gateway.httpPort, { path: '/v1/logs/?from=test', headers, body })).status).toBe(200);
    const { request } = await new Promise<Parameters<Parameters<typeof own.consumer.consume>[0]>[0]>(
      (resolve, reject) => {
        own.consumer.consume(async (delivery) => resolve(delivery)).catch(reject);
      },
    );
    const kept = { tenant: 'acme', signal: 'logs', format: 'protobuf', encoding: 'zstd', receivedAt: START };
    expect(request).toMatchObject(kept);
    expect(Buffer.from(request.body)).toEqual(body);
  } finally {
    await own.close();
  }
});

test('O-09 what is too large, as sent or unpacked, is 413 and RESOURCE_EXHAUSTED, and is not to be sent again', async () => {
  const large = new Uint8Array(LIMIT + 1);
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['identity', large],
    ['gzip', gzipSync(large)],
    ['deflate', deflateSync(large)],
    ['zstd', zstdCompressSync(large)],
  ];
  for (const [encoding, body] of cases) {
    const reply = await http(encoding, body);
    expect([reply.status, reply.headers.get('retry-after')], encoding).toEqual([413, null]);
    const { grpcPort } = under.gateway;
    const isPacked = encoding !== 'identity';
    const call = await callRaw(grpcPort, frame(isPacked ? 1 : 0, body), {
      ...(isPacked && { 'grpc-encoding': encoding }),
    });
    expect([call.status, call.headers['grpc-status-details-bin']], encoding).toEqual(['8', undefined]);
  }
});

test('O-10 a declared length over the limit is refused before the body is sent', async () => {
  const head = `POST /v1/logs HTTP/1.1\r\nhost: x\r\ncontent-type: ${PROTOBUF}\r\ncontent-length: ${2 ** 32}\r\n\r\n`;
  expect(await converse(under.gateway.httpPort, head, '\r\n\r\n')).toMatch(/^HTTP\/1.1 413 /);
});

test('O-11 gzip in one or several members and deflate are accepted by both transports', async () => {
  const bodies: readonly (readonly [string, Uint8Array])[] = [
    ['gzip', gzipSync(plain)],
    ['gzip', Buffer.concat([gzipSync(plain.subarray(0, 5)), gzipSync(plain.subarray(5))])],
    ['GZIP', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
  ];
  for (const [encoding, body] of bodies) {
    expect((await http(encoding, body)).status, encoding).toBe(200);
    expect(await grpcStatus(encoding, body), encoding).toBe('0');
  }
  expect((await http('identity', plain)).status).toBe(200);
  // One plain message among compressed ones.
  const { status } = await callRaw(under.gateway.grpcPort, frame(0, plain), { 'grpc-encoding': 'gzip' });
  expect(status).toBe('0');
});

test('O-11 what is not whole as the encoding says is refused for ever', async () => {
  const packed = gzipSync(plain);
  const wrongSum = Buffer.from(packed);
  wrongSum[packed.length - 8]! ^= 1;
  const bodies: readonly (readonly [string, string, Uint8Array])[] = [
    ['bytes behind it', 'gzip', Buffer.concat([packed, plain])],
    ['cut short', 'gzip', packed.subarray(0, 15)],
    ['none at all', 'gzip', plain],
    ['wrong checksum', 'gzip', wrongSum],
    ['deflate without its header', 'deflate', plain],
    ['bytes behind deflate', 'deflate', Buffer.concat([deflateSync(plain), plain])],
    ['zstd cut short', 'zstd', zstdCompressSync(plain).subarray(0, 12)],
    ['packed twice', 'gzip', gzipSync(packed)],
    ['zstd that wants a window of 2 GiB', 'zstd', Buffer.from('28b52ffd00a80100006100', 'hex')],
  ];
  for (const [name, encoding, body] of bodies) {
    expect((await http(encoding, body)).status, name).toBe(400);
    expect(await grpcStatus(encoding, body), name).toBe('3');
  }
});

test('O-12 zstd in one or several frames is accepted by both transports', async () => {
  const frames = Buffer.concat([zstdCompressSync(plain.subarray(0, 5)), zstdCompressSync(plain.subarray(5))]);
  for (const body of [zstdCompressSync(plain), frames]) {
    expect((await http('zstd', body)).status).toBe(200);
    expect(await grpcStatus('zstd', body)).toBe('0');
  }
});

test('O-13 another encoding is refused for ever, and the accepted ones are named', async () => {
  for (const encoding of ['br', 'compress', 'gzip, gzip', 'snappy', 'x-snappy-framed', 'lz4', 'zlib']) {
    const reply = await http(encoding, brotliCompressSync(plain));
    expect([reply.status, reply.headers.get('accept-encoding')], encoding).toEqual([415, ACCEPTED]);
    expect(reply.body.toString('latin1'), encoding).toContain(`send ${ACCEPTED}`);
    const call = await callRaw(under.gateway.grpcPort, frame(1, plain), { 'grpc-encoding': encoding });
    expect([call.status, call.headers['grpc-accept-encoding']], encoding).toEqual(['12', ACCEPTED]);
    expect(call.headers['grpc-message'], encoding).toContain(`send ${ACCEPTED}`);
  }
});

test('O-29 a chunked body is read, and refused as soon as it is too large', async () => {
  const chunked = async (size: number): Promise<number> => {
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
    return (await fetch(`http://127.0.0.1:${under.gateway.httpPort}/v1/logs`, init)).status;
  };
  expect(await chunked(90_000)).toBe(200);
  expect(await chunked(150_000)).toBe(413);
});

test('O-29 who expects "100 Continue" is told to go on only when the body is wanted', async () => {
  const head = (more: string): string =>
    `POST /v1/logs HTTP/1.1\r\nhost: x\r\ncontent-type: ${PROTOBUF}\r\nexpect: 100-continue\r\ncontent-length: 5\r\n${more}\r\n`;
  const { httpPort } = under.gateway;
  expect(await converse(httpPort, head(''), '\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  const refused = await converse(httpPort, head('authorization: Bearer wrong\r\nconnection: close\r\n'));
  expect(refused).toMatch(/^HTTP\/1.1 401 /);
  expect(refused).not.toContain('100 Continue');
});

test('O-30 no answer is compressed, asked for or not', async () => {
  for (const accepted of ['gzip, deflate, br, zstd', 'identity', '']) {
    const toSend = { headers: { 'accept-encoding': accepted }, body: Buffer.alloc(50, 0xff) };
    const reply = await sendHttp(under.gateway.httpPort, toSend);
    expect([reply.status, reply.headers.get('content-encoding')], accepted).toEqual([400, null]);
    expect(reply.body.toString('latin1')).toContain('cannot decode');
  }
});
