import { DAY, type DurationMs, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import type { MaturedRow } from '@foreshock/server/analysis/prediction/recurrence/recurrence-model.ts';
import {
  BOOSTING,
  boostedTrees,
  boostedValue,
  boostOnce,
  startBoosting,
} from '@foreshock/server/analysis/prediction/trees/boost-trees.ts';
import type { Tree } from '@foreshock/server/analysis/prediction/trees/grow-tree.ts';
import { codeOf, quantileEdges } from '@foreshock/server/analysis/prediction/trees/value-codes.ts';
import { hashText } from '@foreshock/server/analysis/statistics/counter-hash.ts';

/**
 * The product's boosting on the rows of the recurrence model, walking forward: fitted on what has matured, asked about what
 * comes after, and fitted again every two weeks. The latest part of what has matured says when to end, a horizon apart.
 */

const FITTED_EVERY = 14 * DAY;
/** Neighboring hours share an outcome: one in three is learnt from. */
const THINNED = 3;
const CHECKED_SHARE = 0.15;
const SEED = 1;

/** Of one horizon. */
export interface StreamTrees {
  readonly horizon: DurationMs;
  readonly rows: MaturedRow[];
  fittedAt: Timestamp;
  fitted: Fitted | undefined;
  /** How many each fit gave. */
  readonly trees: number[];
}

interface Fitted {
  readonly edges: readonly Float64Array[];
  readonly offset: number;
  readonly trees: readonly Tree[];
}

export function createStreamTrees(horizons: readonly DurationMs[]): StreamTrees[] {
  return horizons.map((horizon) => ({ horizon, rows: [], fittedAt: 0, fitted: undefined, trees: [] }));
}

/** `from`: the first fit. */
export function learnStreamTrees(
  all: readonly StreamTrees[],
  matured: readonly MaturedRow[],
  now: Timestamp,
  from: Timestamp,
): void {
  for (const row of matured) {
    if ((row.time / HOUR + hashText(row.stream)) % THINNED === 0) all[row.bin]!.rows.push(row);
  }
  for (const one of all) {
    if (now < from || now - one.fittedAt < FITTED_EVERY) continue;
    one.fittedAt = now;
    one.fitted = fit(one.rows, one.horizon);
    one.trees.push(one.fitted.trees.length);
  }
}

/** `undefined` before the first fit. */
export function askStreamTrees({ fitted }: StreamTrees, features: Float64Array): number | undefined {
  if (!fitted) return undefined;
  const z = fitted.offset + boostedValue(fitted.trees, codesOf(fitted.edges, features));
  return 1 / (1 + Math.exp(-z));
}

/** `rows` in order of time. */
function fit(rows: readonly MaturedRow[], horizon: DurationMs): Fitted {
  const first = rows[0]!.time;
  const checkedFrom = first + (1 - CHECKED_SHARE) * (rows.at(-1)!.time - first);
  const learnt = rows.filter(({ time }) => time + horizon <= checkedFrom);
  const used = [...learnt, ...rows.filter(({ time }) => time >= checkedFrom)];
  const edges = Array.from(used[0]!.features, (_, feature) =>
    quantileEdges(Float64Array.from(learnt, ({ features }) => features[feature]!)),
  );
  const came = learnt.filter((row) => row.came).length;
  const offset = Math.log((came + 0.5) / (learnt.length - came + 0.5));
  const codes = new Uint8Array(used.length * edges.length);
  for (const [i, { features }] of used.entries()) codes.set(codesOf(edges, features), i * edges.length);
  const coded = {
    codes,
    features: edges.length,
    outcomes: Uint8Array.from(used, (row) => Number(row.came)),
    weights: new Float64Array(used.length).fill(Math.min(1, (THINNED * HOUR) / horizon)),
    offsets: new Float64Array(used.length).fill(offset),
    units: Uint32Array.from(used, ({ time }) => Math.floor(time / horizon)),
  };
  const state = startBoosting(
    coded,
    { learntUntil: learnt.length, checkedFrom: learnt.length },
    { ...BOOSTING, seed: SEED },
  );
  while (!state.isOver) boostOnce(state);
  return { edges, offset, trees: boostedTrees(state) };
}

function codesOf(edges: readonly Float64Array[], features: Float64Array): Uint8Array {
  return Uint8Array.from(edges, (own, feature) => codeOf(own, features[feature]));
}
