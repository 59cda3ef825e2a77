import type { Client } from '@foreshock/contract/client.ts';
import type { ParsedWords } from './parse-words.ts';

/** 0 done, 1 could not be done, 2 wrong use, 3 asked and found unhealthy. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface CliTools {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `undefined` where there is no file. */
  readonly readText: (path: string) => string | undefined;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** One call of a command that asks a running program. */
export interface CliCall extends ParsedWords {
  readonly client: Client;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: boolean;
  readonly tools: CliTools;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface CliCommand {
  /** `incidents list`. */
  readonly name: string;
  /** What follows the name: `ID [--note TEXT]`. */
  readonly usage: string;
  readonly summary: string;
  readonly flags: readonly string[];
  /** Flags that stand alone, beside `--json` and `--help`. */
  readonly switches?: readonly string[];
  /** How many words it needs. */
  readonly words: number;
  readonly run: (call: CliCall) => Promise<ExitCode>;
}

/** The answer as JSON where it is wanted, else as `forPeople` says it. */
export function tell<T>(call: CliCall, answer: T, forPeople: (answer: T) => string): ExitCode {
  call.tools.print(call.json ? JSON.stringify(answer, undefined, 2) : forPeople(answer));
  return 0;
}
