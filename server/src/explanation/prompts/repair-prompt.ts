import type { CheckedAnswer } from '../checks/check-answer.ts';

/** Asks once more. Ids, checks and true values: never a text of telemetry. */
export function repairPrompt(pack: string, checked: CheckedAnswer | undefined, fault: string | undefined): string {
  const lines = checked
    ? [
        ...checked.claims.flatMap(({ index, faults }) =>
          faults.map(({ check, why }) => `claim ${index}: ${check}, ${why}`),
        ),
        ...[...checked.rootCause, ...checked.parts].map(({ check, why }) => `${check}: ${why}`),
      ]
    : [fault ?? 'J1: the answer has not the form asked for'];
  if (lines.length === 0) lines.push('too few claims that can be checked: two at least, beside hedges');
  return `${pack}\n\nAn earlier answer to this did not pass. Claims are counted from 0 through summary, why, whyNot, prediction, actions. What was wrong:\n${[...new Set(lines)].slice(0, 40).join('\n')}\nAnswer anew, whole, without these faults.`;
}
