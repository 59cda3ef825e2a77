import { expect, test } from 'vitest';
import { errorOfEngine } from './engine-error.ts';

function engineError(message: string): Error {
  return Object.assign(new Error(message), { code: 'CHDB_QUERY' });
}

test('a query over its limits is too expensive, anything else makes the store unavailable', () => {
  const check = (message: string, code: string) =>
    expect(errorOfEngine('read', engineError(message)).error.code).toBe(code);
  check('Code: 241. DB::Exception: Query memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)', 'query-too-expensive');
  check('Code: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED)', 'query-too-expensive');
  check('Code: 243. DB::Exception: Cannot reserve 1.00 MiB. (NOT_ENOUGH_SPACE)', 'store-unavailable');
  check('no code at all', 'store-unavailable');
});

test('values in the text of the engine stay inside', () => {
  const { error } = errorOfEngine(
    'append',
    engineError("Code: 27. DB::Exception: Cannot parse 'secret (a)'. (CANNOT_PARSE_TEXT)"),
  );
  expect(error.message).toBe('cannot append: the engine answered CANNOT_PARSE_TEXT (27)');
});

test('a bug of ours is thrown on', () => {
  expect(() => errorOfEngine('read', new TypeError('x is undefined'))).toThrow(TypeError);
});
