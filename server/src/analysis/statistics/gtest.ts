import { chiSquareTail } from './special-functions.ts';

/** Counts of a value inside and outside a group. */
export interface TwoByTwo {
  readonly insideWith: number;
  readonly insideWithout: number;
  readonly outsideWith: number;
  readonly outsideWithout: number;
}

/** Log-likelihood ratio test of independence: the statistic G and its p-value with one degree of freedom. */
export function gTest(table: TwoByTwo): { readonly g: number; readonly p: number } {
  const { insideWith, insideWithout, outsideWith, outsideWithout } = table;
  const total = insideWith + insideWithout + outsideWith + outsideWithout;
  const inside = insideWith + insideWithout;
  const outside = outsideWith + outsideWithout;
  const withValue = insideWith + outsideWith;
  const without = insideWithout + outsideWithout;
  if (inside === 0 || outside === 0 || withValue === 0 || without === 0) return { g: 0, p: 1 };
  const g =
    2 *
    (term(insideWith, (inside * withValue) / total) +
      term(insideWithout, (inside * without) / total) +
      term(outsideWith, (outside * withValue) / total) +
      term(outsideWithout, (outside * without) / total));
  return { g: Math.max(0, g), p: chiSquareTail(Math.max(0, g), 1) };
}

function term(observed: number, expected: number): number {
  return observed === 0 ? 0 : observed * Math.log(observed / expected);
}
