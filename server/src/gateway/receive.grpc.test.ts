// The ids are those of docs/reference/otlp.md.
import { connect } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeWithLibrary } from '../../../test/support/otlp-proto.ts';
import { callGrpc, type GatewayUnderTest, type GrpcReply, logsRequest, openGateway } from './gateway-under-test.ts';
import { callRaw, frame, LOGS, METRICS, type RawGrpcReply, TRACES } from './senders-under-test.ts';

let under: GatewayUnderTest;
beforeAll(async () => {
  under = await openGateway({ gateway: { maxRequestBytes: 100_000 } });
});
afterAll(() => under.close());

function call(path: string, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<GrpcReply> {
  return callGrpc(under.gateway.grpcPort, path, body, headers);
}

function raw(bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<RawGrpcReply> {
  return callRaw(under.gateway.grpcPort, bytes, headers);
}

test('O-01 Export of the three services is a unary call', async () => {
  for (const path of [LOGS, METRICS, TRACES]) {
    const reply = await call(path, new Uint8Array(0));
    expect([reply.code, reply.body?.length], path).toEqual([0, 0]);
  }
});

test('O-02 profiles are unimplemented, and so is every other method', async () => {
  for (const path of [
    '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export',
    '/opentelemetry.proto.collector.logs.v1.LogsService/Import',
    '/',
  ]) {
    const reply = await call(path, new Uint8Array(0));
    expect([reply.code, reply.message], path).toEqual([12, expect.stringMatching('no such method')]);
  }
});

test('O-08 a message that can never be decoded is invalid, and the details say what is wrong', async () => {
  const reply = await call(LOGS, Buffer.alloc(50, 0xff));
  expect(reply.code).toBe(3);
  const [details] = reply.metadata.get('grpc-status-details-bin');
  expect(decodeWithLibrary('RpcStatus', details as Buffer)).toMatchObject({
    code: 3,
    message: reply.message,
    details: [{ typeUrl: 'type.googleapis.com/google.rpc.BadRequest' }],
  });
});

test('O-10 a declared length over the limit is refused although nothing of it comes', async () => {
  const session = connect(`http://127.0.0.1:${under.gateway.grpcPort}`);
  const status = await new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ':path': LOGS, 'content-type': 'application/grpc' });
    stream.on('response', (headers) => resolve(headers['grpc-status']));
    stream.on('error', reject);
    // The prefix alone; the stream stays open.
    stream.write(frame(0, Buffer.alloc(0), 0xffff_ffff));
  });
  session.destroy();
  expect(status).toBe('8');
});

test('O-14 an empty message is success', async () => {
  expect((await call(LOGS, new Uint8Array(0))).code).toBe(0);
  expect((await raw(frame(1, gzipSync('')), { 'grpc-encoding': 'gzip' })).status).toBe('0');
});

test('O-15 full success is OK with an answer of no byte', async () => {
  const reply = await raw(frame(0, logsRequest(['one'])));
  expect([reply.status, reply.headers['content-type'], reply.body]).toEqual(['0', 'application/grpc', Buffer.alloc(5)]);
});

test('O-16 a partial success is OK and counts what was refused', async () => {
  const reply = await call(LOGS, logsRequest(['bad', 'good'], { shortTraceId: true }));
  expect(reply.code).toBe(0);
  expect(decodeWithLibrary('ExportLogsServiceResponse', reply.body!)).toMatchObject({
    partialSuccess: { rejectedLogRecords: '1', errorMessage: expect.stringMatching('^1 of 2 log records refused') },
  });
});

test('messages that are not as gRPC wants them are refused for ever', async () => {
  const plain = logsRequest(['x']);
  const cases: readonly (readonly [string, Promise<RawGrpcReply>, string])[] = [
    ['marked as gzip and is none', raw(frame(1, plain), { 'grpc-encoding': 'gzip' }), '3'],
    ['marked as compressed without an encoding', raw(frame(1, plain)), '3'],
    ['marked as compressed with identity', raw(frame(1, plain), { 'grpc-encoding': 'identity' }), '3'],
    ['unknown flag', raw(frame(7, plain)), '3'],
    ['no prefix', raw(Buffer.alloc(3)), '3'],
    ['nothing', raw(Buffer.alloc(0)), '3'],
    ['shorter than declared', raw(frame(0, plain, plain.length + 1)), '3'],
    ['two messages', raw(Buffer.concat([frame(0, plain), frame(0, plain)])), '3'],
  ];
  for (const [name, calling, status] of cases) expect((await calling).status, name).toBe(status);
});

test('O-27 a hundred calls on one connection are answered each, though the first is never finished', async () => {
  const session = connect(`http://127.0.0.1:${under.gateway.grpcPort}`);
  const open = () => session.request({ ':method': 'POST', ':path': LOGS, 'content-type': 'application/grpc' });
  const slow = open();
  slow.on('error', () => undefined);
  slow.write(frame(0, logsRequest(['never whole'])).subarray(0, 9));
  const answers = Array.from(
    { length: 100 },
    (_, index) =>
      new Promise<unknown>((resolve, reject) => {
        const stream = open();
        stream.on('trailers', (trailers) => resolve(trailers['grpc-status']));
        stream.on('error', reject);
        stream.resume();
        stream.end(frame(0, logsRequest([`call ${index}`])));
      }),
  );
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['0']));
  expect(slow.closed).toBe(false);
  session.destroy();
});
