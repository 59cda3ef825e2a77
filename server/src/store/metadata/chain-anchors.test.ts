import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ChainAnchors, createChainAnchors } from './chain-anchors.ts';

const acme = 'acme' as TenantId;
const START = 20_000 * DAY;

let directory: string;
let anchors: ChainAnchors;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'foreshock-anchors-'));
  anchors = createChainAnchors(join(directory, 'anchors'), () => new Uint8Array(32).fill(7));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = () => join(directory, 'anchors', 'acme.ledger.json');

test('what was noted is read again, also by another process with the same key', async () => {
  expect(await anchors.read(acme, 'ledger')).toEqual({ anchors: [], broken: false });
  await anchors.note(acme, 'ledger', { sequence: 3, hash: 'abc' }, START);
  const kept = { anchors: [{ sequence: 3, hash: 'abc', notedAt: START }], broken: false };
  expect(await anchors.read(acme, 'ledger')).toEqual(kept);
  const other = createChainAnchors(join(directory, 'anchors'), () => new Uint8Array(32).fill(7));
  expect(await other.read(acme, 'ledger')).toEqual(kept);
  expect(await anchors.read(acme, 'audit')).toEqual({ anchors: [], broken: false });
});

test('a head that went back is not noted: it would hide what was cut', async () => {
  await anchors.note(acme, 'ledger', { sequence: 9, hash: 'nine' }, START);
  await anchors.note(acme, 'ledger', { sequence: 4, hash: 'four' }, START + MINUTE);
  expect((await anchors.read(acme, 'ledger')).anchors).toMatchObject([{ sequence: 9 }]);
});

test('a file that somebody changed, or sealed with another key, is not believed and stays as it is', async () => {
  await anchors.note(acme, 'ledger', { sequence: 3, hash: 'abc' }, START);
  const honest = readFileSync(file(), 'utf8');
  for (const text of [honest.replace('abc', 'abd'), honest.replace(':3', ':2'), '{}', 'torn', '']) {
    writeFileSync(file(), text);
    expect(await anchors.read(acme, 'ledger'), text).toEqual({ anchors: [], broken: true });
    await anchors.note(acme, 'ledger', { sequence: 5, hash: 'five' }, START + MINUTE);
    expect(readFileSync(file(), 'utf8')).toBe(text);
  }
  writeFileSync(file(), honest);
  const other = createChainAnchors(join(directory, 'anchors'), () => new Uint8Array(32).fill(8));
  expect((await other.read(acme, 'ledger')).broken).toBe(true);
});

test('an anchor of each hour of the last day and of each day before stays, and the newest', async () => {
  for (let minute = 0; minute <= 3 * 24 * 60; minute += 30) {
    await anchors.note(acme, 'ledger', { sequence: minute + 1, hash: `${minute}` }, START + minute * MINUTE);
  }
  const { anchors: kept } = await anchors.read(acme, 'ledger');
  const ages = kept.map(({ notedAt }) => START + 3 * DAY - notedAt);
  expect(ages.at(-1)).toBe(0);
  expect(ages.filter((age) => age >= DAY).length).toBeLessThanOrEqual(3);
  expect(ages.filter((age) => age < DAY && age > HOUR).length).toBeGreaterThanOrEqual(22);
  expect(kept.length).toBeLessThan(30);
});
