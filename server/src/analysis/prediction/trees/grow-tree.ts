import { CODES, MISSING } from './value-codes.ts';

// Hot path: typed arrays and no allocation inside the loops over rows. A plain second implementation stands in the test.

export interface CodedRows {
  /** Row by row, one code for each feature. */
  readonly codes: Uint8Array;
  readonly features: number;
  /** The features that may be asked, rising. */
  readonly asked: Uint16Array;
}

/** First and second derivative of the loss by the score of each row, times its weight; 0 leaves a row out. */
export interface Derivatives {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

export interface TreeOptions {
  /** Splits from the root to a leaf. */
  readonly depth: number;
  /** Weight of the squared leaf values. */
  readonly l2: number;
  /** Least sum of second derivatives in a leaf. */
  readonly leastSecond: number;
  /** Share of the best step that a leaf takes. */
  readonly rate: number;
}

/** A complete binary tree: node i has its children at 2 i + 1 and 2 i + 2. Plain data. */
export interface Tree {
  /** The feature that is asked, -1 for a leaf. */
  readonly feature: Int16Array;
  /** The largest code that goes left. */
  readonly most: Uint8Array;
  /** 1: a missing value goes left. */
  readonly missingLeft: Uint8Array;
  /** In log odds; of leaves. */
  readonly value: Float32Array;
}

export function nodesOf(depth: number): number {
  return 2 ** (depth + 1) - 1;
}

/**
 * The tree that lowers the loss most at each split, level by level (Chen and Guestrin, KDD 2016: second order, histograms,
 * a learnt side for what is missing). Of equal splits the one of the first feature and the smallest code.
 *
 * returns   the root alone where no split lowers the loss
 */
export function growTree(
  coded: CodedRows,
  { first, second }: Derivatives,
  { depth, l2, leastSecond, rate }: TreeOptions,
): Tree {
  const { codes, features, asked } = coded;
  const rows = first.length;
  const nodes = nodesOf(depth);
  const tree: Tree = {
    feature: new Int16Array(nodes).fill(-1),
    most: new Uint8Array(nodes),
    missingLeft: new Uint8Array(nodes),
    value: new Float32Array(nodes),
  };
  const nodeOf = new Int16Array(rows);
  const firstOf = new Float64Array(nodes);
  const secondOf = new Float64Array(nodes);
  for (let row = 0; row < rows; row += 1) {
    if (second[row] === 0) nodeOf[row] = -1;
    firstOf[0] = firstOf[0]! + first[row]!;
    secondOf[0] = secondOf[0]! + second[row]!;
  }
  const isOpen = new Uint8Array(nodes);
  isOpen[0] = 1;
  for (let level = 0; level < depth; level += 1) {
    const from = 2 ** level - 1;
    const width = 2 ** level;
    const sums = histograms(coded, { first, second }, nodeOf, from, width);
    let hasSplit = false;
    for (let node = from; node < from + width; node += 1) {
      if (isOpen[node] === 0) continue;
      const split = bestSplit(sums, (node - from) * asked.length * CODES, asked, {
        first: firstOf[node]!,
        second: secondOf[node]!,
        l2,
        leastSecond,
      });
      if (!split) continue;
      hasSplit = true;
      tree.feature[node] = split.feature;
      tree.most[node] = split.most;
      tree.missingLeft[node] = split.missingLeft ? 1 : 0;
      const left = 2 * node + 1;
      firstOf[left] = split.first;
      secondOf[left] = split.second;
      firstOf[left + 1] = firstOf[node]! - split.first;
      secondOf[left + 1] = secondOf[node]! - split.second;
      isOpen[left] = 1;
      isOpen[left + 1] = 1;
    }
    if (!hasSplit) break;
    for (let row = 0; row < rows; row += 1) {
      const node = nodeOf[row]!;
      if (node < from || tree.feature[node]! < 0) continue;
      nodeOf[row] = childOf(tree, node, codes[row * features + tree.feature[node]!]!);
    }
  }
  for (let node = 0; node < nodes; node += 1) {
    if (isOpen[node] === 1 && tree.feature[node]! < 0) {
      tree.value[node] = (-rate * firstOf[node]!) / (secondOf[node]! + l2);
    }
  }
  return tree;
}

/** What the tree adds to the log odds of the row that begins at `at`. */
export function treeValue(tree: Tree, codes: Uint8Array, at: number): number {
  let node = 0;
  while (tree.feature[node]! >= 0) node = childOf(tree, node, codes[at + tree.feature[node]!]!);
  return tree.value[node]!;
}

function childOf({ most, missingLeft }: Tree, node: number, code: number): number {
  const isLeft = code === MISSING ? missingLeft[node] === 1 : code <= most[node]!;
  return 2 * node + (isLeft ? 1 : 2);
}

/** Sums of both derivatives by node of a level, feature in the order asked, and code. */
function histograms(
  { codes, features, asked }: CodedRows,
  { first, second }: Derivatives,
  nodeOf: Int16Array,
  from: number,
  width: number,
): Derivatives {
  const askedCount = asked.length;
  const firstSums = new Float64Array(width * askedCount * CODES);
  const secondSums = new Float64Array(width * askedCount * CODES);
  for (let row = 0; row < first.length; row += 1) {
    const node = nodeOf[row]! - from;
    if (node < 0) continue;
    const a = first[row]!;
    const b = second[row]!;
    const start = node * askedCount * CODES;
    const own = row * features;
    for (let i = 0; i < askedCount; i += 1) {
      const at = start + i * CODES + codes[own + asked[i]!]!;
      firstSums[at] = firstSums[at]! + a;
      secondSums[at] = secondSums[at]! + b;
    }
  }
  return { first: firstSums, second: secondSums };
}

interface Node {
  readonly first: number;
  readonly second: number;
  readonly l2: number;
  readonly leastSecond: number;
}

/** `first` and `second`: sums of the left side. */
interface Split {
  readonly feature: number;
  readonly most: number;
  readonly missingLeft: boolean;
  readonly first: number;
  readonly second: number;
}

/** A gain must be more than what rounding makes of nothing. */
const LEAST_GAIN = 1e-9;

function bestSplit(sums: Derivatives, start: number, asked: Uint16Array, node: Node): Split | undefined {
  const { first, second, l2, leastSecond } = node;
  if (second < 2 * leastSecond) return undefined;
  const whole = (first * first) / (second + l2);
  let best: Split | undefined;
  let bestGain = LEAST_GAIN;
  for (const [i, feature] of asked.entries()) {
    const at = start + i * CODES;
    const missingFirst = sums.first[at + MISSING]!;
    const missingSecond = sums.second[at + MISSING]!;
    let leftFirst = 0;
    let leftSecond = 0;
    for (let code = MISSING + 1; code < CODES; code += 1) {
      leftFirst += sums.first[at + code]!;
      leftSecond += sums.second[at + code]!;
      for (let side = 0; side < 2; side += 1) {
        // Where nothing is missing both sides are the same split: what will be missing goes where most are.
        if (side === 1 && missingSecond === 0) break;
        const a = leftFirst + (side === 0 ? missingFirst : 0);
        const b = leftSecond + (side === 0 ? missingSecond : 0);
        if (b < leastSecond || second - b < leastSecond) continue;
        const gain = (a * a) / (b + l2) + (first - a) ** 2 / (second - b + l2) - whole;
        if (gain <= bestGain) continue;
        bestGain = gain;
        const missingLeft = missingSecond === 0 ? 2 * b >= second : side === 0;
        best = { feature, most: code, missingLeft, first: a, second: b };
      }
    }
  }
  return best;
}
