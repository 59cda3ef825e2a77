import { expect, test } from 'vitest';
import { entropyOf, kindOfKey, saysNothing } from './sensitive-key.ts';

test('names promise what they end with, however they are written', () => {
  const cases: [string, string][] = [
    ['password', 'PASSWORD'],
    ['db.password', 'PASSWORD'],
    ['userPasswd', 'PASSWORD'],
    ['DB_PASS', 'PASSWORD'],
    ['dbPass', 'PASSWORD'],
    ['password2', 'PASSWORD'],
    ['x-api-key', 'SECRET'],
    ['accessToken', 'SECRET'],
    ['AWS_SECRET_ACCESS_KEY', 'SECRET'],
    ['cvv', 'SECRET'],
    ['http.request.header.authorization', 'AUTHORIZATION'],
    ['http.response.header.set-cookie', 'SESSION'],
    ['JSESSIONID', 'SESSION'],
    ['csrf_token', 'SESSION'],
    ['user.email', 'EMAIL'],
    ['customer_phone', 'PHONE'],
    ['creditCardNumber', 'CARD'],
    ['user.ssn', 'NATIONAL_ID'],
    ['user.name', 'USER'],
    ['enduser.id', 'USER'],
    ['dob', 'USER'],
  ];
  for (const [key, kind] of cases) expect(kindOfKey(key), key).toBe(kind);
});

test('names that only look like it promise nothing', () => {
  const keys = [
    'bypass',
    'compass',
    'tokens',
    'max_tokens',
    'next_page_token',
    'primary_key',
    'key',
    'spinning',
    'k8s.secret.name',
    'service.name',
    'hostname',
    'filename',
    'session',
    'enduser.role',
    'company',
    'discard',
  ];
  for (const key of keys) expect(kindOfKey(key), key).toBeUndefined();
});

test('values that say that there is none', () => {
  for (const value of ['', 'null', 'YES', 'none', '$TOKEN', '{{ .Values.x }}', '****', 'xxxx', '[REDACTED]', '%s'])
    expect(saysNothing(value), value).toBe(true);
  for (const value of ['hunter2', 'nullable1', '$ecret!', 'x1']) expect(saysNothing(value), value).toBe(false);
});

test('entropy is 0 of one letter and 2 bits of four different ones', () => {
  expect([entropyOf('aaaa'), entropyOf('abcd'), entropyOf('')]).toEqual([0, 2, 0]);
});
