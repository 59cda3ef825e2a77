import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { createStillClock } from '../base/clock.ts';
import { createToken, hashToken } from '../base/crypto/token.ts';
import { type Admission, createAdmission, type Sender } from './admit.ts';

const acme = 'acme' as TenantId;
const local = 'local' as TenantId;
const token = createToken();
const clock = createStillClock(1_000_000);

function admissionOf(anonymous?: TenantId): Admission {
  const admission = createAdmission(clock);
  const keys = [{ hash: hashToken(token), tenant: acme, signals: ['logs' as const] }];
  admission.accept({ issuedAt: clock.now(), keys, ...(anonymous !== undefined && { anonymous }) });
  return admission;
}

function outcome(admission: Admission, sender: Partial<Sender>): string {
  const admitted = admission.admit('logs', { headers: {}, remoteAddress: '192.0.2.1', ...sender });
  return admitted.ok ? admitted.value : admitted.error.code;
}

test('without a credential only a loopback sender is let in, and only where somebody said so', () => {
  for (const remoteAddress of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1']) {
    expect(outcome(admissionOf(local), { remoteAddress }), remoteAddress).toBe('local');
    expect(outcome(admissionOf(), { remoteAddress }), remoteAddress).toBe('credential-missing');
  }
  for (const remoteAddress of ['192.0.2.1', '::ffff:192.0.2.1', '10.127.0.1', '2001:db8::1', undefined]) {
    expect(outcome(admissionOf(local), { remoteAddress }), `${remoteAddress}`).toBe('credential-missing');
  }
});

test('a wrong key is never taken for none', () => {
  const remoteAddress = '127.0.0.1';
  for (const authorization of ['Bearer wrong', 'Bearer', 'wrong', `Basic ${Buffer.from('a:b').toString('base64')}`]) {
    expect(outcome(admissionOf(local), { remoteAddress, headers: { authorization } }), authorization).toBe(
      'credential-unknown',
    );
  }
});

test('a key gives its own tenant, wherever the sender is', () => {
  for (const remoteAddress of ['127.0.0.1', '192.0.2.1']) {
    expect(outcome(admissionOf(local), { remoteAddress, headers: { authorization: `Bearer ${token}` } })).toBe('acme');
  }
});

test('a list of five minutes is good, an older one is no proof against anybody', () => {
  const admission = admissionOf();
  const sender = { headers: { authorization: 'Bearer wrong' } };
  clock.advance(300_000);
  expect(outcome(admission, sender)).toBe('credential-unknown');
  clock.advance(1);
  expect(outcome(admission, sender)).toBe('metadata-unavailable');
});

test('before the first list nobody is judged', () => {
  expect(outcome(createAdmission(clock), { headers: { authorization: 'Bearer wrong' } })).toBe('starting');
});
