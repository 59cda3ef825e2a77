import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { createStillClock } from '../../base/clock.ts';
import { sha256 } from '../../base/crypto/digest.ts';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { createLogger } from '../../base/logger.ts';
import { StreamConfig } from '../config.ts';
import { createStreamConsumer } from '../create-stream.ts';
import { expectValue, requestOf, takeDeliveries } from '../telemetry-stream.contract.ts';
import { openDurableMark } from './durable-mark.ts';
import { recordBytes, sealRecord } from './record.ts';
import {
  createSegmentKeys,
  encodeSegmentHeader,
  keyCheckOf,
  SEGMENT_HEADER_BYTES,
  segmentName,
} from './segment-header.ts';

const BASE = 1_000_000;
const keys = createKeyRing(new Uint8Array(32).fill(7));
const salt = new Uint8Array(16).fill(3);
const requests = [
  requestOf('first of its version'),
  requestOf('second', { tenant: 'other' as TenantId, signal: 'traces', format: 'json', encoding: 'zstd', refused: 7 }),
];

/** One segment with the two requests, as it is written today. */
function writtenToday(): Buffer {
  const header = {
    base: BASE,
    previousEnd: 0,
    firstSequence: 0,
    createdAt: 1_750_000_000_000,
    salt,
    keyCheck: keyCheckOf(keys, BASE, salt),
  };
  const keyOf = createSegmentKeys(keys, { base: BASE, salt });
  let offset = BASE + SEGMENT_HEADER_BYTES;
  const records = requests.map((request, sequence) => {
    const place = { offset, sequence, key: keyOf(request.tenant) };
    offset += recordBytes(request);
    return Buffer.concat(sealRecord(request, sha256(request.body), place));
  });
  return Buffer.concat([encodeSegmentHeader(header), ...records]);
}

/** Made once when the version was new, and never again: another version gets another file. */
async function kept(version: number): Promise<Buffer> {
  return Buffer.from(await readFile(join(import.meta.dirname, `journal-format.v${version}.hex`), 'utf8'), 'hex');
}

test('what is written today is version 1, byte for byte', async () => {
  expect(writtenToday().toString('hex')).toBe((await kept(1)).toString('hex'));
});

test('a journal of version 1 is read', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'journal-format-'));
  const bytes = await kept(1);
  await writeFile(join(directory, segmentName(BASE)), bytes);
  const mark = await openDurableMark(directory);
  await mark.set({ end: BASE + bytes.length, sequence: requests.length });
  await mark.close();
  const consumer = expectValue(
    await createStreamConsumer({
      directory,
      keys,
      clock: createStillClock(1_750_000_000_000),
      logger: createLogger({ level: 'silent', name: 'test' }),
      config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
    }),
  );
  const deliveries = await takeDeliveries(consumer, requests.length);
  const plain = (request: (typeof requests)[number]) => ({ ...request, body: Buffer.from(request.body).toString() });
  expect(deliveries.map(({ request }) => plain(request))).toEqual(requests.map(plain));
  expect(consumer.backlog().damaged).toEqual([]);
  await consumer.close();
  await rm(directory, { recursive: true });
});
