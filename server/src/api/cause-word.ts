import type { CauseMarking } from '@foreshock/model/cause-mark.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, HOUR } from '@foreshock/model/time.ts';
import type { CauseWord } from '../store/metadata/cause-marks.ts';
import type { HandlerTools } from './handler-tools.ts';

/** What the caller says of a hypothesis, with what depends on what now. */
export async function causeWord(
  { store, clock }: HandlerTools,
  caller: { readonly tenant: TenantId; readonly name: string },
  input: { readonly hypothesis: string; readonly says: CauseMarking | 'nothing' },
): Promise<CauseWord> {
  const now = clock.now();
  const topology = await store.tenant(caller.tenant).selectTopology({ from: now - DAY, to: now + HOUR });
  // Without the store the mark still counts for the entity itself.
  const relations = topology.ok ? topology.value.relations : [];
  return {
    hypothesis: input.hypothesis,
    says: input.says === 'nothing' ? undefined : input.says,
    by: caller.name,
    now,
    dependenciesOf: (entity: EntityId) => [
      ...new Set(relations.filter(({ from, to }) => from === entity && to !== entity).map(({ to }) => to)),
    ],
  };
}
