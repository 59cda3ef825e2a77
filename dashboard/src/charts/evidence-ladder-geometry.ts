export interface LadderStep {
  /** Probabilities before and after the fact, in (0, 1). */
  readonly before: number;
  readonly after: number;
}

const logit = (p: number) => Math.log(p / (1 - p));
const logistic = (z: number) => 1 / (1 + Math.exp(-z));

/**
 * The odds before and after each fact, starting from `base`, adding the contributions (log odds) in order.
 * Facts without a contribution move nothing.
 */
export function climbLadder(base: number, contributions: readonly (number | undefined)[]): readonly LadderStep[] {
  let z = logit(Math.min(0.999, Math.max(0.001, base)));
  return contributions.map((contribution) => {
    const before = logistic(z);
    z += contribution ?? 0;
    return { before, after: logistic(z) };
  });
}
