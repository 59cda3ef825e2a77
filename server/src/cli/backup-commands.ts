// Backups of the program that runs.
import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { delay } from '../base/schedule.ts';
import { type CliCall, type CliCommand, type ExitCode, tell } from './cli-tools.ts';
import { tableText } from './table-text.ts';

type Backups = OutputOf<Catalog['listBackups']>;

const LOOK_EVERY_MS = 250;

const WORDS: Readonly<Record<NonNullable<Backups['running']>['step'], string>> = {
  waiting: 'waiting for the insert in hand',
  metadata: 'copying metadata',
  telemetry: 'copying telemetry; what arrives meanwhile waits in the journal',
  stream: 'copying what is not stored yet',
  sums: 'adding up; telemetry is stored again',
};

async function makeBackup(call: CliCall): Promise<ExitCode> {
  const { startedAt } = await call.client('startBackup', {});
  let told = '';
  for (;;) {
    const { running, failed, items, directory } = await call.client('listBackups', {});
    if (running) {
      if (running.step !== told && !call.json) call.tools.print(WORDS[running.step]);
      told = running.step;
      await delay(LOOK_EVERY_MS, call.signal);
      if (!call.signal.aborted) continue;
      call.tools.complain('the backup goes on: foreshock backup list says what became of it');
      return 1;
    }
    const made = items[0];
    if (failed || !made || made.markedAt < startedAt) {
      call.tools.complain(`no backup was made: ${failed?.reason ?? 'see the log of the program'}`);
      return 1;
    }
    return tell(call, { ...made, directory }, () => `${directory}/${made.name}, ${megabytes(made.sizeBytes)}`);
  }
}

async function listAll(call: CliCall): Promise<ExitCode> {
  const answer = await call.client('listBackups', {});
  return tell(call, answer, ({ items, running, failed, directory }) =>
    [
      tableText(
        ['name', 'all until', 'size'],
        items.map((backup) => [backup.name, backup.markedAt, megabytes(backup.sizeBytes)]),
      ),
      `in ${directory}`,
      ...(running ? [`one is being made: ${WORDS[running.step]}`] : []),
      ...(failed ? [`the last one failed at ${failed.at}: ${failed.reason}`] : []),
    ].join('\n'),
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const backupCommands: readonly CliCommand[] = [
  {
    name: 'backup',
    usage: '[--offline --data DIR --to DIR]',
    summary: 'writes a backup of everything; offline: of a program that is not running, and needs no key',
    flags: ['data', 'to'],
    switches: ['offline'],
    words: 0,
    run: makeBackup,
  },
  {
    name: 'backup list',
    usage: '',
    summary: 'the backups that there are, and what became of the last',
    flags: [],
    words: 0,
    run: listAll,
  },
];
