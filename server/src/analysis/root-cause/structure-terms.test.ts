import { expect, test } from 'vitest';
import { findContrasts } from './contrast.ts';
import { weighContrasts } from './structure-terms.ts';
import { tallyOf } from './trace-tally.ts';
import { type Call, entity, traces } from './traces.test-support.ts';

function termsOf(before: (trace: number) => Call, after: (trace: number) => Call) {
  const nodes = traces(30, after);
  const contrasts = findContrasts(tallyOf(traces(90, before)), tallyOf(nodes));
  return weighContrasts(
    contrasts,
    nodes,
    () => Number.POSITIVE_INFINITY,
    () => false,
  );
}

test('an error that rises from a callee accuses the callee and not the caller above it', () => {
  const shop = (logs: readonly string[], above: readonly string[]): Call => ({
    of: 'web',
    to: 30,
    logs: above,
    calls: [{ of: 'pay', to: 20, logs }],
  });
  const { structure } = termsOf(
    () => shop([], []),
    () => shop(['ERROR no card'], ['ERROR pay failed']),
  );
  expect(structure.get(entity('pay'))!.weight).toBeGreaterThan(1);
  expect(structure.get(entity('web'))?.weight ?? 0).toBeLessThan(0.2 * structure.get(entity('pay'))!.weight);
});

test('callers that end with a callee and miss what came next accuse the callee', () => {
  const order = (calls: readonly Call[]): Call => ({ of: 'checkout', to: 40, calls });
  const stock: Call = { of: 'stock', from: 2, to: 10 };
  const pay: Call = { of: 'pay', from: 12, to: 20 };
  const { abort, structure } = termsOf(
    () => order([stock, pay]),
    () => order([stock]),
  );
  expect(abort.get(entity('stock'))!.weight).toBeGreaterThan(structure.get(entity('checkout'))?.weight ?? 0);
});
