// `foreshock <command>`: what is done beside the running program, one process for each call.
import { existsSync, readFileSync } from 'node:fs';
import { LEDGER_USAGE, runLedgerCommand } from './ledger-commands.ts';

const [command, ...rest] = process.argv.slice(2);
if (command === 'ledger') {
  process.exitCode = await runLedgerCommand(rest, {
    environment: process.env,
    readText: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
  });
} else {
  process.stderr.write(`${command === undefined ? '' : `no such command: ${command}\n\n`}${LEDGER_USAGE}\n`);
  process.exitCode = 2;
}
