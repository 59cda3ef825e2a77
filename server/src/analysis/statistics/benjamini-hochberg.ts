/**
 * Which of the p-values are discoveries at a false discovery rate of `rate`.
 *
 * tests     how many were tested, at least `values.length`: those left out count as 1
 * returns   one flag per value
 *
 * Benjamini and Hochberg, JRSS B 1995.
 */
export function discoveries(values: readonly number[], rate: number, tests = values.length): boolean[] {
  const ordered = [...values].sort((a, b) => a - b);
  let limit = -1;
  for (let i = 0; i < ordered.length; i++) {
    if (ordered[i]! <= ((i + 1) / tests) * rate) limit = ordered[i]!;
  }
  return values.map((value) => value <= limit);
}
