import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonVisitor, walkJson } from './walk-json.ts';

function recorder(): { readonly visitor: JsonVisitor; readonly seen: [string | undefined, string][] } {
  const seen: [string | undefined, string][] = [];
  const visitor: JsonVisitor = {
    string: (value, key) => {
      seen.push([key, value]);
      return value;
    },
    number: (text, key) => {
      seen.push([key, text]);
      return undefined;
    },
    key: (key) => key,
  };
  return { visitor, seen };
}

test('a visitor that changes nothing leaves every byte as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify([value], undefined, indent);
      expect(walkJson(text, recorder().visitor)).toBe(text);
    }),
  );
});

test('a visitor that changes every text gives JSON with every text changed and every number as it was', () => {
  const visitor: JsonVisitor = { string: () => '"\\\n', number: () => undefined, key: (key) => key };
  const shape = (value: unknown): unknown =>
    typeof value === 'string'
      ? '"\\\n'
      : Array.isArray(value)
        ? value.map(shape)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
          : value;
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = JSON.stringify([value]);
      expect(JSON.parse(walkJson(text, visitor)!)).toEqual(shape(JSON.parse(text)));
    }),
  );
});

test('numbers keep digits that no double can hold, and keys that come twice stay twice', () => {
  const text = '{"a":12345678901234567890123,"a":1.50,"__proto__":1e2}';
  expect(walkJson(text, recorder().visitor)).toBe(text);
});

test('values are named by their key, those of lists by the key of the list, those of OTLP by their attribute', () => {
  const { visitor, seen } = recorder();
  walkJson('{"a":"1","b":["2",3],"c":{"value":"4"},"d":[{"key":"e","value":{"stringValue":"5"}}]}', visitor);
  expect(seen).toEqual([
    ['a', '1'],
    ['b', '2'],
    ['b', '3'],
    ['c', '4'],
    ['key', 'e'],
    ['e', '5'],
  ]);
});

test('what is no JSON object or list is not walked', () => {
  for (const text of ['', 'x', '"a"', '1', '{', '{"a":}', '[1,]', '{"a":1} tail'])
    expect(walkJson(text, recorder().visitor), text).toBeUndefined();
});
