import { ProblemError } from '@foreshock/contract/client.ts';
import { type ErrorCode, errorKinds, failure, success } from '@foreshock/model/known-error.ts';
import { serveStdio } from '../mcp/serve-stdio.ts';
import type { CliTools, ExitCode } from './cli-tools.ts';
import { parseWords } from './parse-words.ts';
import { openDoor } from './run-cli.ts';

/** `foreshock mcp`: the tools on standard input and output, asked of a running program with the key. */
export async function serveMcp(argv: readonly string[], version: string, tools: CliTools): Promise<ExitCode> {
  const parsed = parseWords(argv, ['url', 'key-file']);
  const door = parsed.ok ? await openDoor(parsed.value.flags, tools) : parsed;
  if (!door.ok) {
    tools.complain(door.error.message);
    return parsed.ok ? 1 : 2;
  }
  const { client } = door.value;
  await serveStdio(version, async (name, input, signal) => {
    try {
      // The cast holds: the server checks the input by the schema of the operation.
      return success(await client(name, input as never, signal));
    } catch (error) {
      if (!(error instanceof ProblemError)) return failure('internal', 'the program cannot be reached');
      const { code, detail } = error.problem;
      return failure(Object.hasOwn(errorKinds, code) ? (code as ErrorCode) : 'internal', detail);
    }
  });
  return 0;
}
