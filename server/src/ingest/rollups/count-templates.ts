import type { EntityId } from '@foreshock/model/entity.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { TemplateCount } from '@foreshock/model/rollup.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { startOfMinute } from '@foreshock/model/time.ts';

/** Lines by minute, entity, template and severity. */
export function countTemplates(
  columns: LogColumns,
  entityOfSource: readonly EntityId[],
  templateOfRow: readonly TemplateId[],
): TemplateCount[] {
  const counts = new Map<string, { -readonly [Key in keyof TemplateCount]: TemplateCount[Key] }>();
  for (let row = 0; row < columns.count; row++) {
    const minute = startOfMinute(Number(columns.timeUnixNano[row]! / 1_000_000n));
    const entity = entityOfSource[columns.source[row]!]!;
    const template = templateOfRow[row]!;
    const severityNumber = columns.severityNumber[row]!;
    const key = `${minute} ${entity} ${template} ${severityNumber}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { minute, entity, template, severityNumber, count: 1 });
  }
  return [...counts.values()];
}
