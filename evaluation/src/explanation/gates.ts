import type { ExplanationScore } from './score-mutations.ts';

/** Of what may never be told: made-up ids and entities, wrong figures, changes and commands that there are not, secrets. */
const STRICT: ReadonlySet<string> = new Set(['M1', 'M2', 'M5', 'M6', 'M8', 'M9', 'M13', 'M14', 'M15']);

export const MOST_REFUSED = 0.02;

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
