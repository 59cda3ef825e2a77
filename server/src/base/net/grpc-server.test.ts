import { connect } from 'node:http2';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import {
  createGrpcServer,
  type GrpcAnswer,
  type GrpcCall,
  type GrpcServer,
  type GrpcServerOptions,
  parseGrpcTimeout,
} from './grpc-server.ts';
import { createBodyPool } from './read-body.ts';

const readOptions = { pool: createBodyPool(), limitBytes: 10 << 20, reserve: () => undefined };

let server: GrpcServer;
let port: number;
async function serve(handle: GrpcServerOptions['handle']): Promise<void> {
  server = createGrpcServer({
    host: '127.0.0.1',
    port: 0,
    portSetting: 'test.port',
    maxConnections: 10,
    connectionAgeMs: () => 3_600_000,
    ageGraceMs: 1_000,
    handle,
    answerError: (error) => ({ status: 14, message: `caught ${(error as Error).message}` }),
  });
  const started = await server.start();
  if (!started.ok) throw new Error(started.error.message);
  port = started.value;
}
afterEach(() => server.stop(0));

/** What the official client makes of it: the body as text, or code and message. */
function call(body: Uint8Array, deadline?: Date): Promise<string> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const same = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve) => {
    const finish = (error: ServiceError | null, answer?: Buffer): void => {
      client.close();
      resolve(error === null ? `${answer}` : `${error.code} ${error.details}`);
    };
    const options = deadline === undefined ? {} : { deadline };
    client.makeUnaryRequest('/test.Service/Method', same, same, Buffer.from(body), new Metadata(), options, finish);
  });
}

const echo = async (grpcCall: GrpcCall): Promise<GrpcAnswer> => {
  const message = await grpcCall.readMessage(readOptions);
  return message.ok
    ? { status: 0, body: Buffer.from(message.value.body) }
    : { status: 3, message: message.error.message };
};

test('a message larger than the windows of HTTP/2 goes there and back', async () => {
  await serve(echo);
  const text = 'x'.repeat(3 << 20);
  expect((await call(Buffer.from(text))).length).toBe(text.length);
});

test('a message for people keeps its characters', async () => {
  await serve(async () => ({ status: 3, message: '100 % für\nnichts' }));
  expect(await call(new Uint8Array(0))).toBe('3 100 % für\nnichts');
});

test('a handle that throws is answered, and the server goes on', async () => {
  let calls = 0;
  await serve(async (grpcCall) => {
    calls += 1;
    if (calls === 1) throw new Error('a bug');
    return echo(grpcCall);
  });
  expect(await call(Buffer.from('x'))).toBe('14 caught a bug');
  expect(await call(Buffer.from('x'))).toBe('x');
});

test('a call without a body is told how long the caller waits', async () => {
  const seen: (number | undefined)[] = [];
  await serve(async ({ timeoutMs }) => {
    seen.push(timeoutMs);
    return { status: 0, body: new Uint8Array(0) };
  });
  await call(new Uint8Array(0));
  await call(new Uint8Array(0), new Date(systemClock.now() + 60_000));
  expect(seen[0]).toBeUndefined();
  expect(seen[1]).toBeGreaterThan(30_000);
  expect(seen[1]).toBeLessThanOrEqual(60_000);
});

test('timeouts in all units, and those that are none', () => {
  const parsed = ['2H', '3M', '4S', '5m', '6000u', '7000000n'].map(parseGrpcTimeout);
  expect(parsed).toEqual([7_200_000, 180_000, 4_000, 5, 6, 7]);
  for (const text of ['', '5', 'S', '-1S', '123456789S', '1s']) expect(parseGrpcTimeout(text), text).toBeUndefined();
});

test('a peer that resets its streams or its connection harms nobody', async () => {
  await serve(echo);
  const session = connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  for (let index = 0; index < 20; index += 1) {
    const stream = session.request({ ':method': 'POST', ':path': '/a', 'content-type': 'application/grpc' });
    stream.on('error', () => undefined);
    stream.write(Buffer.of(0, 0, 0, 0, 9, 1));
    stream.close(8);
  }
  await new Promise<void>((resolve) => session.ping(() => resolve()));
  session.destroy();
  expect(await call(Buffer.from('still here'))).toBe('still here');
});

test('what is no gRPC is refused on the level of HTTP', async () => {
  await serve(echo);
  const session = connect(`http://127.0.0.1:${port}`);
  const statusOf = (headers: Record<string, string>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ':path': '/a', ...headers });
      stream.on('response', (answer) => resolve(answer[':status']));
      stream.on('error', reject);
      stream.end();
    });
  expect(await statusOf({ ':method': 'GET' })).toBe(405);
  expect(await statusOf({ ':method': 'POST', 'content-type': 'application/json' })).toBe(415);
  session.destroy();
});

test('a stop lets the call in progress be answered, and takes no other', async () => {
  const asked = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  await serve(async () => {
    asked.resolve();
    await release.promise;
    return { status: 0, body: Buffer.from('last') };
  });
  const calling = call(new Uint8Array(0));
  await asked.promise;
  const stopped = server.stop(60_000);
  release.resolve();
  expect(await calling).toBe('last');
  await stopped;
  expect(await call(new Uint8Array(0))).toMatch(/^14 /);
});
