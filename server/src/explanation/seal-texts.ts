import type { ModelCallTexts } from '@foreshock/model/model-call.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import { open, seal } from '../base/crypto/seal.ts';

/** Each call has a key of its own, which seals once. */
const NONCE = new Uint8Array(12);

/** `call`: its id, made anew for each. */
export function sealTexts(texts: ModelCallTexts, tenant: TenantId, call: string, keys: KeyRing): Uint8Array {
  return Buffer.concat(seal([Buffer.from(JSON.stringify(texts))], optionsOf(tenant, call, keys)));
}

/** `undefined` when it was sealed for another call, with another key, or a bit has changed. */
export function openTexts(
  sealed: Uint8Array,
  tenant: TenantId,
  call: string,
  keys: KeyRing,
): ModelCallTexts | undefined {
  const plain = open(sealed, optionsOf(tenant, call, keys));
  return plain && (JSON.parse(Buffer.from(plain).toString('utf8')) as ModelCallTexts); // as sealed above
}

function optionsOf(tenant: TenantId, call: string, keys: KeyRing) {
  const key = keys.derive({ purpose: 'model-calls', tenant, part: call });
  return { key, nonce: NONCE, context: Buffer.from(call) };
}
