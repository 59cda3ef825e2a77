import { counterUniform } from '../../statistics/counter-hash.ts';
import { sigmoid } from '../odds-math.ts';
import { type CodedRows, growTree, type Tree, type TreeOptions, treeValue } from './grow-tree.ts';

/**
 * Gradient-boosted trees for odds: logistic loss, one tree a call, so that a caller can spread the work. In: rows in order
 * of time with their weights. Out: trees up to the round that was best on a later block. Equal input gives equal bytes.
 */

/** All arrays but the codes have one entry for each row. */
export interface BoostingRows extends Omit<CodedRows, 'asked'> {
  /** 0 or 1. */
  readonly outcomes: Uint8Array;
  readonly weights: Float64Array;
  /** Log odds that are known before any tree. */
  readonly offsets: Float64Array;
  /** Rows of one unit share what happened to them: they are drawn together. */
  readonly units: Uint32Array;
}

export interface BoostingOptions extends TreeOptions {
  /** Most trees. */
  readonly rounds: number;
  /** Share of the units that each tree learns from. */
  readonly share: number;
  /** Rounds without a lower loss on the later block until it ends. */
  readonly patience: number;
  readonly seed: number;
}

export const BOOSTING: Omit<BoostingOptions, 'seed'> = {
  depth: 4,
  l2: 1,
  leastSecond: 5,
  rate: 0.05,
  rounds: 200,
  share: 0.7,
  patience: 20,
};

/** Plain data. */
export interface Boosting {
  readonly rows: BoostingRows & CodedRows;
  readonly options: BoostingOptions;
  /** Rows before are learnt from; rows from `checkedFrom` on say when to end; what lies between is purged. */
  readonly learntUntil: number;
  readonly checkedFrom: number;
  /** Log odds of each row so far. */
  readonly scores: Float64Array;
  readonly trees: Tree[];
  /** The least so far on the later block, and the count of trees that gave it. */
  leastLoss: number;
  best: number;
  isOver: boolean;
}

export function startBoosting(
  given: BoostingRows,
  { learntUntil, checkedFrom }: Pick<Boosting, 'learntUntil' | 'checkedFrom'>,
  options: BoostingOptions,
): Boosting {
  const rows = { ...given, asked: varying(given, learntUntil) };
  const scores = rows.offsets.slice();
  const isOver = learntUntil === 0 || checkedFrom >= rows.outcomes.length || options.rounds < 1;
  return {
    rows,
    options,
    learntUntil,
    checkedFrom,
    scores,
    trees: [],
    leastLoss: meanLoss(rows, scores, checkedFrom),
    best: 0,
    isOver,
  };
}

/** Features that have more than one code in the rows that are learnt from: of the others no split can be made. */
function varying({ codes, features }: BoostingRows, learntUntil: number): Uint16Array {
  const all = Array.from({ length: features }, (_, feature) => feature);
  return Uint16Array.from(
    all.filter((feature) => {
      for (let row = 1; row < learntUntil; row += 1)
        if (codes[row * features + feature] !== codes[feature]) return true;
      return false;
    }),
  );
}

/** Grows one tree. Nothing happens once it is over. */
export function boostOnce(state: Boosting): void {
  if (state.isOver) return;
  const { rows, options, scores, trees, checkedFrom } = state;
  const tree = growTree(rows, derivatives(state), options);
  trees.push(tree);
  for (let row = 0; row < scores.length; row += 1) {
    scores[row] = scores[row]! + treeValue(tree, rows.codes, row * rows.features);
  }
  const loss = meanLoss(rows, scores, checkedFrom);
  if (loss < state.leastLoss) {
    state.leastLoss = loss;
    state.best = trees.length;
  }
  const isStuck = tree.feature[0]! < 0 && options.share >= 1;
  state.isOver = isStuck || trees.length >= options.rounds || trees.length - state.best >= options.patience;
}

/** The trees up to the best round: none where no tree was better on the later block than what was known before. */
export function boostedTrees({ trees, best }: Boosting): Tree[] {
  return trees.slice(0, best);
}

/** What the trees add to the log odds of the row that begins at `at`. */
export function boostedValue(trees: readonly Tree[], codes: Uint8Array, at = 0): number {
  let sum = 0;
  for (const tree of trees) sum += treeValue(tree, codes, at);
  return sum;
}

/** Rows beyond those that are learnt from, and units that this round leaves out, have zeros. */
function derivatives({ rows, options, learntUntil, scores, trees }: Boosting): {
  readonly first: Float64Array;
  readonly second: Float64Array;
} {
  const { outcomes, weights, units } = rows;
  const first = new Float64Array(learntUntil);
  const second = new Float64Array(learntUntil);
  const round = trees.length;
  let isDrawn = false;
  for (let row = 0; row < learntUntil; row += 1) {
    // Neighbors are mostly of one unit.
    if (row === 0 || units[row] !== units[row - 1])
      isDrawn = counterUniform(options.seed, round, units[row]!) < options.share;
    if (!isDrawn) continue;
    const probability = sigmoid(scores[row]!);
    first[row] = weights[row]! * (probability - outcomes[row]!);
    second[row] = weights[row]! * Math.max(1e-9, probability * (1 - probability));
  }
  return { first, second };
}

/** Mean of -ln of what was said of what came, by weight, over rows from `from` on; 0 without any. */
function meanLoss({ outcomes, weights }: BoostingRows, scores: Float64Array, from: number): number {
  let sum = 0;
  let weight = 0;
  for (let row = from; row < outcomes.length; row += 1) {
    const z = outcomes[row] === 1 ? scores[row]! : -scores[row]!;
    sum += weights[row]! * (z > 0 ? Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)) - z);
    weight += weights[row]!;
  }
  return weight > 0 ? sum / weight : 0;
}
