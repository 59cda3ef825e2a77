import { connect } from 'node:http2';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callGrpc, type GatewayUnderTest, type GrpcReply, logsRequest, openGateway } from './gateway-under-test.ts';

const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

let under: GatewayUnderTest;
beforeAll(async () => {
  under = await openGateway({ gateway: { maxRequestBytes: 100_000 } });
});
afterAll(() => under.close());

function call(path: string, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<GrpcReply> {
  return callGrpc(under.gateway.grpcPort, path, body, headers);
}

interface RawReply {
  readonly status: string | undefined;
  readonly acceptEncoding: string | undefined;
}

/** A call whose bytes are given, prefix included; the official client could not be made to send them. */
function callRaw(bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<RawReply> {
  const session = connect(`http://127.0.0.1:${under.gateway.grpcPort}`);
  return new Promise((resolve, reject) => {
    const all = {
      ':method': 'POST',
      ':path': LOGS,
      'content-type': 'application/grpc+proto',
      te: 'trailers',
      ...headers,
    };
    const stream = session.request(all);
    const finish = (answer: Record<string, unknown>): void => {
      if (answer['grpc-status'] === undefined) return;
      const text = (name: string): string | undefined => answer[name] as string | undefined;
      resolve({ status: text('grpc-status'), acceptEncoding: text('grpc-accept-encoding') });
      session.destroy();
    };
    stream.on('response', finish);
    stream.on('trailers', finish);
    stream.on('error', reject);
    stream.resume();
    stream.end(bytes);
  });
}

function frame(flag: number, body: Uint8Array, declared = body.length): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(flag, 0);
  prefix.writeUInt32BE(declared, 1);
  return Buffer.concat([prefix, body]);
}

test('full success is OK with an answer of no byte', async () => {
  const reply = await call(LOGS, logsRequest(['one']));
  expect([reply.code, reply.body?.length]).toEqual([0, 0]);
});

test('an empty message is success', async () => {
  expect((await call(LOGS, new Uint8Array(0))).code).toBe(0);
});

test('a partial success counts what was refused', async () => {
  const reply = await call(LOGS, logsRequest(['bad', 'good'], { shortTraceId: true }));
  expect(reply.code).toBe(0);
  expect([reply.body?.[0], reply.body?.[2], reply.body?.[3]]).toEqual([0x0a, 0x08, 1]);
});

test('gzip and zstd messages are accepted, and so is a plain one among compressed', async () => {
  const plain = logsRequest(['packed']);
  expect((await callRaw(frame(1, gzipSync(plain)), { 'grpc-encoding': 'gzip' })).status).toBe('0');
  expect((await callRaw(frame(1, zstdCompressSync(plain)), { 'grpc-encoding': 'zstd' })).status).toBe('0');
  expect((await callRaw(frame(0, plain), { 'grpc-encoding': 'gzip' })).status).toBe('0');
});

test('calls that the sender must not repeat carry no RetryInfo', async () => {
  const cases: readonly (readonly [string, Promise<GrpcReply>, number])[] = [
    ['garbage', call(LOGS, Buffer.alloc(50, 0xff)), 3],
    ['too large', call(LOGS, new Uint8Array(100_001)), 8],
    ['unknown key', call(LOGS, logsRequest(['x']), { authorization: 'Bearer fsk_nobody' }), 16],
    ['key without the signal', call(TRACES, new Uint8Array(0), { 'x-api-key': under.logsKey }), 7],
    ['other method', call('/opentelemetry.proto.collector.logs.v1.LogsService/Import', new Uint8Array(0)), 12],
  ];
  for (const [name, calling, code] of cases) {
    const reply = await calling;
    expect(reply.code, name).toBe(code);
    expect(reply.message, name).not.toBe('');
    expect(reply.metadata.get('grpc-status-details-bin'), name).toEqual([]);
  }
});

test('messages that are not as the protocol wants them', async () => {
  const plain = logsRequest(['x']);
  const cases: readonly (readonly [string, Promise<RawReply>, string])[] = [
    ['marked as gzip and is none', callRaw(frame(1, plain), { 'grpc-encoding': 'gzip' }), '3'],
    ['marked as compressed without an encoding', callRaw(frame(1, plain)), '3'],
    ['unknown flag', callRaw(frame(7, plain)), '3'],
    ['no prefix', callRaw(Buffer.alloc(3)), '3'],
    ['nothing', callRaw(Buffer.alloc(0)), '3'],
    ['shorter than declared', callRaw(frame(0, plain, plain.length + 1)), '3'],
    ['two messages', callRaw(Buffer.concat([frame(0, plain), frame(0, plain)])), '3'],
    ['declares 4 GiB and sends nothing', callRaw(frame(0, Buffer.alloc(0), 0xffff_ffff)), '8'],
  ];
  for (const [name, calling, status] of cases) expect((await calling).status, name).toBe(status);
});

test('an unsupported encoding is answered with those that are', async () => {
  const reply = await callRaw(frame(1, logsRequest(['x'])), { 'grpc-encoding': 'snappy' });
  expect(reply).toEqual({ status: '12', acceptEncoding: 'identity, gzip, deflate, zstd' });
});

test('a hundred calls on one connection are answered each', async () => {
  const session = connect(`http://127.0.0.1:${under.gateway.grpcPort}`);
  const answers = Array.from(
    { length: 100 },
    (_, index) =>
      new Promise<unknown>((resolve, reject) => {
        const stream = session.request({ ':method': 'POST', ':path': LOGS, 'content-type': 'application/grpc' });
        stream.on('trailers', (trailers) => resolve(trailers['grpc-status']));
        stream.on('error', reject);
        stream.resume();
        stream.end(frame(0, logsRequest([`call ${index}`])));
      }),
  );
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['0']));
  session.destroy();
});

test('the health check says that it serves', async () => {
  const reply = await call('/grpc.health.v1.Health/Check', new Uint8Array(0));
  expect([reply.code, reply.body]).toEqual([0, Buffer.of(0x08, 1)]);
});
