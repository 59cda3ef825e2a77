import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, success } from '@foreshock/model/known-error.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStillClock } from '../../base/clock.ts';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { createLogger } from '../../base/logger.ts';
import { StreamConfig } from '../config.ts';
import { createStreamPublisher } from '../create-stream.ts';
import { expectValue, requestOf } from '../telemetry-stream.contract.ts';
import type { ReceivedRequest, StreamPosition } from '../telemetry-stream.ts';
import { KafkaConfig } from './config.ts';
import { openSpill, type SpillOptions } from './spill.ts';

let options: Omit<SpillOptions, 'append'>;
beforeEach(async () => {
  options = {
    directory: await mkdtemp(join(tmpdir(), 'spill-')),
    keys: createKeyRing(new Uint8Array(32).fill(7)),
    clock: createStillClock(1_750_000_000_000),
    logger: createLogger({ level: 'silent', name: 'test' }),
    config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
  };
});
afterEach(() => rm(options.directory, { recursive: true }));

/** Brokers that take a request only when `isUp`, and what they took. */
function createBrokers() {
  const brokers = {
    isUp: false,
    taken: [] as string[],
    append: async (request: ReceivedRequest) => {
      if (!brokers.isUp) return failure('stream-unavailable', 'away');
      brokers.taken.push(new TextDecoder().decode(request.body));
      return success(`${brokers.taken.length}` as StreamPosition);
    },
  };
  return brokers;
}

test('what was kept while the brokers were away reaches them once', async () => {
  const brokers = createBrokers();
  const spill = expectValue(await openSpill({ ...options, append: brokers.append }));
  const texts = Array.from({ length: 250 }, (_, index) => `request ${index}`);
  for (const text of texts) expectValue(await spill.publish(requestOf(text)));
  expect(spill.isEmpty()).toBe(false);
  brokers.isUp = true;
  await expect.poll(() => spill.isEmpty(), { timeout: 30_000 }).toBe(true);
  expect(new Set(brokers.taken)).toEqual(new Set(texts));
  expect(brokers.taken.length).toBe(texts.length);
  await spill.close();
});

test('what was kept and not written survives a restart of the gateway', async () => {
  const brokers = createBrokers();
  const before = expectValue(await openSpill({ ...options, append: brokers.append }));
  expectValue(await before.publish(requestOf('one')));
  expectValue(await before.publish(requestOf('two')));
  await before.close();
  brokers.isUp = true;
  const after = expectValue(await openSpill({ ...options, append: brokers.append }));
  await expect.poll(() => brokers.taken, { timeout: 30_000 }).toEqual(['one', 'two']);
  await after.close();
});

test('a gateway whose brokers never answered accepts, and refuses when the spill is full', async () => {
  const publisher = expectValue(
    await createStreamPublisher({
      ...options,
      config: { ...options.config, maxBacklogBytes: 1_048_576 },
      // Nobody listens on port 1.
      kafka: KafkaConfig.parse({ brokers: '127.0.0.1:1' }),
    }),
  );
  const big = (seed: number): ReceivedRequest => requestOf('', { body: new Uint8Array(600_000).fill(seed) });
  expect((await publisher.publish(big(1))).ok).toBe(true);
  expect((await publisher.publish(big(2))).ok).toBe(true);
  expect(await publisher.publish(big(3))).toMatchObject({ ok: false, error: { code: 'stream-unavailable' } });
  await publisher.close();
});
