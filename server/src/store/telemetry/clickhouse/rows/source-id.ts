import type { ResourceScope } from '@foreshock/model/resource.ts';
import { sha256 } from '../../../../base/crypto/digest.ts';

/** The number under which rows name what sent them; equal sources have equal numbers, for ever. */
export function sourceIdOf(source: ResourceScope): bigint {
  const text = JSON.stringify([[...source.resource], source.scopeName, source.scopeVersion, source.schemaUrl]);
  const digest = sha256(text);
  return new DataView(digest.buffer, digest.byteOffset, 8).getBigUint64(0);
}
