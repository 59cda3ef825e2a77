import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { createLogger } from '../../base/logger.ts';
import type { Delivery, StreamPosition } from '../../stream/telemetry-stream.ts';
import { type NewEntry, openQuarantine } from './open-quarantine.ts';

const keys = createKeyRing(new Uint8Array(32).fill(5));
const logger = createLogger({ level: 'silent', name: 'test', write: () => {} });
const SECRET = 'card 4111 1111 1111 1111';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'foreshock-quarantine-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const open = (maxBytes = 10_000, with_ = keys) => openQuarantine({ directory, keys: with_, logger, maxBytes });

const delivery = (position: string, body = SECRET, tenant = 'acme'): Delivery => ({
  position: position as StreamPosition,
  request: {
    tenant: tenant as TenantId,
    signal: 'logs',
    format: 'json',
    encoding: 'identity',
    receivedAt: 1_000,
    refused: 2,
    body: Buffer.from(body),
  },
});

const entry: NewEntry = {
  setAsideAt: 2_000,
  reason: { code: 'telemetry-refused', message: 'too large' },
  records: 3,
  missing: ['spans'],
};

test('what was set aside is there after a restart, as it was received', async () => {
  const first = await open();
  expect(await first.add(delivery('1'), entry)).toBe(true);
  const again = await open();
  const [kept] = again.list();
  expect(kept).toMatchObject({
    ...entry,
    tenant: 'acme',
    signal: 'logs',
    receivedAt: 1_000,
    sizeBytes: SECRET.length,
    retries: 0,
  });
  const request = await again.read(kept!.id);
  expect({ ...request, body: Buffer.from(request!.body).toString() }).toEqual({
    ...delivery('1').request,
    body: SECRET,
  });
  await again.remove(kept!.id);
  expect((await open()).list()).toEqual([]);
});

test('no file holds what was sent in clear, and none opens after a bit was changed or with another key', async () => {
  const quarantine = await open();
  await quarantine.add(delivery('1'), entry);
  const [name] = readdirSync(directory);
  const path = join(directory, name!);
  const bytes = readFileSync(path);
  expect(bytes.includes('4111')).toBe(false);
  const { id } = quarantine.list()[0]!;
  const stranger = await open(10_000, createKeyRing(new Uint8Array(32).fill(6)));
  expect(await stranger.read(id)).toBeUndefined();
  // Of the entry as well: its text is under the seal.
  for (const at of [bytes.length - 1, bytes.indexOf('too large')]) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 1;
    writeFileSync(path, damaged);
    expect(await quarantine.read(id), String(at)).toBeUndefined();
  }
});

test('a project may hold half of the room, and what does not fit is not kept', async () => {
  const quarantine = await open(100);
  const of40 = (position: string, tenant: string) => quarantine.add(delivery(position, 'x'.repeat(40), tenant), entry);
  expect(await of40('1', 'acme')).toBe(true);
  expect(await of40('2', 'acme')).toBe(false);
  expect(await of40('3', 'other')).toBe(true);
  expect(await of40('4', 'third')).toBe(false);
  expect(quarantine.list().map(({ position }) => position)).toEqual(['1', '3']);
});

test('the same delivery set aside again is one entry, and another body at its position is another', async () => {
  const quarantine = await open();
  await quarantine.add(delivery('1'), entry);
  await quarantine.add(delivery('1'), { ...entry, records: 4 });
  expect(quarantine.list().map(({ records }) => records)).toEqual([4]);
  expect(quarantine.findDelivery(delivery('1', 'of another journal'))).toBeUndefined();
  await quarantine.add(delivery('1', 'of another journal'), entry);
  expect(quarantine.list()).toHaveLength(2);
});

test('a retry in vain is kept with its reason and with what is missing now', async () => {
  const quarantine = await open();
  await quarantine.add(delivery('1'), entry);
  const { id } = quarantine.list()[0]!;
  await quarantine.update(id, { reason: { code: 'internal', message: 'other' }, retries: 1, missing: ['points'] });
  const again = await open();
  expect(again.find(id)).toMatchObject({ reason: { message: 'other' }, retries: 1, missing: ['points'], records: 3 });
  expect(Buffer.from((await again.read(id))!.body).toString()).toBe(SECRET);
});

test('a file that is none of ours is left alone, and a write that was cut off is cleared away', async () => {
  writeFileSync(join(directory, 'qrt_x.sealed'), 'what is this');
  writeFileSync(join(directory, 'qrt_y.sealed.new'), 'FSKQ');
  expect((await open()).list()).toEqual([]);
  expect(readdirSync(directory)).toEqual(['qrt_x.sealed']);
});
