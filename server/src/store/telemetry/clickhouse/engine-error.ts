import { failure, type KnownError } from '@foreshock/model/known-error.ts';

/** Error codes of ClickHouse: a query over its time, its memory or its rows. */
const TOO_EXPENSIVE = new Set([158, 159, 160, 241, 307]);
/** Of these an insert is guilty by its rows: the same ones again end the same. A full disk or too many parts is not here. */
const REFUSALS = new Set([
  6, // CANNOT_PARSE_TEXT
  9, // SIZES_OF_COLUMNS_DOESNT_MATCH
  27, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  36, // BAD_ARGUMENTS
  43, // ILLEGAL_TYPE_OF_ARGUMENT
  44, // ILLEGAL_COLUMN
  53, // TYPE_MISMATCH
  70, // CANNOT_CONVERT_TYPE
  72, // CANNOT_PARSE_NUMBER
  117, // INCORRECT_DATA
  128, // TOO_LARGE_ARRAY_SIZE
  131, // TOO_LARGE_STRING_SIZE
  190, // SIZES_OF_ARRAYS_DONT_MATCH
  321, // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  349, // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  407, // DECIMAL_OVERFLOW
  469, // VIOLATED_CONSTRAINT
]);
const MEMORY_LIMIT_EXCEEDED = 241;
const TOO_MANY_PARTS = 252;
const RETRY_AFTER_MS = 2_000;

/** Code and name in `Code: 241. DB::Exception: ... (MEMORY_LIMIT_EXCEEDED)`; `undefined` when the text holds none. */
export function parseEngineError(message: string): { readonly code: number; readonly name: string } | undefined {
  const code = /Code: (\d+)\./.exec(message);
  const names = [...message.matchAll(/\(([A-Z][A-Z0-9_]+)\)/g)];
  return code ? { code: Number(code[1]), name: names.at(-1)?.[1] ?? 'UNKNOWN' } : undefined;
}

/**
 * An error of the engine in our words; its own text may hold values of a query and goes no further than its name.
 * What the engine did not throw is a bug of ours and is thrown again.
 */
export function errorOfEngine(task: string, thrown: unknown): { ok: false; error: KnownError } {
  if (!isEngineError(thrown)) throw thrown;
  const engine = parseEngineError(thrown.message);
  if (engine !== undefined && TOO_EXPENSIVE.has(engine.code)) {
    return failure(
      'query-too-expensive',
      `cannot ${task}: it took too much time or memory; ask for a shorter time range`,
    );
  }
  const reason = engine === undefined ? '' : `: the engine answered ${engine.name} (${engine.code})`;
  return failure('store-unavailable', `cannot ${task}${reason}`, RETRY_AFTER_MS);
}

/** The same for an insert: what the engine would not take whenever it is asked is `telemetry-refused`. */
export function errorOfInsert(thrown: unknown): { ok: false; error: KnownError } {
  const task = 'append telemetry';
  if (!isEngineError(thrown)) throw thrown;
  const engine = parseEngineError(thrown.message);
  if (engine?.code === MEMORY_LIMIT_EXCEEDED) {
    // The limit of all work together is about others too, and passes.
    return isOwnMemoryLimit(thrown.message)
      ? failure(
          'telemetry-refused',
          `cannot ${task}: it takes more memory than store.insertMemoryBytes allows; raise it and try again`,
        )
      : failure('store-unavailable', `cannot ${task}: the store has no memory left now`, RETRY_AFTER_MS);
  }
  const tooManyDays = engine?.code === TOO_MANY_PARTS && thrown.message.includes('Too many partitions');
  if (engine !== undefined && (REFUSALS.has(engine.code) || tooManyDays)) {
    return failure('telemetry-refused', `cannot ${task}: the engine answered ${engine.name} (${engine.code})`);
  }
  const reason = engine === undefined ? '' : `: the engine answered ${engine.name} (${engine.code})`;
  return failure('store-unavailable', `cannot ${task}${reason}`, RETRY_AFTER_MS);
}

function isOwnMemoryLimit(message: string): boolean {
  return /^Code: \d+\. DB::Exception: Query memory limit exceeded/.test(message);
}

function isEngineError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('CHDB_')
  );
}
