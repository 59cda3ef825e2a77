/** How well one partition of the same things agrees with another. */
export interface PartitionScore {
  /** Adjusted Rand index: 0 by chance, 1 when equal. */
  readonly ari: number;
  /** Normalised mutual information, by the mean of the entropies. */
  readonly nmi: number;
  readonly pairF1: number;
  readonly groups: number;
}

/**
 * truth, predicted  a label for each thing, in the same order; at least one
 *
 * Hubert and Arabie, "Comparing Partitions", Journal of Classification 2 (1985), in its form over pairs.
 */
export function scorePartition<T, P>(truth: readonly T[], predicted: readonly P[]): PartitionScore {
  const ofTruth = new Map<T, number>();
  const ofPredicted = new Map<P, number>();
  const together = new Map<T, Map<P, number>>();
  for (const [index, label] of truth.entries()) {
    const group = predicted[index]!;
    ofTruth.set(label, (ofTruth.get(label) ?? 0) + 1);
    ofPredicted.set(group, (ofPredicted.get(group) ?? 0) + 1);
    const row = together.get(label) ?? new Map<P, number>();
    row.set(group, (row.get(group) ?? 0) + 1);
    together.set(label, row);
  }
  const n = truth.length;
  const cells = [...together.values()].flatMap((row) => [...row.values()]);
  const both = pairsOf(cells);
  const trueOnly = pairsOf(ofTruth.values()) - both;
  const predictedOnly = pairsOf(ofPredicted.values()) - both;
  const neither = (n * (n - 1)) / 2 - both - trueOnly - predictedOnly;
  const spread = (both + trueOnly) * (trueOnly + neither) + (both + predictedOnly) * (predictedOnly + neither);
  const entropy = entropyOf(ofTruth.values(), n) + entropyOf(ofPredicted.values(), n);
  const shared = entropy - entropyOf(cells, n);
  return {
    ari: spread === 0 ? 1 : (2 * (both * neither - trueOnly * predictedOnly)) / spread,
    nmi: entropy === 0 ? 1 : (2 * shared) / entropy,
    pairF1: both + trueOnly + predictedOnly === 0 ? 1 : (2 * both) / (2 * both + trueOnly + predictedOnly),
    groups: ofPredicted.size,
  };
}

function pairsOf(sizes: Iterable<number>): number {
  let pairs = 0;
  for (const size of sizes) pairs += (size * (size - 1)) / 2;
  return pairs;
}

function entropyOf(sizes: Iterable<number>, n: number): number {
  let entropy = 0;
  for (const size of sizes) entropy -= (size / n) * Math.log(size / n);
  return entropy;
}
