// The ids are those of docs/reference/otlp.md.
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import {
  callGrpc,
  type GatewaySettings,
  type GatewayUnderTest,
  logsRequest,
  openGateway,
} from './gateway-under-test.ts';
import { callRaw, converse, frame, LOGS, PROTOBUF, sendHttp } from './senders-under-test.ts';

let opened: GatewayUnderTest | undefined;
const open = async (settings?: GatewaySettings): Promise<GatewayUnderTest> => {
  opened = await openGateway(settings);
  return opened;
};
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

const LOGS_SERVICE = 'opentelemetry.proto.collector.logs.v1.LogsService';
const CHECK = '/grpc.health.v1.Health/Check';
const WATCH = '/grpc.health.v1.Health/Watch';
const REFLECTION = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
/** HealthCheckResponse of one status. */
const health = (status: number): Buffer => Buffer.of(0x08, status);
/** HealthCheckRequest of one service. */
const ask = (service: string): Buffer => Buffer.concat([Buffer.of(0x0a, service.length), Buffer.from(service)]);

interface Http2Reply {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function post(session: ClientHttp2Session, headers: Record<string, string>, body: Uint8Array): Promise<Http2Reply> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ':path': '/v1/logs', 'content-type': PROTOBUF, ...headers });
    let answer: IncomingHttpHeaders = {};
    let text = '';
    stream.on('response', (received) => {
      answer = received;
    });
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    stream.on('close', () => resolve({ headers: answer, body: text })).on('error', reject);
    stream.end(body);
  });
}

test('O-27 pipelined requests are answered in their order', async () => {
  const { gateway } = await open();
  const request = (type: string, last: string): string =>
    `POST /v1/logs HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: 2\r\n${last}\r\n{}`;
  const close = 'connection: close\r\n';
  const types = ['application/json', 'text/plain', 'application/json', PROTOBUF];
  const said = await converse(
    gateway.httpPort,
    types.map((type, index) => request(type, index === types.length - 1 ? close : '')).join(''),
  );
  expect([...said.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '415', '200', '400']);
});

test('O-28 the HTTP port speaks HTTP/1.1 and HTTP/2 with prior knowledge', async () => {
  const { gateway } = await open();
  expect((await sendHttp(gateway.httpPort, { body: logsRequest(['one']) })).status).toBe(200);
  const session = connect(`http://127.0.0.1:${gateway.httpPort}`);
  const good = await post(session, {}, logsRequest(['two']));
  expect([good.headers[':status'], good.headers['content-type'], good.body]).toEqual([200, PROTOBUF, '']);
  const json = await post(session, { 'content-type': 'application/json' }, Buffer.from('{'));
  expect([json.headers[':status'], json.headers['content-type']]).toEqual([400, 'application/json']);
  expect(JSON.parse(json.body)).toMatchObject({ code: 3 });
  const path = await post(session, { ':path': '/v1/other' }, Buffer.from('x'));
  expect(path.headers[':status']).toBe(404);
  session.destroy();
});

test('O-28 the first bytes may come one by one', async () => {
  const { gateway } = await open();
  const bytes = Buffer.from('POST /v1/logs HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  const said = await new Promise<string>((resolve, reject) => {
    const socket = connectTcp({ port: gateway.httpPort, host: '127.0.0.1', noDelay: true }, async () => {
      for (const byte of bytes) await new Promise((written) => socket.write(Buffer.of(byte), written));
    });
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on('close', () => resolve(text)).on('error', reject);
  });
  expect(said).toMatch(/^HTTP\/1.1 415 /);
});

test('O-33 a deadline that passes is answered as unavailable, and the same bytes sent again are kept once', async () => {
  const under = await open();
  const body = logsRequest(['late']);
  const late = await callRaw(under.gateway.grpcPort, frame(0, body), { 'grpc-timeout': '0m' });
  expect([late.status, late.headers['grpc-status-details-bin']]).toEqual(['14', expect.stringMatching(/./)]);
  expect((await callRaw(under.gateway.grpcPort, frame(0, body), { 'grpc-timeout': '30S' })).status).toBe('0');
  expect((await callGrpc(under.gateway.grpcPort, LOGS, logsRequest(['last']))).code).toBe(0);
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

test('O-34 a stop tells connections first that no more is taken, and answers what is on its way', async () => {
  const { gateway } = await open();
  const session = connect(`http://127.0.0.1:${gateway.grpcPort}`);
  await new Promise<void>((resolve) => session.once('connect', () => resolve()));
  const goaways: number[] = [];
  session.on('goaway', (code, lastStream) => goaways.push(code, lastStream));
  const stream = session.request({ ':method': 'POST', ':path': LOGS, 'content-type': 'application/grpc' });
  const answered = new Promise((resolve, reject) => {
    stream.on('trailers', (trailers) => resolve(trailers['grpc-status']));
    stream.on('response', (headers) => headers['grpc-status'] !== undefined && resolve(headers['grpc-status']));
    stream.on('error', reject);
  });
  stream.resume();
  const message = frame(0, logsRequest(['on its way']));
  stream.write(message.subarray(0, 7));
  await new Promise<void>((resolve) => session.ping(() => resolve()));
  const stopped = gateway.stop();
  await new Promise<void>((resolve) => session.once('goaway', () => resolve()));
  // The first one forbids nothing yet that is on its way.
  expect(goaways.slice(0, 2)).toEqual([0, 2 ** 31 - 1]);
  stream.end(message.subarray(7));
  expect(await answered).toBe('0');
  await stopped;
});

test('O-34 a connection that has come of age is retired, by both protocols, and a new one is taken', async () => {
  const { gateway } = await open({ gateway: { maxConnectionAgeMinutes: 0.001 } });
  const session = connect(`http://127.0.0.1:${gateway.grpcPort}`);
  await new Promise<void>((resolve) => session.once('goaway', () => resolve()));
  await new Promise<void>((resolve) => session.once('close', () => resolve()));
  expect((await callGrpc(gateway.grpcPort, LOGS, logsRequest(['new']))).code).toBe(0);
  const said = await new Promise<string>((resolve, reject) => {
    const request =
      'POST /v1/logs HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
    let text = '';
    const socket = connectTcp(gateway.httpPort, '127.0.0.1', () => socket.write(request));
    // Again and again, until an answer is the last one.
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!/connection: close/i.test(text)) socket.write(request);
    });
    socket.on('close', () => resolve(text)).on('error', reject);
  });
  expect(said).toMatch(/HTTP\/1.1 200 [\s\S]*connection: close/i);
});

test('O-35 the health check knows the server, its services and no others', async () => {
  const { gateway } = await open();
  const check = (body: Uint8Array) => callGrpc(gateway.grpcPort, CHECK, body);
  for (const body of [Buffer.alloc(0), ask(''), ask(LOGS_SERVICE), ask('grpc.health.v1.Health')]) {
    expect(await check(body)).toMatchObject({ code: 0, body: health(1) });
  }
  expect(await check(ask('other.Service'))).toMatchObject({ code: 5 });
  expect(await check(Buffer.of(0xff))).toMatchObject({ code: 3 });
});

test('O-35 a watched health is told at once and at the stop, and a service that is unknown as such', async () => {
  const { gateway } = await open();
  const session = connect(`http://127.0.0.1:${gateway.grpcPort}`);
  const watch = (service: string) => {
    const stream = session.request({ ':method': 'POST', ':path': WATCH, 'content-type': 'application/grpc' });
    const bytes: number[] = [];
    const ended = new Promise((resolve) => stream.on('trailers', (trailers) => resolve(trailers['grpc-status'])));
    const first = new Promise<void>((resolve) =>
      stream.on('data', (chunk: Buffer) => {
        bytes.push(...chunk);
        resolve();
      }),
    );
    stream.on('error', () => undefined);
    stream.end(frame(0, ask(service)));
    return { bytes, first, ended };
  };
  const [server, unknown] = [watch(''), watch('other.Service')];
  await Promise.all([server.first, unknown.first]);
  expect(server.bytes).toEqual([...frame(0, health(1))]);
  expect(unknown.bytes).toEqual([...frame(0, health(3))]);
  await gateway.stop();
  expect(await server.ended).toBe('14');
  expect(server.bytes).toEqual([...frame(0, health(1)), ...frame(0, health(2))]);
});

test('O-35 reflection is off on other addresses than loopback, and can be turned off', async () => {
  const listServices = Buffer.of(0x3a, 0);
  const statusOf = async (settings: GatewaySettings): Promise<string | undefined> => {
    const { gateway, close } = await openGateway(settings);
    const reply = await callRaw(gateway.grpcPort, frame(0, listServices), { ':path': REFLECTION });
    await close();
    return reply.status;
  };
  expect(await statusOf({})).toBe('0');
  expect(await statusOf({ gateway: { grpcReflection: 'off' } })).toBe('12');
  expect(await statusOf({ gateway: { host: '0.0.0.0' } })).toBe('12');
  expect(await statusOf({ gateway: { host: '0.0.0.0', grpcReflection: 'on' } })).toBe('0');
});
