/** The numbers by which PostgreSQL in WebAssembly knows what went wrong with a file (WASI preview 1, `errno`). */
const numbers = {
  EACCES: 2,
  EBADF: 8,
  EEXIST: 20,
  EFBIG: 22,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  EMFILE: 33,
  ENAMETOOLONG: 37,
  ENFILE: 41,
  ENOENT: 44,
  ENOSPC: 51,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  EDQUOT: 19,
  EPERM: 63,
  EROFS: 69,
} as const;

type WasiErrorName = keyof typeof numbers;

export interface WasiError extends Error {
  readonly code: number;
}

export function wasiError(name: WasiErrorName, message: string, cause?: unknown): WasiError {
  return Object.assign(new Error(message, { cause }), { code: numbers[name] });
}

/** An error of `node:fs` with its number; what has none is an input or output error to PostgreSQL. */
export function asWasiError(error: unknown): WasiError {
  if (!(error instanceof Error)) return wasiError('EIO', String(error));
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return error as WasiError; // it has the number already
  const known = typeof code === 'string' && code in numbers;
  return wasiError(known ? (code as WasiErrorName) : 'EIO', error.message, error);
}
