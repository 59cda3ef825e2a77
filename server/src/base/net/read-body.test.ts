import { Readable } from 'node:stream';
import { failure, type KnownError } from '@foreshock/model/known-error.ts';
import { expect, test } from 'vitest';
import { createBodyPool, readBody } from './read-body.ts';

const always = (): undefined => undefined;

function streamOf(chunkBytes: number, count: number): Readable {
  return Readable.from(Array.from({ length: count }, (_, index) => Buffer.alloc(chunkBytes, index + 1)));
}

test('a body is read whole, whether its length is declared or not', async () => {
  const pool = createBodyPool();
  const expected = Buffer.concat(Array.from({ length: 9 }, (_, index) => Buffer.alloc(50_000, index + 1)));
  for (const declaredBytes of [450_000, undefined]) {
    const read = await readBody(streamOf(50_000, 9), { pool, declaredBytes, limitBytes: 450_000, reserve: always });
    expect(read.ok && Buffer.from(read.value).equals(expected), `${declaredBytes}`).toBe(true);
  }
});

test('memory that was given back is taken again', async () => {
  const pool = createBodyPool();
  const first = pool.take(100_000);
  pool.give(first.subarray(10, 20));
  expect(pool.take(70_000).buffer).toBe(first.buffer);
  expect(pool.take(70_000).buffer).not.toBe(first.buffer);
});

test('a declared length over the limit is refused before a byte is read or reserved', async () => {
  const body = streamOf(10, 1);
  let asked = 0;
  const reserve = (): undefined => {
    asked += 1;
  };
  const read = await readBody(body, { pool: createBodyPool(), declaredBytes: 11, limitBytes: 10, reserve });
  expect(read).toMatchObject({ ok: false, error: { code: 'request-too-large' } });
  expect([asked, body.readableDidRead]).toEqual([0, false]);
});

test('a body that turns out larger than the limit is refused, and its stream is left open', async () => {
  const body = streamOf(50_000, 9);
  const read = await readBody(body, { pool: createBodyPool(), limitBytes: 100_000, reserve: always });
  expect(read).toMatchObject({ ok: false, error: { code: 'request-too-large' } });
  expect(body.destroyed).toBe(false);
});

test('a reservation that is refused on the way refuses the request', async () => {
  const steps: number[] = [];
  const full = failure('gateway-overloaded', 'full').error;
  const reserve = (totalBytes: number): KnownError | undefined => {
    steps.push(totalBytes);
    return totalBytes < 200_000 ? undefined : full;
  };
  const read = await readBody(streamOf(50_000, 9), { pool: createBodyPool(), limitBytes: 450_000, reserve });
  expect(read).toMatchObject({ ok: false, error: { code: 'gateway-overloaded' } });
  expect(steps).toEqual([65_536, 131_072, 262_144]);
});

test('a stream that breaks is a request that ended early', async () => {
  const body = new Readable({ read: () => body.destroy(new Error('connection reset')) });
  const read = await readBody(body, { pool: createBodyPool(), limitBytes: 100, reserve: always });
  expect(read).toMatchObject({ ok: false, error: { code: 'request-malformed' } });
});
