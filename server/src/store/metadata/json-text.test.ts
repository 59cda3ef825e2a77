import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, jsonText, plainText } from './json-text.ts';

test('what PostgreSQL refuses becomes the replacement character, and nothing else changes', () => {
  const cases: [unknown, unknown][] = [
    ['a\0b', 'a\ufffdb'],
    ['half \ud83d', 'half \ufffd'],
    ['other half \udc00', 'other half \ufffd'],
    ['whole \u{1f680}', 'whole \u{1f680}'],
    ['the six characters \\u0000', 'the six characters \\u0000'],
    [{ 'k\0': ['\0'] }, { 'k\ufffd': ['\ufffd'] }],
    [{ gone: undefined, kept: null }, { kept: null }],
    [undefined, null],
  ];
  for (const [value, expected] of cases) expect(JSON.parse(jsonText(value))).toEqual(expected);
  expect(plainText('a\0\ud83d')).toBe('a\ufffd\ufffd');
});

test('the order of keys does not change the canonical text', () => {
  expect(canonicalJson({ b: 1, a: { d: 2, c: [3, 'x'] } })).toBe('{"a":{"c":[3,"x"],"d":2},"b":1}');
  expect(canonicalJson({ 10: 1, 9: 2, a: 3 })).toBe('{"10":1,"9":2,"a":3}');
});

test('the canonical text of a canonical text is itself', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const once = canonicalJson(JSON.parse(json));
      expect(canonicalJson(JSON.parse(once))).toBe(once);
    }),
  );
});
