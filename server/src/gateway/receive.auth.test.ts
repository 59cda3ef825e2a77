// The ids are those of docs/reference/otlp.md.
import { connect } from 'node:http2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callGrpc, type GatewayUnderTest, logsRequest, openGateway } from './gateway-under-test.ts';
import { converse, frame, LOGS, PROTOBUF, sendHttp, TRACES } from './senders-under-test.ts';

const PAGE = 'https://shop.example';

let under: GatewayUnderTest;
beforeAll(async () => {
  under = await openGateway({ gateway: { corsOrigins: `${PAGE} http://localhost:3000` } });
});
afterAll(() => under.close());

test('O-32 a key is found in each of the three places, by both transports', async () => {
  const basic = Buffer.from(`any:${under.key}`).toString('base64');
  const places = [
    { authorization: `Bearer ${under.key}` },
    { authorization: `bearer ${under.key}` },
    { authorization: `Basic ${basic}` },
    { 'x-api-key': under.key },
  ];
  for (const [index, headers] of places.entries()) {
    const body = logsRequest([`place ${index}`]);
    expect((await sendHttp(under.gateway.httpPort, { headers, body })).status, `${index}`).toBe(200);
    expect((await callGrpc(under.gateway.grpcPort, LOGS, body, headers as never)).code, `${index}`).toBe(0);
  }
});

test('O-32 a key that is known to be bad is refused for ever, and one that may not send this is denied', async () => {
  const check = async (headers: Record<string, string>, path: string, http: number, grpc: number): Promise<void> => {
    const method = path === '/v1/logs' ? LOGS : TRACES;
    const reply = await sendHttp(under.gateway.httpPort, { path, headers, body: '' });
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([http, null]);
    const call = await callGrpc(under.gateway.grpcPort, method, new Uint8Array(0), headers);
    expect([call.code, call.metadata.get('grpc-status-details-bin')]).toEqual([grpc, []]);
  };
  await check({ authorization: 'Bearer fsk_nobody' }, '/v1/logs', 401, 16);
  await check({ authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }, '/v1/logs', 401, 16);
  await check({ 'x-api-key': '' }, '/v1/logs', 401, 16);
  await check({ 'x-api-key': under.logsKey }, '/v1/traces', 403, 7);
  const reply = await sendHttp(under.gateway.httpPort, { headers: { 'x-api-key': 'wrong' }, body: '' });
  expect(reply.headers.get('www-authenticate')).toBe('Bearer');
});

test('O-32 a bad key is refused before a byte of the body is sent', async () => {
  const head = `POST /v1/logs HTTP/1.1\r\nhost: x\r\ncontent-type: ${PROTOBUF}\r\nx-api-key: wrong\r\n`;
  const { httpPort, grpcPort } = under.gateway;
  expect(await converse(httpPort, `${head}content-length: 1000\r\n\r\n`, '\r\n\r\n')).toMatch(/^HTTP\/1.1 401 /);
  const session = connect(`http://127.0.0.1:${grpcPort}`);
  const status = await new Promise((resolve, reject) => {
    const headers = { ':method': 'POST', ':path': LOGS, 'content-type': 'application/grpc', 'x-api-key': 'wrong' };
    const stream = session.request(headers);
    stream.on('response', (answer) => resolve(answer['grpc-status'])).on('error', reject);
  });
  session.destroy();
  expect(status).toBe('16');
});

test('O-31 a page of a listed origin may ask and send, and reads its answer', async () => {
  for (const origin of [PAGE, 'http://localhost:3000']) {
    const asked = await sendHttp(under.gateway.httpPort, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect([asked.status, asked.body.length]).toEqual([204, 0]);
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
    expect(asked.headers.get('access-control-allow-methods')).toBe('POST');
    const allowed = 'content-type, content-encoding, authorization, x-api-key';
    expect(asked.headers.get('access-control-allow-headers')).toBe(allowed);
    for (const body of ['', Buffer.alloc(9, 0xff)]) {
      const sent = await sendHttp(under.gateway.httpPort, { headers: { origin }, body });
      expect(sent.headers.get('access-control-allow-origin')).toBe(origin);
      expect(sent.headers.get('vary')).toBe('origin');
    }
  }
});

test('O-31 no other origin is allowed, and never all of them', async () => {
  for (const origin of ['https://evil.example', `${PAGE}.evil.example`, 'http://shop.example', 'null', `${PAGE}/`]) {
    const preflight = { origin, 'access-control-request-method': 'POST' };
    for (const toSend of [
      { method: 'OPTIONS', headers: preflight },
      { headers: { origin }, body: '' },
    ]) {
      const reply = await sendHttp(under.gateway.httpPort, toSend);
      expect(reply.status, origin).toBe('method' in toSend ? 405 : 200);
      expect(reply.headers.get('access-control-allow-origin'), origin).toBeNull();
      expect(reply.headers.get('access-control-allow-credentials'), origin).toBeNull();
    }
  }
});

test('a call that is refused before its message still lets the others on its connection be answered', async () => {
  const session = connect(`http://127.0.0.1:${under.gateway.grpcPort}`);
  const statusOf = (key: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const headers = { ':method': 'POST', ':path': LOGS, 'content-type': 'application/grpc', 'x-api-key': key };
      const stream = session.request(headers);
      const hear = (answer: Record<string, unknown>): void => {
        if (answer['grpc-status'] !== undefined) resolve(answer['grpc-status']);
      };
      stream.on('response', hear).on('trailers', hear).on('error', reject);
      stream.resume();
      stream.end(
        frame(0, Buffer.concat([logsRequest([key]), Buffer.of(0x7a, 0x80, 0x80, 0x08), Buffer.alloc(2 ** 17)])),
      );
    });
  const keys = ['wrong', under.key, 'wrong', under.key];
  expect(await Promise.all(keys.map(statusOf))).toEqual(['16', '0', '16', '0']);
  session.destroy();
});
