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
  const admission = createAdmission(clock, clock.now);
  const keys = [{ id: 'key_1', hash: hashToken(token), tenant: acme, signals: ['logs' as const] }];
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

test('a clock that is set forward makes no list old', () => {
  const admission = createAdmission(clock, () => 0);
  admission.accept({ issuedAt: clock.now(), keys: [] });
  clock.advance(3_600_000);
  expect(outcome(admission, { headers: { authorization: 'Bearer wrong' } })).toBe('credential-unknown');
});

test('before the first list nobody is judged', () => {
  expect(outcome(createAdmission(clock, clock.now), { headers: { authorization: 'Bearer wrong' } })).toBe('starting');
});

test('a key is good up to the moment when it expires, whether or not a newer list has come', () => {
  const admission = createAdmission(clock, clock.now);
  const key = { id: 'key_1', hash: hashToken(token), tenant: acme, signals: ['logs' as const] };
  admission.accept({ issuedAt: clock.now(), keys: [{ ...key, expiresAt: clock.now() + 1_000 }] });
  const sender = { headers: { authorization: `Bearer ${token}` } };
  clock.advance(999);
  expect(outcome(admission, sender)).toBe('acme');
  clock.advance(1);
  expect(outcome(admission, sender)).toBe('credential-unknown');
});

test('only who was let in has used a key', () => {
  const admission = admissionOf(local);
  for (const credential of ['wrong', token]) {
    admission.admit('logs', { headers: { 'x-api-key': credential }, remoteAddress: '192.0.2.1' });
    admission.admit('traces', { headers: { 'x-api-key': credential }, remoteAddress: '192.0.2.1' });
  }
  admission.admit('logs', { headers: {}, remoteAddress: '127.0.0.1' });
  expect(admission.takeKeyUses()).toEqual([{ id: 'key_1', tenant: 'acme', at: clock.now() }]);
});

test('a key that was cut when it was copied is told apart from one that was revoked', () => {
  const messageOf = (credential: string): string => {
    const admitted = admissionOf().admit('logs', { headers: { 'x-api-key': credential }, remoteAddress: '192.0.2.1' });
    return admitted.ok ? '' : admitted.error.message;
  };
  expect(messageOf(token.slice(0, -1))).toMatch(/not whole/);
  expect(messageOf(createToken())).toMatch(/was revoked/);
});
