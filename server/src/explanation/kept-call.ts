import type { ModelCall } from '@foreshock/model/model-call.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Clock } from '../base/clock.ts';
import { hashId, sha256Hex } from '../base/crypto/digest.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import { createToken } from '../base/crypto/token.ts';
import type { SealedCall } from '../store/metadata/stories.ts';
import { sealTexts } from './seal-texts.ts';
import type { ToldCall } from './tell-story.ts';

export interface CallPlace {
  readonly tenant: TenantId;
  /** Or of a prediction; empty for what is about neither. */
  readonly incident: string;
  /** Hash of what it is about. */
  readonly about: string;
  readonly promptVersion: string;
  readonly shadow?: true;
}

/** As it is kept: what left under a key of its own, with its hash and what became of it. */
export function keptCall(
  told: ToldCall,
  { tenant, incident, about, promptVersion, shadow }: CallPlace,
  { clock, keys }: { readonly clock: Clock; readonly keys: KeyRing },
): SealedCall {
  const { completion, isRepair, outcome, verdicts, masked } = told;
  const { sent, attempts, tookMs, result, costMicros } = completion;
  const id = hashId('call_', createToken());
  const call: ModelCall = {
    id,
    incident,
    time: clock.now(),
    model: told.model,
    promptVersion,
    outcome,
    error: result.ok ? '' : result.error.message,
    isRepair,
    ...(shadow && { shadow }),
    attempts,
    tookMs: Math.round(tookMs),
    sentBytes: Buffer.byteLength(sent),
    ...(result.ok && result.value.inputTokens !== undefined && { inputTokens: result.value.inputTokens }),
    ...(result.ok && result.value.outputTokens !== undefined && { outputTokens: result.value.outputTokens }),
    ...(costMicros !== undefined && { costMicros }),
    masked: [...masked].map(([kind, count]) => ({ kind, count })),
    verdicts,
    hash: sha256Hex(sent),
  };
  const texts = { prompt: sent, answer: result.ok ? result.value.text : '' };
  return { call, sealed: sealTexts(texts, tenant, id, keys), evidenceHash: about };
}
