import type { EntityId } from '@foreshock/model/entity.ts';
import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import { attributeMatcher, matchingSources, nameMatcher, type RulesOfSignal } from './compile-rules.ts';
import { dropAttributes } from './drop-attributes.ts';
import { type DescribeTemplate, templateMatcher } from './match-template.ts';

export interface TrimmedColumns<T extends TelemetryColumns> {
  readonly columns: T;
  /** By index of rule the bytes that went from each row. */
  readonly bytes: ReadonlyMap<number, Float64Array>;
}

/** Takes away the attributes that rules name. `templateOfRow`: of logs. */
export function trimColumns<T extends TelemetryColumns>(
  sent: T,
  entityOfSource: readonly EntityId[],
  templateOfRow: readonly TemplateId[],
  rules: RulesOfSignal,
  describe: DescribeTemplate,
): TrimmedColumns<T> {
  const bytes = new Map<number, Float64Array>();
  let columns = sent;
  for (const [index, rule] of rules.entries()) {
    const { action, match } = rule;
    if (action.kind !== 'drop-attributes') continue;
    const sources = matchingSources(rule, columns.sources, entityOfSource);
    const hasAttributes = attributeMatcher(match.attributes, columns.attributes);
    const isNamed = nameMatcher(match.names);
    const isTemplate = templateMatcher(rule, describe);
    const before: TelemetryColumns = columns;
    const trimmed = dropAttributes(
      columns.attributes,
      action.keys,
      (row) =>
        sources[sourceOfRow(before, row)] === 1 &&
        (match.names.length === 0 || isNamed(nameOfRow(before, row))) &&
        (match.templates.length === 0 || isTemplate(entityOfSource[sourceOfRow(before, row)]!, templateOfRow[row]!)) &&
        (match.maxSeverity === undefined ||
          before.signal !== 'logs' ||
          before.severityNumber[row]! <= match.maxSeverity) &&
        hasAttributes(row),
    );
    if (!trimmed) continue;
    bytes.set(index, trimmed.bytesOfRow);
    columns = { ...columns, attributes: trimmed.attributes };
  }
  return { columns, bytes };
}

export function sourceOfRow(columns: TelemetryColumns, row: number): number {
  return columns.signal === 'metrics' ? columns.metrics[columns.metric[row]!]!.source : columns.source[row]!;
}

function nameOfRow(columns: TelemetryColumns, row: number): string {
  if (columns.signal === 'metrics') return columns.metrics[columns.metric[row]!]!.name;
  return columns.signal === 'traces' ? textAt(columns.name, row) : '';
}
