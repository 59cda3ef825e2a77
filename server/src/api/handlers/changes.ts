import type { ChangeId } from '@foreshock/model/change.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { success } from '@foreshock/model/known-error.ts';
import { DAY, formatTime, parseTime } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { batchOfChanges } from '../../store/telemetry/batch-of-changes.ts';
import type { Handlers } from '../execute-operation.ts';
import { type HandlerTools, invalid } from '../handler-tools.ts';
import { findNamedEntity } from '../named-entity.ts';
import type { PromptSource } from './prompt.ts';

const OLDEST_MS = 14 * DAY;

/** `redact`: by the settings of a project, because what a person or CI writes is redacted as telemetry is. */
export function changeHandlers(
  { clock, store, directories }: HandlerTools,
  redact: PromptSource['redact'],
): Pick<Handlers, 'recordChange'> {
  return {
    async recordChange({ input, caller }) {
      const now = clock.now();
      const time = input.at === undefined ? now : parseTime(input.at);
      if (time === undefined || time > now || time < now - OLDEST_MS)
        return invalid(`at is "${input.at}": expected a time that has passed, at most 14 days ago`);
      const entities = await directories.of(caller.tenant, [input.entity as EntityId]);
      const entity = findNamedEntity(entities, input.entity);
      if (!entity.ok) return entity;
      const text = await redact(caller.tenant, input.text);
      const { id: of } = entity.value;
      const id = hashId('chg_', of, input.kind, String(time), text) as ChangeId;
      const change = { id, entity: of, kind: input.kind, time, text };
      const appended = await store.tenant(caller.tenant).append(batchOfChanges([change]), `told ${id}`);
      if (!appended.ok) return appended;
      return success({ id, entity: entities.ref(of), kind: input.kind, time: formatTime(time), text });
    },
  };
}
