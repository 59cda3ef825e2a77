import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { Client, credentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Authority, createAuthority, type Issued } from '../../../test/support/certificates.ts';
import { systemClock } from '../base/clock.ts';
import { createLogger } from '../base/logger.ts';
import { createSelfTelemetry } from '../base/self-telemetry.ts';
import { type KeptCertificate, keepCertificate } from '../base/tls/keep-certificate.ts';
import { callGrpc, type GatewayUnderTest, logsRequest, openGateway } from './gateway-under-test.ts';

const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
const NAME = 'localhost';

let directory: string;
let authority: Authority;
let first: Issued;
let certificate: KeptCertificate;
let under: GatewayUnderTest;
const closing: (() => void)[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gateway-tls-'));
  authority = await createAuthority('of servers');
  first = await authority.issue([NAME, '127.0.0.1']);
});

afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await under.close();
  await certificate.stop();
  rmSync(directory, { recursive: true });
});

function write({ certificate: chain, key }: Issued): void {
  writeFileSync(join(directory, 'tls.crt'), chain);
  writeFileSync(join(directory, 'tls.key'), key);
}

async function open(clientCa?: string): Promise<void> {
  write(first);
  if (clientCa !== undefined) writeFileSync(join(directory, 'clients.crt'), clientCa);
  const kept = await keepCertificate({
    files: {
      certificate: join(directory, 'tls.crt'),
      key: join(directory, 'tls.key'),
      ...(clientCa !== undefined && { clientCa: join(directory, 'clients.crt') }),
    },
    clock: systemClock,
    logger: createLogger({ level: 'silent', name: 'test' }),
    telemetry: createSelfTelemetry(),
  });
  if (!kept.ok) throw new Error(kept.error.message);
  certificate = kept.value;
  under = await openGateway({ certificate });
}

/** A handshake; gives the serial number of the certificate that was shown, and what was chosen. */
function shakeHands(port: number, options: ConnectionOptions = {}) {
  return new Promise<{ serial: string; protocol: string | null; alpn: string | false | null }>((resolve, reject) => {
    const socket: TLSSocket = connectTls({ host: NAME, port, ca: authority.certificate, ...options }, () => {
      resolve({
        serial: socket.getPeerCertificate().serialNumber,
        protocol: socket.getProtocol(),
        alpn: socket.alpnProtocol,
      });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

interface Posted {
  readonly status: number;
  /** Of the client's socket: the same number is the same connection. */
  readonly localPort: number;
}

function post(text: string, options: { agent?: Agent; cert?: string; key?: string } = {}): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const sending = request(
      `https://${NAME}:${under.gateway.httpPort}/v1/logs`,
      { method: 'POST', headers: { 'content-type': 'application/x-protobuf' }, ca: authority.certificate, ...options },
      (answer) => {
        const localPort = answer.socket.localPort ?? 0;
        answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, localPort }));
      },
    );
    sending.on('error', reject);
    sending.end(logsRequest([text]));
  });
}

/** Over one session of HTTP/2 on the port of OTLP/HTTP. */
function createHttp2Poster(): (text: string) => Promise<number> {
  const session = connectHttp2(`https://${NAME}:${under.gateway.httpPort}`, { ca: authority.certificate });
  closing.push(() => session.destroy());
  return (text) =>
    new Promise((resolve, reject) => {
      const headers = { ':method': 'POST', ':path': '/v1/logs', 'content-type': 'application/x-protobuf' };
      const stream = session.request(headers);
      stream.on('response', (answer) => resolve(Number(answer[':status'])));
      stream.on('error', reject);
      stream.resume();
      stream.end(logsRequest([text]));
    });
}

function createGrpcCaller(): (text: string) => Promise<number> {
  const channel = credentials.createSsl(Buffer.from(authority.certificate));
  const client = new Client(`${NAME}:${under.gateway.grpcPort}`, channel);
  closing.push(() => client.close());
  const same = (bytes: Buffer): Buffer => bytes;
  return (text) =>
    new Promise((resolve) => {
      client.makeUnaryRequest(LOGS, same, same, logsRequest([text]), (error) => resolve(error?.code ?? 0));
    });
}

test('a new certificate drops no connection that is open, and every new connection gets it, on both ports', async () => {
  await open();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  closing.push(() => agent.destroy());
  const postHttp2 = createHttp2Poster();
  const callOnOne = createGrpcCaller();
  const outcomes: unknown[] = [];
  let sent = 0;
  const sendOnAll = async (): Promise<void> => {
    sent += 1;
    const http = await post(`a${sent}`, { agent });
    outcomes.push([http, await postHttp2(`b${sent}`), await callOnOne(`c${sent}`)]);
  };
  await sendOnAll();
  const before = await shakeHands(under.gateway.httpPort);
  let isSending = true;
  const sending = (async () => {
    while (isSending) await sendOnAll();
  })();
  const second = await authority.issue([NAME, '127.0.0.1']);
  write(second);
  await certificate.reload();
  const after = await Promise.all([
    shakeHands(under.gateway.httpPort),
    shakeHands(under.gateway.grpcPort, { ALPNProtocols: ['h2'] }),
  ]);
  for (let more = 0; more < 5; more += 1) await sendOnAll();
  isSending = false;
  await sending;

  expect(after[0]!.serial).not.toBe(before.serial);
  expect(after[1]!.serial).toBe(after[0]!.serial);
  // The same answer each time, over the same connection of HTTP/1.1.
  expect(outcomes.length).toBeGreaterThan(6);
  expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  expect(outcomes[0]).toEqual([{ status: 200, localPort: expect.any(Number) }, 200, 0]);
});

test('a pair that is half-written keeps the old certificate for new connections too', async () => {
  await open();
  const h2 = { ALPNProtocols: ['h2'] };
  const before = await shakeHands(under.gateway.grpcPort, h2);
  writeFileSync(join(directory, 'tls.crt'), (await authority.issue([NAME, '127.0.0.1'])).certificate);
  await certificate.reload();
  expect((await shakeHands(under.gateway.grpcPort, h2)).serial).toBe(before.serial);
  expect((await post('still')).status).toBe(200);
});

test('O-40 clear text on a TLS port is closed without a word', async () => {
  await open();
  for (const port of [under.gateway.httpPort, under.gateway.grpcPort]) {
    const heard = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connectTcp(port, NAME, () => socket.write('GET /v1/logs HTTP/1.1\r\nhost: a\r\n\r\n'));
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString('latin1');
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });
    // A TLS alert is allowed, an HTTP answer or a redirect is not.
    expect(heard).not.toContain('HTTP');
  }
});

test('O-28 nothing below TLS 1.2 is spoken, before and after a new certificate, and the client chooses the HTTP', async () => {
  await open();
  const old: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  const weak: ConnectionOptions = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' };
  for (let round = 0; round < 2; round += 1) {
    for (const port of [under.gateway.httpPort, under.gateway.grpcPort]) {
      await expect(shakeHands(port, old), 'an old version').rejects.toThrow();
      await expect(shakeHands(port, weak), 'a cipher whose authentication comes after').rejects.toThrow();
      const h2 = { ALPNProtocols: ['h2'] };
      expect((await shakeHands(port, { ...h2, maxVersion: 'TLSv1.2' })).protocol).toBe('TLSv1.2');
      expect(await shakeHands(port, h2)).toMatchObject({ protocol: 'TLSv1.3', alpn: 'h2' });
    }
    expect((await shakeHands(under.gateway.httpPort, { ALPNProtocols: ['http/1.1'] })).alpn).toBe('http/1.1');
    write(await authority.issue([NAME, '127.0.0.1']));
    await certificate.reload();
  }
});

test('where client certificates are asked for, none and a foreign one get no connection', async () => {
  const clients = await createAuthority('of clients');
  const foreign = await (await createAuthority('of strangers')).issue(['sender.example']);
  const own = await clients.issue(['sender.example']);
  await open(clients.certificate);
  // Connects anew each time, and resumes the session of the time before where the server lets it.
  const agent = new Agent({ keepAlive: false });
  const httpOf = async (pair?: Issued): Promise<number | string> =>
    post('x', { agent, ...(pair && { cert: pair.certificate, key: pair.key }) }).then(
      ({ status }) => status,
      () => 'no connection',
    );
  const grpcOf = async (pair?: Issued): Promise<number> => {
    const pem = (text: string | undefined): Buffer | null => (text === undefined ? null : Buffer.from(text));
    const channel = credentials.createSsl(pem(authority.certificate), pem(pair?.key), pem(pair?.certificate));
    return (await callGrpc(under.gateway.grpcPort, LOGS, logsRequest(['x']), {}, channel)).code;
  };
  const UNAVAILABLE = 14;
  for (const pair of [undefined, foreign]) {
    expect(await httpOf(pair)).toBe('no connection');
    expect(await grpcOf(pair)).toBe(UNAVAILABLE);
  }
  expect([await httpOf(own), await grpcOf(own)]).toEqual([200, 0]);

  const others = await createAuthority('of other clients');
  writeFileSync(join(directory, 'clients.crt'), others.certificate);
  await certificate.reload();
  expect(await httpOf(own), 'after its authority was taken away').toBe('no connection');
  const next = await others.issue(['sender.example']);
  expect(await httpOf(next)).toBe(200);
});

test('a stop lets the requests on their way over HTTP/2 be answered', async () => {
  await open();
  const postHttp2 = createHttp2Poster();
  expect(await postHttp2('first')).toBe(200);
  const answers = Array.from({ length: 20 }, (_, index) => postHttp2(`on its way ${index}`).catch(() => 'closed'));
  await Promise.race(answers);
  await under.gateway.stop();
  const outcomes = await Promise.all(answers);
  for (const outcome of outcomes) expect([200, 503, 'closed']).toContain(outcome);
  expect(outcomes).toContain(200);
});
