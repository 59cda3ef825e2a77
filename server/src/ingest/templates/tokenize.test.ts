import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashSignature } from './hash-signature.ts';
import { tokenize } from './tokenize.ts';

/** The line as its tokens write it. */
function written(line: string): string {
  const { texts, spaced } = tokenize(line);
  return texts.map((text, i) => (spaced[i] ? ` ${text}` : text)).join('');
}

function check(line: string, expected: string): void {
  expect(written(line), line).toBe(expected);
}

test('each class of token becomes its slot', () => {
  check('took 35 of 1,200', 'took <NUM> of <NUM>,<NUM>');
  check('from 10.0.0.1:8080', 'from <NUM>:<NUM>');
  check('block blk_-16089996 done', 'block <ID> done');
  check('get /var/log/a.txt', 'get <PATH>');
  check('open https://shop.example/a?b=1, then', 'open <PATH>, then');
  check('waited 5ms for 4kb', 'waited <DUR> for <SIZE>');
  check('at 0xa and abcde9', 'at <HEX> and <HEX>');
  check('host db.shop.svc up', 'host <HOST> up');
  check('on Monday in jan', 'on <NUM> in <NUM>');
  check('mac 00:1b:44:11:3a:b7 seen', 'mac <ID> seen');
});

test('words, versions of protocols and times of day keep their constant parts', () => {
  check('HTTP2 ready', 'HTTP2 ready');
  check('at 12:30:05', 'at <NUM>:<NUM>:<NUM>');
  check('status=OK (cached)', 'status=OK (cached)');
  check('ends here...', 'ends here...');
});

test('a list of any length is two slots', () => {
  check('ids 1 2 3 4 5 end', 'ids <NUM> <NUM> end');
  expect(written('ids 1 2 3 end')).toBe(written('ids 1 2 3 4 5 6 7 8 end'));
});

test('a line of more than 128 tokens ends in one open slot', () => {
  const line = tokenize(Array.from({ length: 400 }, () => 'word').join(' '));
  expect(line.texts.length).toBe(129);
  expect(line.texts.at(-1)).toBe('<...>');
});

test('an empty line has no token', () => {
  expect(tokenize('  \t ').texts).toEqual([]);
});

test('two lines have one hash exactly when they have one signature', () => {
  const piece = fc.constantFrom(
    'user',
    'Jan',
    '17',
    'x99',
    '/a/b',
    '=',
    ' ',
    '  ',
    ',',
    'db.shop.svc',
    '5ms',
    '0xa',
    '\u00a0',
    'é',
    '1.2.3.4:80',
    'http://x/y',
  );
  const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const hashOf = (text: string) => {
    const hash = { low: 0, high: 0, tokens: 0 };
    hashSignature(text, hash);
    return hash;
  };
  fc.assert(
    fc.property(line, line, fc.boolean(), (a, b, isLong) => {
      const [x, y] = isLong ? [a.repeat(40), b.repeat(40)] : [a, b];
      const isSame = isDeepStrictEqual(tokenize(x), tokenize(y));
      expect(hashOf(x).tokens).toBe(tokenize(x).texts.length);
      expect(isDeepStrictEqual(hashOf(x), hashOf(y))).toBe(isSame);
    }),
    { numRuns: 1_000 },
  );
});
