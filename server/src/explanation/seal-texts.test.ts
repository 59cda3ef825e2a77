import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { openTexts, sealTexts } from './seal-texts.ts';

const keys = createKeyRing(new Uint8Array(32).fill(7));
const tenant = 'shop' as TenantId;
const texts = { prompt: 'what was asked', answer: 'größer' };

test('the texts of a call come back for this call and project alone', () => {
  const sealed = sealTexts(texts, tenant, 'call_a', keys);
  expect(openTexts(sealed, tenant, 'call_a', keys)).toEqual(texts);
  expect(openTexts(sealed, tenant, 'call_b', keys)).toBeUndefined();
  expect(openTexts(sealed, 'other' as TenantId, 'call_a', keys)).toBeUndefined();
  expect(Buffer.from(sealed).includes('asked')).toBe(false);
});
