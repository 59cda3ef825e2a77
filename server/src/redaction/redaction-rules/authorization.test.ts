import { expect, test } from 'vitest';
import { authorization } from './authorization.ts';
import { found } from './findings.test-support.ts';

test('the credential behind a scheme', () => {
  const cases: [string, string][] = [
    ['Authorization: Bearer abc123def456', 'abc123def456'],
    ["-H 'authorization: bearer abc123def456'", 'abc123def456'],
    ['{"Authorization":"Basic dXNlcjpwYXNz"}', 'dXNlcjpwYXNz'],
    ['Basic%20dXNlcjpwYXNz&x', 'dXNlcjpwYXNz'],
    ['Digest username="ada", realm="x", response="0123"', 'username="ada", realm="x", response="0123"'],
  ];
  for (const [text, credential] of cases) expect(found(authorization, text), text).toEqual([credential]);
});

test('sentences about schemes are left alone', () => {
  const texts = [
    'Bearer authentication failed',
    'basic health check',
    'Bearer realm="api"',
    'digest of the layer',
    'negotiate protocol version',
    'Basic usage: foo',
  ];
  for (const text of texts) expect(found(authorization, text), text).toEqual([]);
});
