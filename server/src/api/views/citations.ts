import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence } from '@foreshock/model/evidence.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { Template } from '@foreshock/model/template.ts';
import { withoutIds } from '@foreshock/model/wording/operation-name.ts';
import type { NoiseGroup } from '../../store/telemetry/telemetry-store.ts';

/**
 * Whether a fact is about records of one of the groups: what somebody who follows the fact would look for and not find.
 *
 * templates   of the range: one that has generalised since is known by its old ids too
 */
export function citationCheck(
  signal: Signal,
  groups: readonly Pick<NoiseGroup, 'entity' | 'group'>[],
  templates: readonly Pick<Template, 'id' | 'aliases'>[],
): (fact: Pick<Evidence, 'query'>) => boolean {
  const keys = new Set<string>();
  const entities = new Set<EntityId>();
  for (const { entity, group } of groups) {
    entities.add(entity);
    keys.add(signal === 'traces' ? `${entity} ${withoutIds(group)}` : group);
  }
  if (signal === 'logs') {
    for (const template of templates) {
      const ids = [template.id, ...template.aliases];
      if (ids.some((id) => keys.has(id))) for (const id of ids) keys.add(id);
    }
  }
  return ({ query }) => {
    switch (query.kind) {
      case 'template':
        return signal === 'logs' && keys.has(query.template);
      case 'series':
        return signal === 'metrics' && keys.has(query.series);
      case 'spans':
        if (signal !== 'traces') return false;
        return query.operation === undefined
          ? entities.has(query.entity)
          : keys.has(`${query.entity} ${query.operation}`);
      default:
        return false;
    }
  };
}
