import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growTree, type TreeOptions, treeValue } from './grow-tree.ts';

const options: TreeOptions = { depth: 3, l2: 1, leastSecond: 1, rate: 1 };
const FEATURES = 3;
const row = fc.record({
  codes: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: FEATURES, maxLength: FEATURES }),
  // Quarters add up without rounding, so that both implementations agree to the bit.
  first: fc.integer({ min: -4, max: 4 }).map((quarters) => quarters / 4),
  second: fc.integer({ min: 1, max: 4 }).map((quarters) => quarters / 4),
});
type Row = { readonly codes: readonly number[]; readonly first: number; readonly second: number };

function grown(rows: readonly Row[]) {
  const codes = Uint8Array.from(rows.flatMap((one) => one.codes));
  const derivatives = {
    first: Float64Array.from(rows, ({ first }) => first),
    second: Float64Array.from(rows, ({ second }) => second),
  };
  return { codes, tree: growTree({ codes, features: FEATURES, asked: Uint16Array.of(0, 1, 2) }, derivatives, options) };
}

const sumOf = (rows: readonly Row[], key: 'first' | 'second') => rows.reduce((sum, each) => sum + each[key], 0);
const worth = (rows: readonly Row[]) => sumOf(rows, 'first') ** 2 / (sumOf(rows, 'second') + options.l2);

/** The same tree by asking every split of every node again, without sums that are kept. */
function plainValues(rows: readonly Row[], depth: number): Map<Row, number> {
  const value = -sumOf(rows, 'first') / (sumOf(rows, 'second') + options.l2);
  const leaf = new Map(rows.map((each) => [each, value]));
  if (depth === 0) return leaf;
  let best: { readonly left: readonly Row[]; readonly right: readonly Row[] } | undefined;
  let most = 1e-9;
  for (let feature = 0; feature < FEATURES; feature += 1) {
    for (let code = 1; code < 64; code += 1) {
      for (const missingLeft of [true, false]) {
        const isLeft = ({ codes }: Row) => (codes[feature] === 0 ? missingLeft : codes[feature]! <= code);
        const left = rows.filter(isLeft);
        const right = rows.filter((each) => !isLeft(each));
        if (Math.min(sumOf(left, 'second'), sumOf(right, 'second')) < options.leastSecond) continue;
        const gain = worth(left) + worth(right) - worth(rows);
        if (gain <= most) continue;
        most = gain;
        best = { left, right };
      }
    }
  }
  if (!best) return leaf;
  return new Map([...plainValues(best.left, depth - 1), ...plainValues(best.right, depth - 1)]);
}

test('the tree of kept sums is the tree of asking every split', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const { codes, tree } = grown(rows);
      const plain = plainValues(rows, options.depth);
      for (const [i, one] of rows.entries()) {
        expect(treeValue(tree, codes, i * FEATURES)).toBeCloseTo(plain.get(one)!, 5);
      }
    }),
  );
});

test('no leaf holds less than is asked', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const { codes, tree } = grown(rows);
      if (tree.feature[0]! < 0) return;
      const leaves = Map.groupBy(rows.keys(), (i) => leafOf(tree, codes, i * FEATURES));
      for (const members of leaves.values()) {
        expect(members.reduce((sum, i) => sum + rows[i]!.second, 0)).toBeGreaterThanOrEqual(options.leastSecond);
      }
    }),
  );
});

function leafOf(tree: ReturnType<typeof growTree>, codes: Uint8Array, at: number): number {
  let node = 0;
  while (tree.feature[node]! >= 0) {
    const code = codes[at + tree.feature[node]!]!;
    const isLeft = code === 0 ? tree.missingLeft[node] === 1 : code <= tree.most[node]!;
    node = 2 * node + (isLeft ? 1 : 2);
  }
  return node;
}
