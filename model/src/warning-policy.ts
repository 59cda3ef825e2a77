import type { Failure } from './failure.ts';

/** What a project has set about when it is warned. */
export interface WarningPolicy {
  /** Least probability of a call, 0 to 1; of a failure that is not named, what its record teaches. */
  readonly thresholds: Readonly<Partial<Record<Failure, number>>>;
  /** Warnings in any seven days; further calls are shown and tell nobody. No limit without it. */
  readonly pagesPerWeek?: number;
  /** Nobody is told of anything yet: history is being learnt, or nobody has looked at what came of it. */
  readonly holdsBack?: boolean;
}

export const defaultWarningPolicy: WarningPolicy = { thresholds: {} };
