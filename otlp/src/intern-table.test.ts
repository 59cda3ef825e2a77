import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InternTable } from './intern-table.ts';

/** All texts in one buffer, and where each lies. */
function layOut(texts: readonly string[]) {
  const parts = texts.map((text) => Buffer.from(text));
  const slices: [start: number, end: number][] = [];
  let at = 0;
  for (const part of parts) {
    slices.push([at, at + part.length]);
    at += part.length;
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), slices };
}

test('equal slices have one number, others another, as a map would give them', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 9 }), { maxLength: 200 }), (texts) => {
      const { bytes, slices } = layOut(texts);
      const table = new InternTable(bytes);
      const numbers = new Map<string, number>();
      for (const [i, text] of texts.entries()) {
        if (!numbers.has(text)) numbers.set(text, numbers.size);
        expect(table.idOf(...slices[i]!)).toBe(numbers.get(text));
      }
      expect(table.count).toBe(numbers.size);
    }),
  );
});

test('what was interned is found again after growing', () => {
  const { bytes, slices } = layOut(Array.from({ length: 5_000 }, (_, i) => `key-${i}`));
  const table = new InternTable(bytes);
  const first = slices.map(([start, end]) => table.idOf(start, end));
  const again = slices.map(([start, end]) => table.idOf(start, end));
  // Probing is bounded, so a few may be given a second number; none may share one.
  expect(new Set(first).size).toBe(5_000);
  expect(again.filter((id, i) => id !== first[i]).length).toBeLessThan(50);
});

test('a number stands for the slice that got it', () => {
  const { bytes, slices } = layOut(['service.name', 'service.name', 'service.nama', 'abc', 'abd', '']);
  const table = new InternTable(bytes);
  const id = table.idOf(...slices[0]!);
  expect(slices.map(([start, end]) => table.equals(id, start, end))).toEqual([true, true, false, false, false, false]);
});
