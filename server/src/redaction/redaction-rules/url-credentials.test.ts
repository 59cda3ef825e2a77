import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { urlCredentials } from './url-credentials.ts';

test('passwords in URLs of every scheme, also those that should have been escaped', () => {
  const cases: [string, string][] = [
    ['postgres://app:s3cr3t@db.example.com:5432/x', 's3cr3t'],
    ['redis://:s3cr3t@cache:6379', 's3cr3t'],
    ['"amqp://app:p@ss@mq/v"', 'p@ss'],
    ['http://ada:pa/ss#x@host/y', 'pa/ss#x'],
    ['mongodb+srv://u:p%40ss@a,b/db', 'p%40ss'],
    ['app:s3cr3t@tcp(db:3306)/shop', 's3cr3t'],
    ['curl -u ada:s3cr3t https://x', 's3cr3t'],
  ];
  for (const [text, password] of cases) expect(found(urlCredentials, text), text).toEqual([password]);
});

test('a token in the place of the user goes, a user stays', () => {
  const token = 'abcdef0123456789abcdef01';
  expect(found(urlCredentials, `https://${token}@github.com/x`)).toEqual([token]);
  expect(found(urlCredentials, 'ssh://git@github.com/x')).toEqual([]);
});

test('ports, paths and queries with a sign are no password', () => {
  for (const text of [
    'http://host:8080/p?e=a@b.com',
    'http://host/@scope/x',
    'https://[2001:db8::1]:443/a@b',
    'http://u:<PASSWORD>@h/',
  ])
    expect(found(urlCredentials, text), text).toEqual([]);
});
