import type { IncidentId } from '@foreshock/model/incident.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import type { SloBurning } from '../slo-burning.ts';
import type { Group, GroupBurn } from './group.ts';

/** An hour fills slowly: less of a rise is no news. */
const NEWS = 1.1;

/** Keeps the worst burn of an SLO of each open incident's entities: it decides how severe the incident is. */
export function noteBurn(groups: ReadonlyMap<IncidentId, Group>, { burning }: MinuteFrame, touched: Set<Group>): void {
  if (!burning || burning.length === 0) return;
  for (const group of groups.values()) {
    if (group.state !== 'open') continue;
    const entities = new Set([...group.members.values()].map(({ entity }) => entity));
    for (const one of burning) {
      if (!entities.has(one.slo.entity) || one.burn1h === 0 || !isWorse(one, group.burn)) continue;
      const { slo, burn1h, burn5m, met } = one;
      group.burn = { id: slo.id, name: slo.name, burn1h, burn5m, met: met?.rule.name };
      touched.add(group);
    }
  }
}

function isWorse({ burn1h, met }: SloBurning, before: GroupBurn | undefined): boolean {
  if (before === undefined) return true;
  const step = gravity(met?.rule.name) - gravity(before.met);
  return step === 0 ? burn1h > NEWS * before.burn1h : step > 0;
}

function gravity(met: GroupBurn['met']): number {
  return met === 'fast' ? 2 : met === 'slow' ? 1 : 0;
}
