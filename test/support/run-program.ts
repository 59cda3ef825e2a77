import { type ChildProcess, spawn } from 'node:child_process';

export interface RunningProgram {
  readonly child: ChildProcess;
  output(): string;
  /** Exit code, or `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Runs somebody else's program and keeps what it prints. `directory`: where it begins and may leave files. */
export function runProgram(command: string, args: readonly string[], directory?: string): RunningProgram {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: directory });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { child, output: () => text, ended };
}
