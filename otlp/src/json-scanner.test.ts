import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonScanner } from './json-scanner.ts';

function scannerOf(text: string | Uint8Array): JsonScanner {
  return new JsonScanner(typeof text === 'string' ? new TextEncoder().encode(text) : text);
}

/** The fault of skipping over the whole text, or `undefined` when it is one JSON value. */
function faultOf(text: string | Uint8Array): string | undefined {
  const scanner = scannerOf(text);
  scanner.skipValue();
  scanner.finish();
  return scanner.fault;
}

function stringOf(json: string): string {
  const scanner = scannerOf(json);
  scanner.readString();
  scanner.finish();
  if (scanner.fault !== undefined) throw new Error(scanner.fault);
  return Buffer.from(scanner.bytes.subarray(scanner.start, scanner.end)).toString();
}

test('every text that JSON.parse takes is taken', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (json, indent) => {
      expect(faultOf(JSON.stringify(JSON.parse(json), null, indent))).toBeUndefined();
    }),
  );
});

test('a text with damage is refused exactly when JSON.parse refuses it', () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const damaged = fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:\\0-.eEnu \n\u0001'), fc.boolean());
  fc.assert(
    fc.property(damaged, ([json, place, character, isReplaced]) => {
      const at = place % (json.length + 1);
      const text = json.slice(0, at) + character + json.slice(isReplaced ? at + 1 : at);
      expect(faultOf(text) === undefined, text).toBe(isJson(text));
    }),
    { numRuns: 1_000 },
  );
});

test('strings are unescaped, and a lone surrogate becomes U+FFFD', () => {
  const check = (json: string, text: string) => expect(stringOf(json), json).toBe(text);
  check('"plain"', 'plain');
  check('"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t');
  check('"\\u0041\\u00e9\\u20AC"', 'A\u00e9\u20ac');
  check('"\\ud83d\\ude80!"', '\u{1f680}!');
  check('"\\ud83d"', '\ufffd');
  check('"\\ude80\\ud83d"', '\ufffd\ufffd');
  check('"\\ud83dx\\u0000"', '\ufffdx\u0000');
  check('"\\ud83d\\ud83d\\ude80"', '\ufffd\u{1f680}');
});

test('numbers keep their source text', () => {
  const scanner = scannerOf('[18446744073709551615, -1.50e+3]');
  scanner.openArray();
  const texts: string[] = [];
  for (let isFirst = true; scanner.nextElement(isFirst); isFirst = false) {
    expect(scanner.peek()).toBe('number');
    scanner.readNumber();
    texts.push(Buffer.from(scanner.bytes.subarray(scanner.start, scanner.end)).toString());
  }
  expect(texts).toEqual(['18446744073709551615', '-1.50e+3']);
});

test('depth is checked while reading, without recursion', () => {
  expect(faultOf('['.repeat(9_999) + ']'.repeat(9_999))).toBeUndefined();
  expect(faultOf('['.repeat(1_000_000))).toContain('nested too deep');
  expect(faultOf('{"a":'.repeat(1_000_000))).toContain('nested too deep');
});

test('a fault names its place', () => {
  expect(faultOf('{"a":tru}')).toBe('value expected at byte 5');
  expect(faultOf('[1 2]')).toBe('"," or "]" expected at byte 3');
  expect(faultOf('{} {}')).toBe('nothing expected behind the value at byte 3');
});
