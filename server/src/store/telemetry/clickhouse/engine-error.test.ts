import { expect, test } from 'vitest';
import { errorOfEngine, errorOfInsert } from './engine-error.ts';

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

test('an insert is refused for its rows, or unavailable for what passes', () => {
  const check = (message: string, code: string) =>
    expect(errorOfInsert(engineError(message)).error.code, message).toBe(code);
  check(
    'Code: 241. DB::Exception: Query memory limit exceeded: would use 2 MiB. (MEMORY_LIMIT_EXCEEDED)',
    'telemetry-refused',
  );
  check(
    'Code: 241. DB::Exception: (total) memory limit exceeded: would use 3 GiB. (MEMORY_LIMIT_EXCEEDED)',
    'store-unavailable',
  );
  check(
    'Code: 252. DB::Exception: Too many partitions for single INSERT block (more than 100). (TOO_MANY_PARTS)',
    'telemetry-refused',
  );
  check(
    'Code: 252. DB::Exception: Too many parts (3000 with average size of 1 MiB). (TOO_MANY_PARTS)',
    'store-unavailable',
  );
  check('Code: 128. DB::Exception: Too large array size. (TOO_LARGE_ARRAY_SIZE)', 'telemetry-refused');
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
