import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from './snapshot-bytes.ts';

test('decode after encode is the identity, typed arrays to the bit', () => {
  const block = fc.oneof(
    fc.float64Array({ maxLength: 9 }),
    fc.float32Array({ maxLength: 9 }),
    fc.uint8Array({ maxLength: 9 }),
  );
  const state = fc.record({
    text: fc.string(),
    numbers: fc.array(fc.integer()),
    blocks: fc.array(block),
    nested: fc.record({ one: block }),
  });
  fc.assert(
    fc.property(state, (value) => {
      expect(decodeSnapshot(encodeSnapshot(value))).toEqual(value);
    }),
    { numRuns: 100 },
  );
});
