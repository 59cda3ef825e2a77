export interface Attempts {
  /** Mean attempts per call. */
  readonly attempts: number;
  /** Share of calls of which every attempt failed. */
  readonly failShare: number;
}

/** `attemptFailShare` in [0, 1], each attempt on its own; `retries` is how many more a caller makes. */
export function retryCalls(attemptFailShare: number, retries: number): Attempts {
  const failShare = attemptFailShare ** (retries + 1);
  const attempts = attemptFailShare >= 1 ? retries + 1 : (1 - failShare) / (1 - attemptFailShare);
  return { attempts, failShare };
}

/**
 * Share of requests that take longer than `timeoutMs`, when their mean is `meanMs` and they are spread lognormally.
 */
export function shareSlowerThan(meanMs: number, timeoutMs: number, sigma: number): number {
  if (meanMs <= 0) return 0;
  const z = (Math.log(timeoutMs / meanMs) + (sigma * sigma) / 2) / sigma;
  return upperTail(z);
}

/** P(Z > z) of the standard normal; Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8. */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}
