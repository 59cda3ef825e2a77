import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure } from '@foreshock/model/known-error.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { expect, test } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { createLogger } from '../base/logger.ts';
import { createSelfTelemetry } from '../base/self-telemetry.ts';
import { StoreConfig } from '../store/config.ts';
import { openTestMetadata } from '../store/metadata/open-test-metadata.ts';
import { createTelemetryStore } from '../store/telemetry/create-telemetry-store.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import { StreamConfig } from '../stream/config.ts';
import { createStreamConsumer, createStreamPublisher } from '../stream/create-stream.ts';
import { IngestConfig } from './config.ts';
import { startIngest } from './start-ingest.ts';

/** The real store on a disk that refuses the first appends. */
function refusingFirst(store: TelemetryStore, times: number): TelemetryStore {
  let left = times;
  return {
    close: () => store.close(),
    tenant(id) {
      const telemetry = store.tenant(id);
      return {
        ...telemetry,
        appendAll: async (batches, token, missing) => {
          left -= 1;
          return left >= 0
            ? failure('store-unavailable', 'disk busy', 1)
            : telemetry.appendAll(batches, token, missing);
        },
      };
    },
  };
}

test('what the store refused at first is kept whole: records, their entities and their templates', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'foreshock-ingest-'));
  const metadata = await openTestMetadata();
  const tenant = await metadata.newTenant();
  const opened = await createTelemetryStore({
    directory: join(directory, 'store'),
    key: new Uint8Array(32).fill(7),
    config: StoreConfig.parse({}),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = refusingFirst(opened.value, 2);
  const streamOptions = {
    directory: join(directory, 'journal'),
    keys: createKeyRing(new Uint8Array(32).fill(9)),
    clock: systemClock,
    logger: createLogger({ level: 'silent', name: 'test', write: () => {} }),
    config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
  };
  const publisher = await createStreamPublisher(streamOptions);
  const stream = await createStreamConsumer(streamOptions);
  if (!publisher.ok || !stream.ok) throw new Error('the journal does not open');
  const ingest = await startIngest({
    stream: stream.value,
    store,
    db: metadata.db,
    clock: systemClock,
    logger: streamOptions.logger,
    config: IngestConfig.parse({}),
    closeAfterMs: 30_000,
    directory,
    telemetry: createSelfTelemetry(),
    onExpired: async () => {},
    keys: streamOptions.keys,
  });
  const now = systemClock.now();
  const record = { timeUnixNano: BigInt(now) * 1_000_000n, severityNumber: 9, body: 'connection 17 was closed' };
  const published = await publisher.value.publish({
    tenant,
    signal: 'logs',
    format: 'protobuf',
    encoding: 'identity',
    receivedAt: now,
    refused: 0,
    body: encodeLogs([{ resource: { 'service.name': 'cart' }, scopes: [{ records: [record] }] }]),
  });
  expect(published.ok).toBe(true);
  const range = { from: now - 60_000, to: now + 60_000 };
  const telemetry = store.tenant(tenant);
  const found = async () => {
    const page = await telemetry.selectLogs({ range, filters: [], text: '', limit: 10, order: 'newest' });
    const templates = await telemetry.selectTemplates({ range, limit: 10 });
    const topology = await telemetry.selectTopology(range);
    return {
      records: page.ok && page.value.rows.length,
      templates: templates.ok && templates.value.map(({ text }) => text),
      entities: topology.ok && [...topology.value.entities.values()].map(({ name }) => name),
    };
  };
  await expect
    .poll(found, { timeout: 30_000 })
    .toEqual({ records: 1, templates: ['connection <NUM> was closed'], entities: ['cart'] });
  await ingest.stop();
  await publisher.value.close();
  await store.close();
  await metadata.remove();
  await rm(directory, { recursive: true, force: true });
});
