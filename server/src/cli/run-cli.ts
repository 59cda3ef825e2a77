// `foreshock <command>` against a running program: finds the command, the address and the key, and says what went wrong.
import { createClient, ProblemError } from '@foreshock/contract/client.ts';
import { configSchema } from '@foreshock/contract/config-file.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { redeemSignInLink } from '../base/net/redeem-link.ts';
import { alertingCommands } from './alerting-commands.ts';
import { backupCommands } from './backup-commands.ts';
import type { CliCall, CliCommand, CliTools, ExitCode } from './cli-tools.ts';
import { completionScript, shells } from './completion.ts';
import { configCommands, readConfigFile } from './config/config-commands.ts';
import { connectCommand } from './connect-command.ts';
import { drillCommands } from './drill-commands.ts';
import { findingCommands } from './finding-commands.ts';
import { parseWords } from './parse-words.ts';
import { replayCommand } from './replay-command.ts';
import { stateCommands } from './state-commands.ts';
import { watchCommands } from './watch-commands.ts';

export const commands: readonly CliCommand[] = [
  ...findingCommands,
  ...watchCommands,
  ...stateCommands,
  connectCommand,
  ...alertingCommands,
  ...backupCommands,
  replayCommand,
  ...drillCommands,
  ...configCommands,
];

/** Those that ask nobody. */
const LOCAL = [
  {
    name: 'start',
    usage: '[--data DIR] [--port N] [--config FILE] [--no-demo] [--insecure]',
    summary: 'the program itself, until Ctrl-C; as npm start does',
    flags: ['data', 'port', 'config'],
    switches: ['no-demo', 'insecure'],
  },
  {
    name: 'demo',
    usage: '[--data DIR] [--port N] [--config FILE]',
    summary: 'the program with its simulated shop, whatever the configuration says of it',
    flags: ['data', 'port', 'config'],
  },
  { name: 'config check', usage: 'FILE', summary: 'all faults of a file of configuration', flags: [] },
  { name: 'config schema', usage: '', summary: 'JSON Schema of a file of configuration, for editors', flags: [] },
  { name: 'mcp', usage: '', summary: 'tools for an assistant on standard input and output', flags: [] },
  { name: 'completion', usage: shells.join('|'), summary: 'a script for your shell', flags: [] },
  { name: 'ledger verify', usage: '', summary: 'on the data of a program that is not running', flags: [] },
  { name: 'ledger export', usage: '', summary: 'every row, oldest first', flags: [] },
  {
    name: 'llm calls',
    usage: '',
    summary: 'every call to a language model, of a program that is not running',
    flags: [],
  },
  {
    name: 'backup verify',
    usage: 'BACKUP [--key-file FILE]',
    summary:
      'restores a backup into a directory that is deleted again, reads and counts; exit code 3 when it is damaged',
    flags: ['data', 'config'],
  },
  {
    name: 'restore',
    usage: 'BACKUP --data DIR [--key-file FILE]',
    summary: 'into a new or empty directory, on which the program then starts',
    flags: ['data', 'config'],
  },
  {
    name: 'keys rotate',
    usage: '--data DIR [--new-key-file FILE]',
    summary: 'another master key opens the data of a program that is not running, and the present one does not',
    flags: ['data', 'config', 'new-key-file'],
  },
  { name: 'llm export', usage: '', summary: 'examples to tune a model with', flags: [] },
];

const PRESET_URL = 'http://127.0.0.1:8080';

export function cliUsage(): string {
  const all = [...commands, ...LOCAL];
  const lines = all.map(({ name, usage, summary }) => `  foreshock ${`${name} ${usage}`.trim()}\n      ${summary}`);
  return `${lines.join('\n')}

  --url URL         of the program; FORESHOCK_URL, else ${PRESET_URL}
  --key-file FILE   with an API key; or the key in FORESHOCK_API_KEY
  --json            the answer as JSON

exit code: 0 done, 1 could not be done, 2 wrong use, 3 unhealthy or different`;
}

/** `argv`: what follows the program's name. */
export async function runCli(argv: readonly string[], tools: CliTools, signal: AbortSignal): Promise<ExitCode> {
  const [first, second] = argv;
  if (first === undefined || first === '--help' || first === 'help') {
    tools.print(cliUsage());
    return first === undefined ? 2 : 0;
  }
  if (first === 'completion') return printCompletion(second, tools);
  if (first === 'config' && second === 'schema') {
    tools.print(JSON.stringify(configSchema(), undefined, 2));
    return 0;
  }
  if (first === 'config' && second === 'check') {
    if (argv[2] === undefined) return wrong('config check: a file is missing', tools);
    if (!readConfigFile(argv[2], { tools })) return 1;
    tools.print(`${argv[2]}: in order`);
    return 0;
  }
  const command = [...commands]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => argv.slice(0, name.split(' ').length).join(' ') === name);
  if (!command) return wrong(`no such command: ${argv.slice(0, 2).join(' ')}`, tools);
  const rest = argv.slice(command.name.split(' ').length);
  const parsed = parseWords(rest, [...command.flags, 'url', 'key-file'], command.switches);
  if (!parsed.ok) return wrong(`${command.name}: ${parsed.error.message}`, tools);
  const { words, flags } = parsed.value;
  if (flags.has('help')) {
    tools.print(`foreshock ${command.name} ${command.usage}\n    ${command.summary}`);
    return 0;
  }
  if (words.length < command.words) return wrong(`usage: foreshock ${command.name} ${command.usage}`, tools);
  try {
    const door = await openDoor(flags, tools);
    if (!door.ok) {
      tools.complain(door.error.message);
      return 1;
    }
    return await command.run({ ...door.value, words, flags, json: flags.has('json'), tools, signal });
  } catch (error) {
    if (signal.aborted) return 0;
    tools.complain(whyNot(error));
    return 1;
  }
}

type Door = Pick<CliCall, 'client' | 'origin' | 'headers'>;

/** With the key, or with a sign-in link where one is given: that is how the first key is made. */
export async function openDoor(flags: ReadonlyMap<string, string>, tools: CliTools): Promise<Result<Door>> {
  const link = flags.get('link');
  if (link !== undefined) {
    const redeemed = await redeemSignInLink(link);
    if (!redeemed.ok) return redeemed;
    const { origin, cookie } = redeemed.value;
    const headers = { cookie };
    return success({ origin, headers, client: createClient({ origin, headers }) });
  }
  const url = flags.get('url') ?? tools.environment.FORESHOCK_URL ?? PRESET_URL;
  if (!URL.canParse(url)) return failure('input-invalid', `--url is "${url}": expected one such as ${PRESET_URL}`);
  const path = flags.get('key-file');
  const key = (path === undefined ? tools.environment.FORESHOCK_API_KEY : tools.readText(path))?.trim();
  if (key === undefined || key === '')
    return failure(
      'credential-missing',
      path === undefined
        ? 'no API key: set FORESHOCK_API_KEY or --key-file; make one on the page Connect, or by token create --link'
        : `--key-file ${path}: there is no such file, or it is empty`,
    );
  const { origin } = new URL(url);
  const headers = { authorization: `Bearer ${key}` };
  return success({ origin, headers, client: createClient({ origin, headers }) });
}

function printCompletion(word: string | undefined, tools: CliTools): ExitCode {
  const shell = shells.find((one) => one === word);
  if (!shell) return wrong(`completion: expected ${shells.join(', ')}`, tools);
  tools.print(completionScript(shell, [...commands, ...LOCAL]).trimEnd());
  return 0;
}

function wrong(text: string, tools: CliTools): ExitCode {
  tools.complain(`${text}; foreshock --help lists the commands`);
  return 2;
}

function whyNot(error: unknown): string {
  if (error instanceof ProblemError) return `${error.problem.code}: ${error.problem.detail}`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause) return `cannot reach the program: ${String(cause.code)}; see --url`;
  return cause instanceof Error ? cause.message : String(cause);
}
