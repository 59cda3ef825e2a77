import type { EntityId } from '@foreshock/model/entity.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { NoiseRule } from '@foreshock/model/noise-rule.ts';
import { isErrorSeverity } from '@foreshock/model/severity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { MINUTE, startOfMinute } from '@foreshock/model/time.ts';
import { attributeMatcher, matchingSources, type RulesOfSignal } from './compile-rules.ts';
import { type Fates, undecidedFates } from './fates.ts';
import { type DescribeTemplate, templateMatcher } from './match-template.ts';
import { type MinuteCounts, weightOf } from './minute-counts.ts';

/** Lines of a template are kept for this long after its first one: what is new is what somebody will look for. */
export const NEW_FOR_MS = 10 * MINUTE;

interface LogRows {
  readonly columns: LogColumns;
  readonly entityOfSource: readonly EntityId[];
  readonly templateOfRow: readonly TemplateId[];
}

/** `undefined` where no rule takes any row. */
export function thinLogs(
  { columns, entityOfSource, templateOfRow }: LogRows,
  rules: RulesOfSignal,
  counts: MinuteCounts,
  describe: DescribeTemplate,
): Fates | undefined {
  if (rules.length === 0) return undefined;
  const { ruleOfRow, weightOfRow, decided } = undecidedFates(columns.count);
  let touched = false;
  for (const [index, rule] of rules.entries()) {
    const { action, match } = rule;
    if (action.kind !== 'drop' && action.kind !== 'sample' && action.kind !== 'deduplicate') continue;
    const sources = matchingSources(rule, columns.sources, entityOfSource);
    if (!sources.includes(1)) continue;
    const hasAttributes = attributeMatcher(match.attributes, columns.attributes);
    const isTemplate = templateMatcher(rule, describe);
    for (let row = 0; row < columns.count; row++) {
      const source = columns.source[row]!;
      const severity = columns.severityNumber[row]!;
      if (decided[row] === 1 || sources[source] === 0) continue;
      if (match.maxSeverity !== undefined && severity > match.maxSeverity) continue;
      const entity = entityOfSource[source]!;
      const template = templateOfRow[row]!;
      if (!isTemplate(entity, template) || !hasAttributes(row)) continue;
      decided[row] = 1;
      const weight =
        action.kind === 'drop'
          ? 0
          : isErrorSeverity(severity)
            ? 1
            : keptWeight(action, columns.timeUnixNano[row]!, entity, template, counts, describe);
      if (weight === 1) continue;
      touched = true;
      if (weight === 0) ruleOfRow[row] = index;
      else weightOfRow[row] = weight;
    }
  }
  return touched ? { ruleOfRow, weightOfRow } : undefined;
}

function keptWeight(
  action: Extract<NoiseRule['action'], { kind: 'sample' | 'deduplicate' }>,
  nanoseconds: bigint,
  entity: EntityId,
  template: TemplateId,
  counts: MinuteCounts,
  describe: DescribeTemplate,
): number {
  const time = Number(nanoseconds / 1_000_000n);
  const minute = startOfMinute(time);
  const seen = counts.next(minute, template);
  const known = describe(entity, template);
  if (known === undefined || time - known.firstSeen < NEW_FOR_MS) return 1;
  return action.kind === 'sample'
    ? weightOf(seen, 1, action.keepOneIn, template, minute)
    : weightOf(seen, action.full, action.thenOneIn, template, minute);
}
