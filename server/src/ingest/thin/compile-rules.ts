import type { AttributeColumns } from '@foreshock/model/attributes.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { type AttributeCondition, matchesName, type NoiseRule } from '@foreshock/model/noise-rule.ts';
import type { ResourceScope } from '@foreshock/model/resource.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { textAt } from '@foreshock/model/text-column.ts';

/** The rules of one signal that are in force, in order. */
export type RulesOfSignal = readonly NoiseRule[];

export function rulesOfSignal(rules: readonly NoiseRule[], signal: Signal): RulesOfSignal {
  return rules.filter((rule) => rule.enabled && rule.signal === signal);
}

/** What of a rule can be told from the sender alone: 1 for each source that may match. */
export function matchingSources(
  rule: NoiseRule,
  sources: readonly ResourceScope[],
  entityOfSource: readonly EntityId[],
): Uint8Array {
  const { entities, resource } = rule.match;
  return Uint8Array.from(sources, (source, index) => {
    const isEntity = entities.length === 0 || entities.includes(entityOfSource[index]!);
    return isEntity && resource.every((condition) => meets(condition, source.resource.get(condition.key))) ? 1 : 0;
  });
}

/** Whether the attributes of a row meet the conditions of a rule. */
export function attributeMatcher(
  conditions: readonly AttributeCondition[],
  columns: AttributeColumns,
): (row: number) => boolean {
  if (conditions.length === 0) return () => true;
  const wanted = conditions.map((condition) => ({ condition, key: columns.keys.indexOf(condition.key) }));
  return (row) => wanted.every(({ condition, key }) => meets(condition, valueAt(columns, row, key)));
}

function valueAt(columns: AttributeColumns, row: number, key: number): string | undefined {
  if (key < 0) return undefined;
  for (let at = columns.first[row]!; at < columns.first[row + 1]!; at++)
    if (columns.key[at] === key) return textAt(columns.text, at);
  return undefined;
}

function meets(condition: AttributeCondition, value: string | undefined): boolean {
  switch (condition.operator) {
    case '=':
      return value === condition.value;
    case '!=':
      return value !== condition.value;
    case 'contains':
      return value?.toLowerCase().includes(condition.value.toLowerCase()) ?? false;
    case 'exists':
      return value !== undefined;
  }
}

/** Names are few and come again: each is matched once. */
export function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => true;
  const known = new Map<string, boolean>();
  return (name) => {
    let matches = known.get(name);
    if (matches === undefined) {
      if (known.size > MOST_NAMES) known.clear();
      matches = patterns.some((pattern) => matchesName(pattern, name));
      known.set(name, matches);
    }
    return matches;
  };
}

const MOST_NAMES = 10_000;
