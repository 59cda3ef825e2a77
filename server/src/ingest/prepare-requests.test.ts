import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { createLogger } from '../base/logger.ts';
import { StoreConfig } from '../store/config.ts';
import { openTestMetadata } from '../store/metadata/open-test-metadata.ts';
import { createTelemetryStore } from '../store/telemetry/create-telemetry-store.ts';
import type { ReceivedRequest } from '../stream/telemetry-stream.ts';
import { createPreparer } from './prepare-requests.ts';
import { untilDone } from './until-done.ts';

test('a request over which the thread dies each time is told from the others, which are prepared', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-prepare-'));
  const metadata = await openTestMetadata();
  const tenant = await metadata.newTenant();
  const store = await createTelemetryStore({ directory, key: new Uint8Array(32), config: StoreConfig.parse({}) });
  if (!store.ok) throw new Error(store.error.message);
  const logger = createLogger({ level: 'silent', name: 'test', write: () => {} });
  const preparer = createPreparer({
    store: store.value,
    db: metadata.db,
    clock: systemClock,
    logger,
    closeAfterMs: 30_000,
    keys: createKeyRing(new Uint8Array(32)),
    worker: new URL('./dying-worker.test-worker.ts', import.meta.url),
  });
  const request = (body: string): ReceivedRequest => ({
    tenant,
    signal: 'logs',
    format: 'json',
    encoding: 'identity',
    receivedAt: 0,
    refused: 0,
    body: Buffer.from(body),
  });
  const requests = ['one', 'die', 'three'].map(request);
  const signal = new AbortController().signal;
  const prepared = await untilDone(() => preparer.prepare(requests), { logger, signal });
  expect(prepared?.ok && prepared.value.map((one) => ('refused' in one ? one.refused : ''))).toEqual([
    'request-malformed',
    'internal',
    'request-malformed',
  ]);
  await preparer.stop();
  await store.value.close();
  await metadata.remove();
  rmSync(directory, { recursive: true });
});
