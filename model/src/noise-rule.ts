import type { EntityId } from './entity.ts';
import type { Signal } from './telemetry.ts';
import type { TemplateId } from './template.ts';
import type { Timestamp } from './time.ts';

/** `nrl_` and 13 characters. */
export type NoiseRuleId = string & { readonly noiseRule: unique symbol };

/** A condition on a value by its key; `contains` knows no case. */
export interface AttributeCondition {
  readonly key: string;
  readonly operator: '=' | '!=' | 'contains' | 'exists';
  readonly value: string;
}

/** Which records a rule is about: those that meet every part that is not empty. */
export interface NoiseMatch {
  readonly entities: readonly EntityId[];
  /** Of logs; ids that a template had before it generalised count too. */
  readonly templates: readonly TemplateId[];
  /** Names of metrics or spans; `*` stands for any characters. */
  readonly names: readonly string[];
  /** Of logs: records with this severity number or a lower one, and those without any. */
  readonly maxSeverity?: number;
  readonly attributes: readonly AttributeCondition[];
  readonly resource: readonly AttributeCondition[];
}

/**
 * drop             matching records are not stored
 * sample           logs: the first of each template and minute and then one in `keepOneIn`; traces: one in `keepOneIn` by trace
 *                  id. Errors and what is new are kept, traces also when slow or rare
 * deduplicate      logs: the first `full` of each template and minute, then one in `thenOneIn`
 * drop-attributes  attributes by key; `*` stands for any characters
 * roll-up          metrics: one point a series in `everySeconds`. Deltas are left as they are: none of them repeats another
 */
export type NoiseAction =
  | { readonly kind: 'drop' }
  | { readonly kind: 'sample'; readonly keepOneIn: number }
  | { readonly kind: 'deduplicate'; readonly full: number; readonly thenOneIn: number }
  | { readonly kind: 'drop-attributes'; readonly keys: readonly string[] }
  | { readonly kind: 'roll-up'; readonly everySeconds: number };

export const actionsOfSignal: Readonly<Record<Signal, readonly NoiseAction['kind'][]>> = {
  logs: ['drop', 'sample', 'deduplicate', 'drop-attributes'],
  traces: ['drop', 'sample', 'drop-attributes'],
  metrics: ['drop', 'drop-attributes', 'roll-up'],
};

/** What is done about noise. What detection reads is counted before. */
export interface NoiseRule {
  readonly id: NoiseRuleId;
  readonly name: string;
  readonly enabled: boolean;
  readonly signal: Signal;
  readonly match: NoiseMatch;
  readonly action: NoiseAction;
  /** From 1; each change is one more. */
  readonly version: number;
  readonly changedAt: Timestamp;
  readonly changedBy: string;
}

/** All of a project, in the order in which rules are asked: the first that takes a record decides about it. */
export interface NoiseSettings {
  readonly rules: readonly NoiseRule[];
  /** Series that may be active in an hour; points of others go to `otel.metric.overflow`. */
  readonly maxActiveSeries: number;
}

export const defaultNoiseSettings: NoiseSettings = { rules: [], maxActiveSeries: 100_000 };

/** `*` stands for any characters; else the name as it is. */
export function matchesName(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const parts = pattern.split('*');
  const [first = ''] = parts;
  const last = parts.at(-1)!;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
