// What a rule against noise would have cost one incident: facts that people open and would not find. Never whether it is
// found: detection counts everything before a rule takes anything.
import type { Evidence } from '@foreshock/model/evidence.ts';
import type { NoiseAction } from '@foreshock/model/noise-rule.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { Template } from '@foreshock/model/template.ts';
import type { NoiseFound } from '../../store/telemetry/telemetry-store.ts';
import { citationCheck } from './citations.ts';
import { estimateGone } from './noise-estimate.ts';

export interface RuleLoss {
  /** `unknown`: nothing of the signal is stored any more around the incident. */
  readonly state: 'whole' | 'thinner' | 'bare' | 'unknown';
  /** All that the incident cites. */
  readonly facts: number;
  /** About records that the rule would have taken, all or some. */
  readonly touched: number;
  /** Records around the incident that would not have been stored. */
  readonly records: number;
  readonly errors: number;
}

/** `found`: around the incident. `bare`: no fact is left that the rule does not touch. */
export function ruleLossOf(
  rule: { readonly signal: Signal; readonly action: NoiseAction },
  evidence: readonly Pick<Evidence, 'query'>[],
  found: NoiseFound,
  templates: readonly Pick<Template, 'id' | 'aliases'>[],
): RuleLoss {
  const facts = evidence.length;
  if (found.total.records === 0) return { state: 'unknown', facts, touched: 0, records: 0, errors: 0 };
  const taken = found.groups.map((group) => ({ group, gone: estimateGone(rule.action, group) }));
  const losing = taken.filter(({ gone }) => rule.action.kind === 'drop-attributes' || gone.records > 0);
  const concerns = citationCheck(
    rule.signal,
    losing.map(({ group }) => group),
    templates,
  );
  const touched = losing.length === 0 ? 0 : evidence.filter(concerns).length;
  return {
    state: touched === 0 ? 'whole' : touched < facts ? 'thinner' : 'bare',
    facts,
    touched,
    records: Math.round(taken.reduce((sum, { gone }) => sum + gone.records, 0)),
    errors: Math.round(taken.reduce((sum, { gone }) => sum + gone.errors, 0)),
  };
}
