// Hot path, benchmarks/normalise.ts: a record with a severity costs one comparison.
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import { severityOfLine, severityOfText } from './severity-text.ts';

const STRING = 1;

/** Severity numbers of records that have none: from their severity text, else from a level in front of the message. */
export function fillSeverity(columns: LogColumns): void {
  const { severityNumber, severityText, body } = columns;
  for (let row = 0; row < columns.count; row++) {
    if (severityNumber[row] !== 0) continue;
    const hasText = severityText.end[row]! > severityText.start[row]!;
    if (hasText) severityNumber[row] = severityOfText(textAt(severityText, row));
    else if (columns.bodyKind[row] === STRING && hasCapitals(body.bytes, body.start[row]!, body.end[row]!))
      severityNumber[row] = severityOfLine(textAt(body, row));
  }
}

const LOOKED_AT = 64;

/** Four capitals in a row among the first bytes: what a level in front of a message has. */
function hasCapitals(bytes: Uint8Array, start: number, end: number): boolean {
  const most = Math.min(end, start + LOOKED_AT);
  let run = 0;
  for (let at = start; at < most; at++) {
    const code = bytes[at]!;
    run = code >= 65 && code <= 90 ? run + 1 : 0;
    if (run === 4) return true;
  }
  return false;
}
