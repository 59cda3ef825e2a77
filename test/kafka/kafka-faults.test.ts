// What only real brokers can show; named like those of kafka-stream.test.ts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStillClock } from '@foreshock/server/base/clock.ts';
import { createKeyRing } from '@foreshock/server/base/crypto/key-ring.ts';
import { createLogger } from '@foreshock/server/base/logger.ts';
import { StreamConfig } from '@foreshock/server/stream/config.ts';
import {
  createStreamConsumer,
  createStreamPublisher,
  type StreamOptions,
} from '@foreshock/server/stream/create-stream.ts';
import { KafkaConfig } from '@foreshock/server/stream/kafka/config.ts';
import { connectionOptions } from '@foreshock/server/stream/kafka/kafka-clients.ts';
import { expectValue, requestOf, takeDeliveries, textOf } from '@foreshock/server/stream/telemetry-stream.contract.ts';
import type { StreamConsumer, StreamPublisher } from '@foreshock/server/stream/telemetry-stream.ts';
import { Admin, Producer } from '@platformatic/kafka';
import { afterEach, beforeEach, expect, test } from 'vitest';

const settings = JSON.parse(process.env.KAFKA ?? '{}') as Partial<KafkaConfig>;
let topics = 0;
let options: StreamOptions & { readonly kafka: KafkaConfig };
let log = '';
let opened: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  topics += 1;
  log = '';
  const write = (line: string): void => {
    log += line;
  };
  options = {
    directory: await mkdtemp(join(tmpdir(), 'kafka-faults-')),
    keys: createKeyRing(new Uint8Array(32).fill(7)),
    clock: createStillClock(1_750_000_000_000),
    logger: createLogger({ level: 'debug', name: 'kafka-test', write }),
    config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
    kafka: KafkaConfig.parse({ ...settings, topic: `faults-${process.pid}-${topics}` }),
  };
});
afterEach(async () => {
  await Promise.all(opened.map((side) => side.close()));
  opened = [];
  await rm(options.directory, { recursive: true });
});

/** On a machine of its own, so that it shares nothing with the others but the topic. */
async function openPublisher(machine = 'one', change: Partial<StreamOptions> = {}): Promise<StreamPublisher> {
  const directory = join(options.directory, machine);
  const publisher = expectValue(await createStreamPublisher({ ...options, directory, ...change }));
  opened.push(publisher);
  return publisher;
}

async function openConsumer(change: Partial<StreamOptions> = {}): Promise<StreamConsumer> {
  const consumer = expectValue(await createStreamConsumer({ ...options, ...change }));
  opened.push(consumer);
  return consumer;
}

async function withProducer(work: (producer: Producer) => Promise<unknown>): Promise<void> {
  const producer = new Producer(expectValue(await connectionOptions(options.kafka)));
  await work(producer);
  await producer.close();
}

test('a request that two gateways wrote arrives once, also when the engine restarts in between', async () => {
  const [first, second] = [await openPublisher('one'), await openPublisher('two')];
  expectValue(await first.publish(requestOf('same')));
  const before = await openConsumer();
  const [same] = await takeDeliveries(before, 1);
  expectValue(await before.commit(same!.position));
  await before.close();
  expectValue(await second.publish(requestOf('same')));
  expectValue(await second.publish(requestOf('other')));
  expect((await takeDeliveries(await openConsumer(), 1)).map(textOf)).toEqual(['other']);
});

test('a list of keys reaches a gateway on another machine', async () => {
  const seen: number[] = [];
  const publisher = await openPublisher('elsewhere');
  publisher.onAcceptedKeys(({ issuedAt }) => seen.push(issuedAt));
  const consumer = await openConsumer();
  for (const issuedAt of [1, 2]) {
    expectValue(await consumer.publishAcceptedKeys({ issuedAt, keys: [] }));
    await expect.poll(() => seen.at(-1), { timeout: 20_000 }).toBe(issuedAt);
  }
});

test('a message that is not ours is reported with its place and size, and the next one arrives', async () => {
  const publisher = await openPublisher();
  expectValue(await publisher.publish(requestOf('before')));
  const topic = options.kafka.topic;
  await withProducer((producer) =>
    producer.send({ acks: -1, messages: [{ topic, partition: 0, value: Buffer.from('{"not":"ours"}') }] }),
  );
  const after = expectValue(await publisher.publish(requestOf('after')));
  const consumer = await openConsumer();
  expect((await takeDeliveries(consumer, 2)).map(textOf)).toEqual(['before', 'after']);
  expect(consumer.backlog().damaged).toMatchObject([{ bytes: 14, reason: 'message is not as it was written' }]);
  expect(consumer.backlog().damaged[0]!.from < after).toBe(true);
});

test('messages that were deleted before they were stored are reported with their number', async () => {
  const publisher = await openPublisher();
  for (const text of ['one', 'two', 'three']) expectValue(await publisher.publish(requestOf(text)));
  const before = await openConsumer();
  const deliveries = await takeDeliveries(before, 1);
  expectValue(await before.commit(deliveries[0]!.position));
  await before.close();
  const admin = new Admin(expectValue(await connectionOptions(options.kafka)));
  await admin.deleteRecords({ topics: [{ name: options.kafka.topic, partitions: [{ partition: 0, offset: 2n }] }] });
  await admin.close();
  const after = await openConsumer();
  expect((await takeDeliveries(after, 1)).map(textOf)).toEqual(['three']);
  expect(after.backlog().damaged).toMatchObject([
    { reason: '1 messages were deleted from the topic before they were stored' },
  ]);
});

test('a topic that was made again is read from its beginning, and said to be another one', async () => {
  const publisher = await openPublisher();
  expectValue(await publisher.publish(requestOf('of the first')));
  const before = await openConsumer();
  const [first] = await takeDeliveries(before, 1);
  expectValue(await before.commit(first!.position));
  await before.close();
  await publisher.close();
  const admin = new Admin(expectValue(await connectionOptions(options.kafka)));
  await admin.deleteTopics({ topics: [options.kafka.topic] });
  await admin.close();
  const again = await openPublisher('two');
  expectValue(await again.publish(requestOf('of the second')));
  const after = await openConsumer();
  const [second] = await takeDeliveries(after, 1);
  expect(textOf(second!)).toBe('of the second');
  expect(second!.position).not.toBe(first!.position);
  expect(after.backlog().damaged).toMatchObject([
    { reason: 'topic was deleted and made again; what it still held is lost' },
  ]);
});

test('an engine with another master key stores nothing and deletes nothing', async () => {
  const publisher = await openPublisher();
  expectValue(await publisher.publish(requestOf('secret')));
  const stranger = await openConsumer({ keys: createKeyRing(new Uint8Array(32).fill(8)) });
  const seen: string[] = [];
  void stranger.consume(async (delivery) => {
    seen.push(textOf(delivery));
  });
  await expect.poll(() => log, { timeout: 30_000 }).toContain('another master key');
  expect(seen).toEqual([]);
  await stranger.close();
  expect((await takeDeliveries(await openConsumer(), 1)).map(textOf)).toEqual(['secret']);
});

test('a request larger than the topic takes is refused for good, with the setting to change', async () => {
  const admin = new Admin(expectValue(await connectionOptions(options.kafka)));
  const configs = [{ name: 'max.message.bytes', value: '100000' }];
  await admin.createTopics({ topics: [options.kafka.topic], partitions: 1, replicas: 1, configs });
  await admin.close();
  const publisher = await openPublisher();
  const refused = await publisher.publish(requestOf('', { body: new Uint8Array(200_000).fill(1) }));
  expect(refused).toMatchObject({ ok: false, error: { code: 'request-too-large' } });
  expect(!refused.ok && refused.error.message).toContain('max.message.bytes');
  expect((await publisher.publish(requestOf('', { body: new Uint8Array(90_000).fill(1) }))).ok).toBe(true);
});

test.skipIf(settings.password === undefined)('a wrong password is refused at the start, and never logged', async () => {
  const kafka = { ...options.kafka, password: 'a-wrong-password' };
  for (const open of [createStreamPublisher, createStreamConsumer]) {
    expect(await open({ ...options, kafka })).toMatchObject({ ok: false, error: { code: 'configuration-invalid' } });
  }
  expectValue(await (await openPublisher()).publish(requestOf('with the right one')));
  expect(log).not.toContain('a-wrong-password');
  expect(log).not.toContain(settings.password!);
});
