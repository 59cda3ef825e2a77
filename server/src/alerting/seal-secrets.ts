import type { TenantId } from '@foreshock/model/tenant.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import { randomBytes } from '../base/crypto/random.ts';
import { open, seal } from '../base/crypto/seal.ts';
import type { ChannelSecrets } from './notification-channel.ts';

/** In front of what is sealed: a key for each channel and each sealing, so that none seals twice. */
const SALT_BYTES = 32;
const NONCE = new Uint8Array(12);

export function sealSecrets(secrets: ChannelSecrets, tenant: TenantId, channel: string, keys: KeyRing): Uint8Array {
  const salt = randomBytes(SALT_BYTES);
  const plain = Buffer.from(JSON.stringify(secrets));
  return Buffer.concat([salt, ...seal([plain], optionsOf(tenant, channel, salt, keys))]);
}

/** `undefined` when they were sealed for another channel or with another master key, or a bit has changed. */
export function openSecrets(
  sealed: Uint8Array,
  tenant: TenantId,
  channel: string,
  keys: KeyRing,
): ChannelSecrets | undefined {
  const salt = sealed.subarray(0, SALT_BYTES);
  const plain = open(sealed.subarray(SALT_BYTES), optionsOf(tenant, channel, salt, keys));
  return plain && (JSON.parse(Buffer.from(plain).toString('utf8')) as ChannelSecrets); // as sealed above
}

function optionsOf(tenant: TenantId, channel: string, salt: Uint8Array, keys: KeyRing) {
  const key = keys.derive({ purpose: 'alert-channels', tenant, part: channel, salt });
  return { key, nonce: NONCE, context: Buffer.from(channel) };
}
