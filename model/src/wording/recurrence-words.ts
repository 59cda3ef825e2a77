/** Measures of facts that say how often a failure came before. */
export const RECURRED = 'recurrence';
export const RECURRED_AT_THIS_HOUR = 'recurrence at this hour';

/** Such a fact in plain words; `undefined` for any other. No full stop. */
export function recurrenceWords(measure: string, observed: number | undefined): string | undefined {
  const times = observed === 1 ? 'once' : `${observed ?? 0} times`;
  if (measure === RECURRED) return `Came ${times} in 30 days; no curve foretells it`;
  return measure === RECURRED_AT_THIS_HOUR ? `Recurs at this hour: ${times} in the hours that lie ahead` : undefined;
}
