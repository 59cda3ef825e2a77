// Which candidate causes a difference names: the node, the pod, the workload or the version that failures share.
import type { Change, ChangeId } from '@foreshock/model/change.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';

export interface Candidates {
  readonly hypotheses: readonly Pick<Hypothesis, 'id' | 'entity' | 'change'>[];
  readonly find: (id: EntityId) => Pick<Entity, 'kind' | 'name'> | undefined;
  readonly changes: ReadonlyMap<ChangeId, Pick<Change, 'text'>>;
}

interface Named {
  readonly key: string;
  readonly value: string;
}

const NODE_KEYS = new Set(['k8s.node.name', 'host.name']);
const WORKLOAD_KEY = /^(service\.name|k8s\.(deployment|statefulset|daemonset|job|cronjob)\.name)$/;
const VERSION_KEYS = new Set(['service.version', 'container.image.tag', 'container.image.tags', 'deployment.version']);

/** Ids of the hypotheses, in their order. */
export function namedCandidates(values: readonly Named[], { hypotheses, find, changes }: Candidates): string[] {
  return hypotheses
    .filter(({ entity, change }) => {
      const known = find(entity);
      const changed = change && changes.get(change)?.text;
      return values.some((value) => (known && namesEntity(value, known)) || (changed && namesChange(value, changed)));
    })
    .map(({ id }) => id);
}

function namesEntity({ key, value }: Named, { kind, name }: Pick<Entity, 'kind' | 'name'>): boolean {
  const short = name.slice(name.lastIndexOf('/') + 1);
  if (kind === 'node') return NODE_KEYS.has(key) && value === short;
  if (key === 'k8s.pod.name') return value === short || value.startsWith(`${short}-`);
  return WORKLOAD_KEY.test(key) && value === short;
}

/** `41 to 42` by `service.version` 42. */
function namesChange({ key, value }: Named, text: string): boolean {
  return VERSION_KEYS.has(key) && (text === value || text.endsWith(` to ${value}`));
}
