// `foreshock <command>`: the program itself, or what is done beside it while it runs, one process for each call.
import { existsSync, readFileSync } from 'node:fs';
import { isOfflineBackup, runBackupCommand } from './backup-commands.ts';
import { runCli } from './cli/run-cli.ts';
import { runKeysCommand } from './keys-command.ts';
import { runLedgerCommand } from './ledger-commands.ts';
import { runLlmCommand } from './llm-commands.ts';
import { isOfflineToken, runTokenCommand } from './token-command.ts';
import { VERSION } from './version.ts';

const argv = process.argv.slice(2);
const stop = new AbortController();
const tools = {
  environment: process.env,
  readText: (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  print: (line: string) => process.stdout.write(`${line}\n`),
  complain: (line: string) => process.stderr.write(`${line}\n`),
};
process.once('SIGINT', () => stop.abort());
if (argv[0] === 'ledger') process.exitCode = await runLedgerCommand(argv.slice(1), tools);
else if (argv[0] === 'llm') process.exitCode = await runLlmCommand(argv.slice(1), tools);
else if (isOfflineToken(argv)) process.exitCode = await runTokenCommand(argv.slice(2), tools);
else if (argv[0] === 'keys') process.exitCode = await runKeysCommand(argv.slice(1), tools);
else if (isOfflineBackup(argv)) process.exitCode = await runBackupCommand(argv, tools);
else if (argv[0] === 'start' || argv[0] === 'demo') {
  // What follows the word is for the program itself, which reads it where it stands.
  process.argv.splice(2, 1);
  if (argv[0] === 'demo') process.env.FORESHOCK_DEMO = 'true';
  await import('./main.ts');
} else if (argv[0] === 'mcp') {
  // Loaded here alone: the protocol's library is large.
  const { serveMcp } = await import('./cli/serve-mcp.ts');
  process.exitCode = await serveMcp(argv.slice(1), VERSION, tools);
} else process.exitCode = await runCli(argv, tools, stop.signal);
