import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHarmlessValues } from './harmless-values.ts';

test('a value is known exactly when an equal one was added, wherever it stands', () => {
  const slice = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 12 }));
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(97, 98), { minLength: 60, maxLength: 60 }),
      fc.array(slice, { maxLength: 12 }),
      slice,
      (codes, added, [start, length]) => {
        const bytes = Uint8Array.from(codes);
        const values = createHarmlessValues(bytes);
        for (const [from, size] of added) values.add(from, from + size);
        const textOf = (from: number, size: number): string =>
          Buffer.from(bytes.subarray(from, from + size)).toString();
        // A slot holds one value: one that was added may be forgotten, one that was not is never known.
        if (values.has(start, start + length)) {
          expect(added.map(([from, size]) => textOf(from, size))).toContain(textOf(start, length));
        }
        values.add(start, start + length);
        expect(values.has(start, start + length)).toBe(true);
      },
    ),
  );
});
