import type { NominationScore } from './score-nominations.ts';

/** By chance it is one hour in a hundred; of two hundred hours so many more are not worth an alarm. */
const MOST_FALSE_HOURS = 0.03;
const LEAST_TRUE = 0.97;

export function printNominations(scores: readonly NominationScore[]): string {
  return [
    '| windows of log templates that a model points at | hours | pointed at | confirmed | hours with one that is confirmed | needed |',
    '|---|---|---|---|---|---|',
    ...scores.map(
      ({ id, says, hours, nominated, confirmed, confirmedHours }) =>
        `| ${id} ${says} | ${hours} | ${nominated} | ${confirmed} | ${confirmedHours} | ${neededWords(id)} |`,
    ),
  ].join('\n');
}

/** A sentence for each gate that does not hold. What could not be made was not measured, and fails too. */
export function failedNominationGates(scores: readonly NominationScore[]): string[] {
  return scores
    .filter((score) => score.nominated === 0 || !holds(score))
    .map(({ id, says, nominated, confirmed }) => `nominations ${id} (${says}): ${confirmed} of ${nominated} confirmed`);
}

function holds({ id, isTrue, hours, nominated, confirmed, confirmedHours }: NominationScore): boolean {
  if (isTrue) return confirmed / nominated >= LEAST_TRUE;
  return id === 'M22' ? confirmedHours / hours <= MOST_FALSE_HOURS : confirmed === 0;
}

function neededWords(id: string): string {
  if (id === 'true') return `${100 * LEAST_TRUE} % confirmed`;
  return id === 'M22' ? `at most ${100 * MOST_FALSE_HOURS} % of the hours` : 'none confirmed';
}
