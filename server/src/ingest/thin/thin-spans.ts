import type { EntityId } from '@foreshock/model/entity.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import { startOfMinute } from '@foreshock/model/time.ts';
import { attributeMatcher, matchingSources, nameMatcher, type RulesOfSignal } from './compile-rules.ts';
import { type Fates, undecidedFates } from './fates.ts';
import type { MinuteCounts } from './minute-counts.ts';
import type { SlowOperations } from './slow-operations.ts';

const ERROR = 2;
/** Of each operation this many spans a minute are kept whatever the trace id says: a rare route is never gone. */
const RARE_BELOW = 3;

/**
 * Traces are kept or not by their id, so that all services decide alike. Those that hold an error or something slow or rare
 * are kept as far as this request has them: spans of the same trace that came in other requests were decided by the id.
 * `undefined` where no rule takes any row.
 */
export function thinSpans(
  columns: SpanColumns,
  entityOfSource: readonly EntityId[],
  rules: RulesOfSignal,
  counts: MinuteCounts,
  slow: SlowOperations,
): Fates | undefined {
  if (rules.length === 0) return undefined;
  const { ruleOfRow, weightOfRow, decided } = undecidedFates(columns.count);
  let notable: Set<string> | undefined;
  let touched = false;
  for (const [index, rule] of rules.entries()) {
    const { action, match } = rule;
    if (action.kind !== 'drop' && action.kind !== 'sample') continue;
    const sources = matchingSources(rule, columns.sources, entityOfSource);
    if (!sources.includes(1)) continue;
    const hasAttributes = attributeMatcher(match.attributes, columns.attributes);
    const isNamed = nameMatcher(match.names);
    const byName = match.names.length > 0;
    for (let row = 0; row < columns.count; row++) {
      if (decided[row] === 1 || sources[columns.source[row]!] === 0) continue;
      if ((byName && !isNamed(textAt(columns.name, row))) || !hasAttributes(row)) continue;
      decided[row] = 1;
      if (action.kind === 'drop') {
        ruleOfRow[row] = index;
        touched = true;
        continue;
      }
      notable ??= notableTraces(columns, entityOfSource, counts, slow);
      if (notable.has(traceAt(columns, row))) continue;
      touched = true;
      if (isChosen(columns, row, action.keepOneIn)) weightOfRow[row] = action.keepOneIn;
      else ruleOfRow[row] = index;
    }
  }
  return touched ? { ruleOfRow, weightOfRow } : undefined;
}

/** The last 32 bits of a trace id are random (W3C trace context, level 2). */
function isChosen({ traceId }: SpanColumns, row: number, oneIn: number): boolean {
  const at = row * 16 + 12;
  const random = ((traceId[at]! << 24) | (traceId[at + 1]! << 16) | (traceId[at + 2]! << 8) | traceId[at + 3]!) >>> 0;
  return random < 2 ** 32 / oneIn;
}

function traceAt({ traceId }: SpanColumns, row: number): string {
  return Buffer.from(traceId.buffer, traceId.byteOffset + row * 16, 16).toString('latin1');
}

function notableTraces(
  columns: SpanColumns,
  entityOfSource: readonly EntityId[],
  counts: MinuteCounts,
  slow: SlowOperations,
): Set<string> {
  const notable = new Set<string>();
  for (let row = 0; row < columns.count; row++) {
    const operation = `${entityOfSource[columns.source[row]!]!} ${textAt(columns.name, row)}`;
    const end = columns.endTimeUnixNano[row]!;
    const durationMs = Number(end - columns.startTimeUnixNano[row]!) / 1e6;
    const isRare = counts.next(startOfMinute(Number(end / 1_000_000n)), operation) < RARE_BELOW;
    const isSlow = slow.isSlow(operation, durationMs);
    if (isRare || isSlow || columns.statusCode[row] === ERROR) notable.add(traceAt(columns, row));
  }
  return notable;
}
