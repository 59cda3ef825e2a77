import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND_LINE = fileURLToPath(new URL('../../server/src/command-line.ts', import.meta.url));

export interface CommandEnd {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** `foreshock <argv>` as a process of its own, as a person would call it. */
export function runCommand(
  argv: readonly string[],
  options: { readonly variables?: Readonly<Record<string, string>>; readonly signal?: AbortSignal } = {},
): Promise<CommandEnd> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FORESHOCK_'));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', COMMAND_LINE, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(inherited), ...options.variables },
    killSignal: 'SIGKILL',
    ...(options.signal && { signal: options.signal }),
  });
  const texts = { out: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.errors += text;
  });
  // Aborted by the caller: it says so by its code.
  child.on('error', () => {});
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...texts })));
}
