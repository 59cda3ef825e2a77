import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { HttpRequest } from './http-request.ts';
import { createHttpServer, type HttpAnswer, type HttpServer } from './http-server.ts';

const TEXT = { 'content-type': 'text/plain' };

let server: HttpServer;
let url: string;
async function serve(handle: (request: HttpRequest) => Promise<HttpAnswer>): Promise<void> {
  server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    portSetting: 'test.port',
    maxConnections: 10,
    connectionAgeMs: () => 3_600_000,
    ageGraceMs: 1_000,
    handle,
    answerError: (error) => ({ status: 503, headers: TEXT, body: Buffer.from(`caught ${(error as Error).message}`) }),
  });
  const port = await server.start();
  if (!port.ok) throw new Error(port.error.message);
  url = `http://127.0.0.1:${port.value}`;
}
afterEach(() => server.stop(0));

const ok = (text: string): HttpAnswer => ({ status: 200, headers: TEXT, body: Buffer.from(text) });

test('a request is told by method, path without query, and declared length', async () => {
  await serve(async ({ method, path, declaredBytes }) => ok(`${method} ${path} ${declaredBytes}`));
  const response = await fetch(`${url}/a/b?c=d`, { method: 'POST', body: 'four' });
  expect(await response.text()).toBe('POST /a/b 4');
  expect(await (await fetch(url)).text()).toBe('GET / 0');
});

test('a handle that throws is answered, and the server goes on', async () => {
  let calls = 0;
  await serve(async () => {
    calls += 1;
    if (calls === 1) throw new Error('a bug');
    return ok('fine');
  });
  const first = await fetch(url);
  expect([first.status, await first.text()]).toEqual([503, 'caught a bug']);
  expect(await (await fetch(url)).text()).toBe('fine');
});

test('an answer arrives although the body was not read', async () => {
  await serve(async () => ok('refused'));
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(8 << 20) });
  expect(await response.text()).toBe('refused');
});

/** Everything that the server says to these bytes. */
function said(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}

test('an answer arrives although the body was not read and the connection is closed behind it', async () => {
  await serve(async () => ok('refused'));
  const head = `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${8 << 20}\r\n\r\n`;
  const answer = await said(Buffer.concat([Buffer.from(head), Buffer.alloc(8 << 20)]));
  expect(answer).toMatch(/^HTTP\/1.1 200 OK[\s\S]*\r\n\r\nrefused$/);
});

test('an expectation that nobody knows is passed over, and a target with a host is taken for its path', async () => {
  await serve(async ({ path }) => ok(path));
  const head = 'GET http://other.example/a/b?c HTTP/1.1\r\nhost: x\r\nexpect: 200-ok\r\nconnection: close\r\n\r\n';
  expect(await said(Buffer.from(head))).toMatch(/^HTTP\/1.1 200 OK[\s\S]*\r\n\r\n\/a\/b$/);
});

test('bytes that are no HTTP are refused and the connection is closed', async () => {
  await serve(async () => ok('never'));
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('\x16\x03\x01 this is a TLS hello\r\n\r\n');
  let said = '';
  for await (const chunk of socket) said += String(chunk);
  expect(said).toMatch(/^HTTP\/1.1 400/);
});

test('a client that goes away in the middle harms nobody', async () => {
  await serve(async ({ openBody }) => {
    for await (const chunk of openBody()) if (chunk.length === 0) break;
    return ok('read');
  });
  const port = Number(new URL(url).port);
  await new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy());
    });
    socket.on('close', () => resolve());
  });
  expect(await (await fetch(url, { method: 'POST', body: 'whole' })).text()).toBe('read');
});

test('a stop answers what is being asked and closes the connection', async () => {
  const asked = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  await serve(async () => {
    asked.resolve();
    await release.promise;
    return ok('last');
  });
  const response = fetch(url);
  await asked.promise;
  const stopped = server.stop(60_000);
  release.resolve();
  expect(await (await response).text()).toBe('last');
  expect((await response).headers.get('connection')).toBe('close');
  await stopped;
  await expect(fetch(url)).rejects.toThrow();
});

test('a stop cuts what takes longer than its grace, and may come twice', async () => {
  const asked = Promise.withResolvers<void>();
  await serve(() => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  const response = fetch(url).catch(() => 'cut');
  await asked.promise;
  await server.stop(50);
  expect(await response).toBe('cut');
  await server.stop(50);
});
