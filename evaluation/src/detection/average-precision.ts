/**
 * Area under precision and recall as average precision; ties count as one block.
 *
 * scores   larger is more anomalous
 * labels   1 where anomalous; `undefined` comes back when there is none
 */
export function averagePrecision(scores: Float64Array, labels: Uint8Array): number | undefined {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0) return undefined;
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  let found = 0;
  let area = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let hits = 0;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) hits += labels[order[to++]!]!;
    found += hits;
    area += ((hits / positives) * found) / to;
    from = to;
  }
  return area;
}
