import type { ExplanationScore } from './score-mutations.ts';

/** Of what may never be told: made-up ids and entities, wrong figures, changes, commands and actions that there are not, secrets. */
const STRICT: ReadonlySet<string> = new Set(['M1', 'M2', 'M5', 'M6', 'M8', 'M9', 'M13', 'M14', 'M15', 'M20', 'M30']);

export const MOST_REFUSED = 0.02;
/** Fewer would leave the shares above to chance. */
const LEAST_INCIDENTS = 100;
const LEAST_FALSEHOODS = 10_000;

export function neededShare(id: string): number {
  return STRICT.has(id) ? 0.995 : 0.97;
}

/** A sentence for each that does not hold. What could not be made was not measured, and fails too. */
export function failedExplanationGates({ falsehoods, sound }: ExplanationScore): string[] {
  return [
    ...falsehoods
      .filter(({ id, made, caught }) => made === 0 || caught / made < neededShare(id))
      .map(({ id, says, made, caught }) => `explanation ${id} (${says}): ${caught} of ${made} caught`),
    ...sound
      .filter(({ claims, refused }) => claims === 0 || refused / claims > MOST_REFUSED)
      .map(({ id, claims, refused }) => `explanation ${id}: ${refused} of ${claims} refused, though nothing is false`),
  ];
}

/** That enough was asked, of a run with all its seeds. */
export function failedSizeGates({ falsehoods }: ExplanationScore, incidents: number): string[] {
  const made = falsehoods.reduce((sum, one) => sum + one.made, 0);
  return [
    ...(incidents < LEAST_INCIDENTS ? [`explanation: ${incidents} incidents, expected ${LEAST_INCIDENTS}`] : []),
    ...(made < LEAST_FALSEHOODS ? [`explanation: ${made} falsehoods, expected ${LEAST_FALSEHOODS}`] : []),
  ];
}
