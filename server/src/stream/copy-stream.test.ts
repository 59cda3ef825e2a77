import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStillClock } from '../base/clock.ts';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { createLogger } from '../base/logger.ts';
import { StreamConfig } from './config.ts';
import { copyStream } from './copy-stream.ts';
import { createStreamConsumer, createStreamPublisher } from './create-stream.ts';
import { expectValue, requestOf, takeDeliveries, textOf } from './telemetry-stream.contract.ts';
import type { Delivery, StreamConsumer, StreamPublisher } from './telemetry-stream.ts';

let scratch: string;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'copy-stream-'));
});
afterEach(async () => {
  for (const side of opened.splice(0)) await side.close();
  await rm(scratch, { recursive: true });
});

function optionsOf(name: string) {
  return {
    directory: join(scratch, name),
    keys: createKeyRing(new Uint8Array(32).fill(7)),
    clock: createStillClock(1_750_000_000_000),
    logger: createLogger({ level: 'silent', name: 'test' }),
    config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
  };
}

async function openPublisher(name: string): Promise<StreamPublisher> {
  const publisher = expectValue(await createStreamPublisher(optionsOf(name)));
  opened.unshift(publisher);
  return publisher;
}

async function openConsumer(name: string): Promise<StreamConsumer> {
  const consumer = expectValue(await createStreamConsumer(optionsOf(name)));
  opened.unshift(consumer);
  return consumer;
}

test('a copy beside an open writer has what was not stored yet, once, and nothing of later', async () => {
  const publisher = await openPublisher('live');
  for (const text of ['one', 'two', 'three']) expectValue(await publisher.publish(requestOf(text)));
  const consumer = await openConsumer('live');
  const [one] = await takeDeliveries(consumer, 1);
  expectValue(await consumer.commit(one!.position));
  const copied = await copyStream(join(scratch, 'live'), join(scratch, 'copy'));
  expectValue(await publisher.publish(requestOf('four')));
  expect([copied.stored > one!.position, copied.mark > copied.stored]).toEqual([true, true]);

  const next = await openPublisher('copy');
  expectValue(await next.publish(requestOf('after the restore')));
  const restored = await openConsumer('copy');
  const deliveries: Delivery[] = await takeDeliveries(restored, 3);
  expect(deliveries.map(textOf)).toEqual(['two', 'three', 'after the restore']);
  expect(restored.backlog().damaged).toEqual([]);
  // No place of the first life is used for something else: the store tells rows apart by it.
  expect(deliveries[2]!.position >= copied.mark).toBe(true);
});

test('a journal of which all is stored keeps its place', async () => {
  const publisher = await openPublisher('live');
  expectValue(await publisher.publish(requestOf('one')));
  const consumer = await openConsumer('live');
  const [one] = await takeDeliveries(consumer, 1);
  expectValue(await consumer.commit(one!.position));
  const copied = await copyStream(join(scratch, 'live'), join(scratch, 'copy'));
  expect(copied.stored).toBe(copied.mark);
  const next = await openPublisher('copy');
  const position = expectValue(await next.publish(requestOf('two')));
  expect(position > one!.position).toBe(true);
  expect((await takeDeliveries(await openConsumer('copy'), 1)).map(textOf)).toEqual(['two']);
});

test('nothing is copied of a stream that never was', async () => {
  await openConsumer('empty');
  await copyStream(join(scratch, 'empty'), join(scratch, 'copy'));
  expect(await readdir(join(scratch, 'copy'))).toEqual(['durable-mark']);
});
