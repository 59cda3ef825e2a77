import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority, type Issued } from '../../test/support/certificates.ts';
import { postPinned } from './post-pinned.ts';

let directory: string;
let url: string;
let own: Issued;
let server: ReturnType<typeof createServer>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'post-pinned-'));
  own = await (await createAuthority('an authority')).issue(['foreshock.example']);
  server = createServer({ cert: own.certificate, key: own.key }, (incoming, answer) => {
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    incoming.on('end', () => answer.writeHead(429, { 'retry-after': '3' }).end(`${bytes} bytes`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1/logs`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(directory, { recursive: true });
});

function post(certificate: string) {
  const file = join(directory, 'ca.pem');
  writeFileSync(file, certificate);
  return postPinned(file, url, { 'content-type': 'text/plain' }, Buffer.from('hello'), AbortSignal.timeout(10_000));
}

test('the server with the pinned certificate gets the request, under another name too', async () => {
  expect(await post(own.certificate)).toEqual({ status: 429, retryAfter: '3', text: '5 bytes' });
});

test('a server with any other certificate gets nothing, the same name or not', async () => {
  const other = await (await createAuthority('another authority')).issue(['foreshock.example', '127.0.0.1']);
  await expect(post(other.certificate)).rejects.toThrow(/unable to verify|self-signed|issuer/);
});
