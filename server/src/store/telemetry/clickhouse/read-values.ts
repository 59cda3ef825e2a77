import { valueKinds } from '@foreshock/model/attributes.ts';
import type { TypedAttribute } from '../telemetry-store.ts';
import { kindIndices } from './rows/attribute-writer.ts';

/** Ids of zeros are absent ones. */
export function hexOrEmpty(hex: string): string {
  return /^0*$/.test(hex) ? '' : hex;
}

/** `kinds`: as the store keeps them, one letter a value. */
export function typedAttributes(
  keys: readonly string[],
  values: readonly string[],
  kinds: string,
): readonly TypedAttribute[] {
  const indices = kindIndices(kinds, keys.length);
  return keys.map((key, i) => ({ key, value: values[i] ?? '', kind: valueKinds[indices[i]!] ?? 'string' }));
}
