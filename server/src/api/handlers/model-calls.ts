import { failure, success } from '@foreshock/model/known-error.ts';
import type { ModelCall, ModelCallTexts } from '@foreshock/model/model-call.ts';
import { MICROS_PER_DOLLAR } from '@foreshock/model/model-spend.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { sha256Hex } from '../../base/crypto/digest.ts';
import { findAudit } from '../../store/metadata/audit.ts';
import { findIncidentTitles } from '../../store/metadata/incidents.ts';
import { findModelCall, listModelCalls } from '../../store/metadata/stories.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

/** `undefined` where the texts are not as they were sealed. */
export type OpenModelCall = (tenant: TenantId, id: string, sealed: Uint8Array) => ModelCallTexts | undefined;

export function modelCallHandlers(
  { db }: HandlerTools,
  openTexts: OpenModelCall,
): Pick<Handlers, 'listModelCalls' | 'getModelCall'> {
  return {
    async listModelCalls({ input, caller }) {
      const page = await listModelCalls(db, caller.tenant, {
        limit: input.limit,
        ...(input.incident !== undefined && { incident: input.incident }),
        ...(input.outcome !== undefined && { outcome: input.outcome }),
        ...(input.cursor !== undefined && { cursor: input.cursor }),
      });
      if (!page.ok) return page;
      const titles = await findIncidentTitles(
        db,
        caller.tenant,
        page.value.items.map(({ incident }) => incident),
      );
      return success({
        items: page.value.items.map((call) => viewCall(call, titles.get(call.incident))),
        next: page.value.next ?? null,
      });
    },

    async getModelCall({ input, caller }) {
      const found = await findModelCall(db, caller.tenant, input.id);
      if (!found) return failure('model-call-not-found', 'there is no such call, or it is older than calls are kept');
      const texts = openTexts(caller.tenant, found.call.id, found.sealed);
      if (!texts) throw new Error(`the texts of call ${found.call.id} are not as they were sealed`);
      const { call } = found;
      const titles = await findIncidentTitles(db, caller.tenant, [call.incident]);
      const row = await findAudit(db, caller.tenant, 'model.call', `${call.id} ${sha256Hex(texts.prompt)}`);
      const named = row ?? (await findAudit(db, caller.tenant, 'model.call', `${call.id} ${call.hash}`));
      const audit = named && {
        sequence: named.sequence,
        time: formatTime(named.time),
        agrees: row !== undefined && sha256Hex(texts.prompt) === call.hash,
      };
      return success({ ...viewCall(call, titles.get(call.incident)), ...texts, audit: audit ?? null });
    },
  };
}

function viewCall(
  { time, inputTokens, outputTokens, costMicros, masked, verdicts, shadow, ...call }: ModelCall,
  title: string | undefined,
) {
  return {
    ...call,
    time: formatTime(time),
    incidentTitle: title ?? null,
    task: call.promptVersion.split('/')[0]!,
    shadow: shadow === true,
    inputTokens: inputTokens ?? null,
    outputTokens: outputTokens ?? null,
    cost: costMicros === undefined ? null : costMicros / MICROS_PER_DOLLAR,
    masked: [...masked],
    verdicts: verdicts.map((verdict) => ({ ...verdict, faults: [...verdict.faults] })),
  };
}
