import { copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStillClock } from '../../base/clock.ts';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { createLogger } from '../../base/logger.ts';
import { StreamConfig } from '../config.ts';
import { createStreamConsumer, createStreamPublisher } from '../create-stream.ts';
import { expectValue, requestOf, takeDeliveries, textOf } from '../telemetry-stream.contract.ts';
import type { StreamConsumer, StreamPublisher } from '../telemetry-stream.ts';
import type { JournalOptions } from './journal-options.ts';
import { parsePosition } from './journal-position.ts';

let options: JournalOptions;
let opened: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  options = {
    directory: await mkdtemp(join(tmpdir(), 'journal-damage-')),
    keys: createKeyRing(new Uint8Array(32).fill(7)),
    clock: createStillClock(1_750_000_000_000),
    logger: createLogger({ level: 'silent', name: 'test' }),
    config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
  };
});
afterEach(async () => {
  await Promise.all(opened.map((side) => side.close()));
  opened = [];
  await rm(options.directory, { recursive: true });
});

async function openPublisher(): Promise<StreamPublisher> {
  const publisher = expectValue(await createStreamPublisher(options));
  opened.push(publisher);
  return publisher;
}

async function openConsumer(): Promise<StreamConsumer> {
  const consumer = expectValue(await createStreamConsumer(options));
  opened.push(consumer);
  return consumer;
}

/** Publishes each text in a segment of its own, and returns the paths of the segments and the positions. */
async function publishSegments(texts: readonly string[]): Promise<{ paths: string[]; positions: string[] }> {
  const positions: string[] = [];
  for (const text of texts) {
    const publisher = await openPublisher();
    positions.push(expectValue(await publisher.publish(requestOf(text))));
    await publisher.close();
  }
  return { paths: await segmentPaths(), positions };
}

async function publishInOneSegment(texts: readonly string[]): Promise<{ path: string; offsets: number[] }> {
  const publisher = await openPublisher();
  const positions: number[] = [];
  for (const text of texts) positions.push(parsePosition(expectValue(await publisher.publish(requestOf(text))))!);
  await publisher.close();
  const path = (await segmentPaths()).at(-1)!;
  const base = Number.parseInt(path.slice(-22, -8), 16);
  return { path, offsets: positions.map((position) => position - base) };
}

async function segmentPaths(): Promise<string[]> {
  const names = (await readdir(options.directory)).filter((name) => name.endsWith('.journal'));
  return names.sort().map((name) => join(options.directory, name));
}

async function change(path: string, edit: (bytes: Buffer) => void): Promise<void> {
  const bytes = await readFile(path);
  edit(bytes);
  await writeFile(path, bytes);
}

/** Reads until `count` requests have come and `damagedRanges` were reported. */
async function readAll(
  count: number,
  damagedRanges: number,
): Promise<{ texts: string[]; reasons: string[]; bytes: number }> {
  const consumer = await openConsumer();
  const deliveries = await takeDeliveries(consumer, count);
  await expect.poll(() => consumer.backlog().damaged.length, { timeout: 30_000 }).toBe(damagedRanges);
  const { damaged } = consumer.backlog();
  return {
    texts: deliveries.map(textOf),
    reasons: damaged.map(({ reason }) => reason),
    bytes: damaged.reduce((sum, range) => sum + range.bytes, 0),
  };
}

const TEXTS = ['zero', 'one', 'two', 'three', 'four'];

test('one flipped bit anywhere in a record loses that record alone, and it is reported', async () => {
  const { path, offsets } = await publishInOneSegment(TEXTS);
  const whole = await readFile(path);
  const recordBytes = offsets[3]! - offsets[2]!;
  // Magic, version, length, checksum, place, sequence, time, tenant, sealed part, tag.
  for (const at of [0, 4, 5, 8, 10, 12, 16, 24, 32, 41, 60, 100, recordBytes - 1]) {
    await writeFile(path, whole);
    await change(path, (bytes) => {
      bytes[offsets[2]! + at]! ^= 4;
    });
    const consumer = await openConsumer();
    expect((await takeDeliveries(consumer, 4)).map(textOf), `byte ${at}`).toEqual(['zero', 'one', 'three', 'four']);
    expect(consumer.backlog().damaged, `byte ${at}`).toMatchObject([{ bytes: recordBytes }]);
    await consumer.close();
  }
});

test('zeroed bytes over two records lose those two', async () => {
  const { path, offsets } = await publishInOneSegment(TEXTS);
  await change(path, (bytes) => bytes.fill(0, offsets[1]! + 20, offsets[2]! + 20));
  expect(await readAll(3, 1)).toMatchObject({ texts: ['zero', 'three', 'four'], bytes: offsets[3]! - offsets[1]! });
});

test('a body that holds the bytes of a record is no record', async () => {
  const { path, offsets } = await publishInOneSegment(['inner', 'next']);
  const inner = (await readFile(path)).subarray(offsets[0]!, offsets[1]!);
  const publisher = await openPublisher();
  expectValue(await publisher.publish(requestOf('', { body: Buffer.concat([inner, inner]) })));
  expectValue(await publisher.publish(requestOf('last')));
  const consumer = await openConsumer();
  const texts = (await takeDeliveries(consumer, 4)).map(textOf);
  expect([texts[0], texts[1], texts[3]]).toEqual(['inner', 'next', 'last']);
  expect(consumer.backlog().damaged).toEqual([]);
});

test('a torn record that was never acknowledged is left out silently', async () => {
  const { path, offsets } = await publishInOneSegment(TEXTS);
  // What a crash leaves of a write on its way: the beginning of a record, beyond what was acknowledged.
  const bytes = await readFile(path);
  await writeFile(path, Buffer.concat([bytes, bytes.subarray(offsets[0]!, offsets[0]! + 30)]));
  const publisher = await openPublisher();
  expectValue(await publisher.publish(requestOf('after')));
  expect(await readAll(6, 0)).toMatchObject({ texts: [...TEXTS, 'after'], bytes: 0 });
});

test('an acknowledged record that was cut off is reported', async () => {
  const { path, offsets } = await publishInOneSegment(TEXTS);
  const size = (await stat(path)).size;
  await truncate(path, offsets[4]! + 10);
  const publisher = await openPublisher();
  expectValue(await publisher.publish(requestOf('after')));
  const read = await readAll(5, 2);
  expect(read).toMatchObject({ texts: ['zero', 'one', 'two', 'three', 'after'], bytes: size - offsets[4]! });
});

test('a deleted segment loses its own requests, and is reported', async () => {
  const { paths } = await publishSegments(['zero', 'one', 'two']);
  await unlink(paths[1]!);
  expect(await readAll(2, 1)).toMatchObject({ texts: ['zero', 'two'], reasons: ['bytes are missing'] });
});

test('the first segment deleted is reported too', async () => {
  const { paths } = await publishSegments(['zero', 'one']);
  await unlink(paths[0]!);
  expect(await readAll(1, 1)).toMatchObject({ texts: ['one'], reasons: ['segment is missing'] });
});

test('segments that changed places give no wrong request', async () => {
  const { paths } = await publishSegments(['zero', 'one', 'two']);
  await copyFile(paths[0]!, `${paths[0]}.kept`);
  await copyFile(paths[1]!, paths[0]!);
  await copyFile(`${paths[0]}.kept`, paths[1]!);
  expect((await readAll(1, 2)).texts).toEqual(['two']);
});

test('a damaged segment header loses that segment, and is reported', async () => {
  const { paths } = await publishSegments(['zero', 'one', 'two']);
  await change(paths[1]!, (bytes) => {
    bytes[50]! ^= 1;
  });
  expect(await readAll(2, 1)).toMatchObject({
    texts: ['zero', 'two'],
    reasons: ['segment header is not as it was written'],
  });
});

test('a lost watermark repeats what the journal holds, and a lost durable mark costs nothing', async () => {
  await publishSegments(['zero', 'one']);
  const before = await openConsumer();
  const [zero] = await takeDeliveries(before, 2);
  expectValue(await before.commit(zero!.position));
  await before.close();
  await unlink(join(options.directory, 'watermark.json'));
  await unlink(join(options.directory, 'durable-mark'));
  await openPublisher();
  expect(await readAll(2, 0)).toMatchObject({ texts: ['zero', 'one'] });
});

test('another master key opens nothing and destroys nothing', async () => {
  await publishSegments(['zero']);
  const other = { ...options, keys: createKeyRing(new Uint8Array(32).fill(8)) };
  expect(await createStreamPublisher(other)).toMatchObject({ ok: false, error: { code: 'configuration-invalid' } });
  expect(await createStreamConsumer(other)).toMatchObject({ ok: false, error: { code: 'configuration-invalid' } });
  expect((await readAll(1, 0)).texts).toEqual(['zero']);
});

test('no file of the journal holds the text of a request', async () => {
  await publishSegments(['a secret that stands nowhere']);
  for (const name of await readdir(options.directory)) {
    expect((await readFile(join(options.directory, name))).includes('secret'), name).toBe(false);
  }
});
