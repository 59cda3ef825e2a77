import type { EntityId } from '@foreshock/model/entity.ts';
import type { LinkCandidate } from '@foreshock/model/template-link.ts';
import type { CandidatePair } from '@foreshock/server/linking/link-by-rule.ts';

const WARNING = 13;

/** The template of the service that calls the other; `undefined` where neither does, or each the other. */
export function callerOf({ first, second, facts }: CandidatePair): LinkCandidate | undefined {
  if (facts.calls === 'first') return first;
  return facts.calls === 'second' ? second : undefined;
}

/**
 * Whether the caller's line reports the callee's by the simulator's own words: it names the callee, and both are warnings
 * or errors.
 */
export function reportsOther(pair: CandidatePair, names: ReadonlyMap<EntityId, string>): boolean {
  const caller = callerOf(pair);
  if (!caller) return false;
  const callee = caller === pair.first ? pair.second : pair.first;
  const areFailures = Math.min(caller.severityNumber, callee.severityNumber) >= WARNING;
  const name = names.get(callee.entity)?.split('/').at(-1) ?? '';
  return areFailures && name !== '' && caller.text.split(/[^\w-]+/).includes(name);
}
