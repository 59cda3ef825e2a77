// What people say became of a prediction, and what it may change: what telemetry saw outranks them.
import type { EntityId } from './entity.ts';
import type { Failure } from './failure.ts';
import type { PredictionId, PredictionOutcome } from './prediction.ts';
import type { Timestamp } from './time.ts';

/** It came, it did not, or somebody acted so that nobody can say. */
export const toldOutcomes = ['hit', 'miss', 'acted'] as const;
/** `nothing` takes back what the person had said. */
export type ToldSaying = (typeof toldOutcomes)[number] | 'nothing';

export interface ToldOutcome {
  readonly prediction: PredictionId;
  readonly entity: EntityId;
  readonly failure: Failure;
  /** A pseudonym: the ledger cannot forget a name. */
  readonly person: string;
  readonly says: ToldSaying;
  readonly toldAt: Timestamp;
}

export type Saying = Pick<ToldOutcome, 'person' | 'says' | 'toldAt'>;

/** One vote a person, the last one counts. */
export function standingSayings(sayings: readonly Saying[]): Saying[] {
  const byPerson = new Map(sayings.map((one) => [one.person, one]));
  return [...byPerson.values()].filter(({ says }) => says !== 'nothing');
}

/**
 * What counts of a forecast. Acted upon, told before the failure began, nobody can say whether it would have come. Where
 * telemetry could not say, the most votes do. Else what telemetry saw.
 */
export function outcomeAsTold(
  outcome: PredictionOutcome,
  onsetAt: Timestamp | undefined,
  standing: readonly Saying[],
): PredictionOutcome {
  if (outcome === 'pending') return outcome;
  if (standing.some(({ says, toldAt }) => says === 'acted' && (onsetAt === undefined || toldAt < onsetAt)))
    return 'acted';
  if (outcome !== 'undecidable') return outcome;
  const hits = standing.filter(({ says }) => says === 'hit').length;
  const misses = standing.filter(({ says }) => says === 'miss').length;
  return hits > misses ? 'hit' : misses > hits ? 'miss' : outcome;
}
