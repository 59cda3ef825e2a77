// The real program under TLS: dashboard, API and both ports of OTLP; and how it refuses to start in clear text.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authority, createAuthority, type Issued } from '../support/certificates.ts';
import { launch, type Platform, type SignedIn, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { createRpcClient, type WatchMessage } from '../support/rpc-client.ts';
import { sendOtlp } from '../support/send-otlp.ts';
import { CART, logsOf, nanos } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const WITHIN_MS = 60_000;
/** google.rpc.Code */
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;
const NAMES = ['localhost', '127.0.0.1', 'foreshock.example'];

let directory: string;
let authority: Authority;
let platform: Platform;
let session: SignedIn;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tls-'));
  authority = await createAuthority('an authority');
  setDefaultCACertificates([...getCACertificates('default'), authority.certificate]);
  write(await authority.issue(NAMES));
  platform = await startPlatform({
    variables: {
      FORESHOCK_TLS_CERTIFICATE: join(directory, 'tls.crt'),
      FORESHOCK_TLS_KEY: join(directory, 'tls.key'),
      FORESHOCK_API_HOST: '0.0.0.0',
      FORESHOCK_GATEWAY_HOST: '0.0.0.0',
      FORESHOCK_PUBLIC_NAME: 'localhost',
    },
  });
  session = await platform.signIn();
}, START_WITHIN_MS);

afterAll(async () => {
  await platform?.remove();
  rmSync(directory, { recursive: true, force: true });
});

function write({ certificate, key }: Issued): void {
  writeFileSync(join(directory, 'tls.crt'), certificate);
  writeFileSync(join(directory, 'tls.key'), key);
}

/** Of the certificate that a port shows to a new connection. */
function serialOf(port: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: 'localhost', port: Number(port), ALPNProtocols: ['h2'] }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

const ports = (): string[] => [
  new URL(platform.origin).port,
  new URL(platform.otlpHttp).port,
  platform.otlpGrpc.split(':')[1]!,
];

test('every address that is printed speaks TLS, and telemetry sent there arrives', async () => {
  expect([platform.origin, platform.otlpHttp, platform.signInLink].map((url) => new URL(url).protocol)).toEqual(
    Array(3).fill('https:'),
  );
  const record = { timeUnixNano: nanos(Date.now() - 60_000), severityNumber: 9, body: 'under cover' };
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [record]));
  await until('the line to be stored', WITHIN_MS, async () => {
    const { signals } = await session.client('getStatus', {});
    return signals.some(({ signal, records }) => signal === 'logs' && records > 0);
  });
});

test('gRPC is asked and watched under TLS, by the key alone and by nobody who does not trust the certificate', async () => {
  const { secret } = await session.client('createApiKey', { name: 'gRPC', role: 'viewer' });
  const rpc = createRpcClient(platform.origin, authority.certificate);
  const stranger = createRpcClient(platform.origin, (await createAuthority('another')).certificate);
  try {
    const { watchFrom } = await rpc.call('Incidents', 'List', {}, secret);
    const message = await firstOf(rpc.watch('Incidents', { after: watchFrom }, secret));
    expect(message).toMatchObject({ resumeToken: watchFrom });
    await expect(rpc.call('Incidents', 'List', {})).rejects.toMatchObject({ code: UNAUTHENTICATED });
    await expect(stranger.call('Incidents', 'List', {}, secret)).rejects.toMatchObject({ code: UNAVAILABLE });
  } finally {
    rpc.close();
    stranger.close();
  }
});

async function firstOf(stream: AsyncIterable<WatchMessage>): Promise<WatchMessage | undefined> {
  for await (const message of stream) return message;
  return undefined;
}

test('the session cookie is held to TLS and to this host', async () => {
  expect(session.cookie).toMatch(/^__Host-foreshock_session=/);
  const bare = session.cookie.replace('__Host-', '');
  const answer = await fetch(`${platform.origin}/api/v1/status`, { headers: { cookie: bare } });
  expect(answer.status).toBe(401);
});

test('clear text on the port of the dashboard gets no answer', async () => {
  await expect(fetch(`http://localhost:${new URL(platform.origin).port}/`)).rejects.toThrow();
});

test('a hangup has every port show the new certificate, and a stream of events that is open goes on', async () => {
  const before = await Promise.all(ports().map(serialOf));
  const gone = new AbortController();
  const events = await fetch(`${platform.origin}/api/v1/events`, {
    headers: { cookie: session.cookie },
    signal: gone.signal,
  });
  const reader = events.body!.getReader();
  expect(Buffer.from((await reader.read()).value!).toString()).toMatch(/^retry/);
  const next = reader.read().then(
    () => 'more',
    () => 'broken',
  );

  write(await authority.issue([...NAMES, 'new.example']));
  process.kill(platform.pid, 'SIGHUP');
  await until('every port to show the new certificate', WITHIN_MS, async () => {
    const serials = await Promise.all(ports().map(serialOf));
    return serials.every((serial, index) => serial !== before[index]);
  });
  expect(new Set(await Promise.all(ports().map(serialOf))).size).toBe(1);
  expect(await Promise.race([next, Promise.resolve('silent')])).not.toBe('broken');
  await until('the status to tell of both', WITHIN_MS, async () => {
    const { certificates } = (await session.client('getStatus', {})).transport;
    return certificates.length === 2 && certificates.every(({ names }) => names.includes('new.example'));
  });
  gone.abort();
});

test('a certificate without its key is not taken, and the status says so until it is put right', async () => {
  const before = await Promise.all(ports().map(serialOf));
  const next = await authority.issue(NAMES);
  writeFileSync(join(directory, 'tls.crt'), next.certificate);
  const problems = async (): Promise<(string | null)[]> =>
    (await session.client('getStatus', {})).transport.certificates.map(({ problem }) => problem);
  await until('both processes to notice', WITHIN_MS, async () =>
    (await problems()).every((problem) => problem?.includes('the key does not belong to the certificate')),
  );
  expect(await Promise.all(ports().map(serialOf))).toEqual(before);
  write(next);
  await until('both to take it', WITHIN_MS, async () => (await problems()).every((problem) => problem === null));
});

test(
  'without TLS a port for other machines is refused before anything is made, and --insecure says it aloud',
  async () => {
    const dataDirectory = join(directory, 'data');
    const variables = { FORESHOCK_GATEWAY_HOST: '0.0.0.0' };
    const refused = launch(dataDirectory, { variables });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/FORESHOCK_GATEWAY_HOST: "0\.0\.0\.0" lets other machines in/);
    const open = await startPlatform({ dataDirectory, variables, flags: ['--port', '0', '--insecure'] });
    try {
      expect(open.output()).toMatch(/Warning: gateway\.host let other machines in without TLS/);
      const { transport } = await (await open.signIn()).client('getStatus', {});
      expect(transport).toEqual({ clearText: ['gateway.host'], certificates: [] });
    } finally {
      await open.remove();
    }
  },
  START_WITHIN_MS,
);
