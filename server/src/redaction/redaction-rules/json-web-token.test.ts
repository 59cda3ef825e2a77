import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { jsonWebToken } from './json-web-token.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'ada' })}.c2lnbmF0dXJl`;

test('tokens, whole, unsigned, encrypted or cut', () => {
  const unsigned = `${part({ alg: 'none' })}.${part({ sub: 'ada' })}`;
  const encrypted = `${part({ alg: 'dir', enc: 'A128GCM' })}..aXY.Y2lwaGVy.dGFn`;
  for (const text of [token, unsigned, encrypted]) {
    expect(found(jsonWebToken, `got ${text} from`), text).toEqual([text]);
    expect(found(jsonWebToken, `\\"${text}\\"`), text).toEqual([text]);
  }
  expect(found(jsonWebToken, `${unsigned}.`)).toEqual([unsigned]);
});

test('base64 of other JSON, and what has no second part, are none', () => {
  for (const text of [`${part({ a: 1, b: 2 })}.${part({ c: 3 })}`, part({ alg: 'HS256' }), `x${token}`])
    expect(found(jsonWebToken, text), text).toEqual([]);
});
