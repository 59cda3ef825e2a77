import { gTest } from './gtest.ts';
import { chiSquareTail, lgamma } from './special-functions.ts';

/** Counts, all at least 0, of a 2x2 table: rows are the two groups, columns are "with" and "without". */
export type FourCounts = readonly [a: number, b: number, c: number, d: number];

/** Below this a cell expects too few for the asymptotic test. */
const LEAST_EXPECTED = 5;
/** Tables this close to the observed one's probability count as equally rare. */
const TIE = 1 + 1e-7;

/**
 * Two-sided p-value that the columns do not depend on the rows: the log-likelihood ratio test with Williams' correction,
 * and Fisher's exact test when any cell expects fewer than 5. 1 when a row or a column is empty.
 */
export function independenceP(counts: FourCounts): number {
  const [a, b, c, d] = counts;
  const total = a + b + c + d;
  const rows = [a + b, c + d] as const;
  const columns = [a + c, b + d] as const;
  if (rows.includes(0) || columns.includes(0)) return 1;
  const least = (Math.min(...rows) * Math.min(...columns)) / total;
  return least < LEAST_EXPECTED ? fisherP(counts) : chiSquareTail(williamsG(counts), 1);
}

/** G of a 2x2 table without empty rows and columns, corrected as by Williams, Biometrika 1976. */
export function williamsG([a, b, c, d]: FourCounts): number {
  const n = a + b + c + d;
  const { g } = gTest({ insideWith: a, insideWithout: b, outsideWith: c, outsideWithout: d });
  const correction = 1 + ((n / (a + b) + n / (c + d) - 1) * (n / (a + c) + n / (b + d) - 1)) / (6 * n);
  return g / correction;
}

/** Two-sided: all tables of the same margins that are no more probable than this one. Counts are whole numbers. */
export function fisherP([a, b, c, d]: FourCounts): number {
  const logChoose = (n: number, k: number): number => lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
  const all = logChoose(a + b + c + d, a + c);
  const chance = (x: number): number => Math.exp(logChoose(a + b, x) + logChoose(c + d, a + c - x) - all);
  const observed = chance(a) * TIE;
  let sum = 0;
  for (let x = Math.max(0, a - d); x <= Math.min(a + b, a + c); x++) {
    const one = chance(x);
    if (one <= observed) sum += one;
  }
  return Math.min(1, sum);
}
