import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StreamPosition } from '../stream/telemetry-stream.ts';
import { readInsertInHand, writeInsertInHand } from './insert-in-hand.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'foreshock-in-hand-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const at = (text: string) => text as StreamPosition;

test('what was written last is read, and nothing before the first', async () => {
  expect(await readInsertInHand(directory)).toBeUndefined();
  await writeInsertInHand(directory, { first: at('1'), last: at('2'), aside: [], pieces: [] });
  const piece = { tenant: 'acme' as TenantId, first: at('3'), last: at('4'), missing: ['logs'] };
  const group = { first: at('3'), last: at('9'), aside: [at('5')], pieces: [piece] };
  await writeInsertInHand(directory, group);
  expect(await readInsertInHand(directory)).toEqual(group);
  await writeInsertInHand(directory, { retry: 'qrt_a' });
  expect(await readInsertInHand(directory)).toEqual({ retry: 'qrt_a' });
});

test('bounds that the version before wrote are a group without decisions', async () => {
  writeFileSync(join(directory, 'insert-in-hand.json'), '{"first":"1","last":"2"}');
  expect(await readInsertInHand(directory)).toEqual({ first: '1', last: '2', aside: [], pieces: [] });
});
