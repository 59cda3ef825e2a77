import { failure, type KnownError } from '@foreshock/model/known-error.ts';

/** Error codes of ClickHouse: a query over its time, its memory or its rows. */
const TOO_EXPENSIVE = new Set([158, 159, 160, 241, 307]);
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

function isEngineError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('CHDB_')
  );
}
