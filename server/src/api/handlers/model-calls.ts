import { failure, success } from '@foreshock/model/known-error.ts';
import type { ModelCall, ModelCallTexts } from '@foreshock/model/model-call.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
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
        ...(input.cursor !== undefined && { cursor: input.cursor }),
      });
      return page.ok ? success({ items: page.value.items.map(viewCall), next: page.value.next ?? null }) : page;
    },

    async getModelCall({ input, caller }) {
      const found = await findModelCall(db, caller.tenant, input.id);
      if (!found) return failure('model-call-not-found', 'there is no such call, or it is older than calls are kept');
      const texts = openTexts(caller.tenant, found.call.id, found.sealed);
      if (!texts) throw new Error(`the texts of call ${found.call.id} are not as they were sealed`);
      return success({ ...viewCall(found.call), ...texts });
    },
  };
}

function viewCall({ time, inputTokens, outputTokens, masked, verdicts, ...call }: ModelCall) {
  return {
    ...call,
    time: formatTime(time),
    inputTokens: inputTokens ?? null,
    outputTokens: outputTokens ?? null,
    masked: [...masked],
    verdicts: verdicts.map((verdict) => ({ ...verdict, faults: [...verdict.faults] })),
  };
}
