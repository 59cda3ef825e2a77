// How the program is, and who may ask it.
import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { type CliCall, type CliCommand, type ExitCode, tell } from './cli-tools.ts';
import { plainLine, tableText } from './table-text.ts';

interface Finding {
  readonly ok: boolean;
  readonly what: string;
}

async function examine({ client }: CliCall): Promise<Finding[]> {
  const status = await client('getStatus', {});
  const { share, floor, silent } = status.dataTrust;
  const late = status.catchingUp;
  return [
    { ok: true, what: `version ${status.version}, project ${status.project.id}, as ${status.user.role}` },
    {
      ok: late === null,
      what: late === null ? 'analysis is on time' : `analysis is behind by ${late.behind}`,
    },
    {
      ok: share === null || share >= floor,
      what: share === null ? 'no telemetry is expected yet' : `${Math.round(share * 100)} % of the telemetry arrives`,
    },
    ...silent.map(({ entity, since }) => ({ ok: false, what: `${plainLine(entity.name)} is silent since ${since}` })),
    ...status.damaged.map(({ where, bytes }) => ({ ok: false, what: `${bytes} bytes of ${where} cannot be read` })),
    ...status.transport.certificates.map(({ port, daysLeft, problem }) => ({
      ok: problem === null && daysLeft > 0,
      what: problem ?? `the certificate of ${port} holds for ${daysLeft} days`,
    })),
    { ok: status.backups.failed === null, what: backupWords(status.backups) },
  ];
}

function backupWords({ lastAt, failed }: OutputOf<Catalog['getStatus']>['backups']): string {
  const last = lastAt === null ? 'no backup was made yet' : `the last backup has all until ${lastAt}`;
  return failed === null ? last : `the backup of ${failed.at} failed, ${failed.reason}; ${last}`;
}

async function doctor(call: CliCall): Promise<ExitCode> {
  const findings = await examine(call);
  const isHealthy = findings.every(({ ok }) => ok);
  tell(call, { healthy: isHealthy, findings }, () =>
    findings.map(({ ok, what }) => `${ok ? 'ok ' : 'BAD'}  ${what}`).join('\n'),
  );
  return isHealthy ? 0 : 3;
}

const keyTable = (
  items: readonly { id: string; name: string; role: string; state: string; lastUsedAt: string | null }[],
) =>
  tableText(
    ['id', 'name', 'role', 'state', 'last used'],
    items.map((key) => [key.id, key.name, key.role, key.state, key.lastUsedAt ?? 'never']),
  );

export const stateCommands: readonly CliCommand[] = [
  {
    name: 'status',
    usage: '',
    summary: 'the project, what arrives, and how far analysis is',
    flags: [],
    words: 0,
    run: async (call) => {
      const answer = await call.client('getStatus', {});
      return tell(call, answer, ({ project, version, analysedUntil, signals, refused, backups }) =>
        [
          `${project.name} (${project.id}), version ${version}, analysed until ${analysedUntil ?? 'nothing yet'}`,
          ...signals.map(
            ({ signal, records, lastArrival }) => `${signal}: ${records} records, last ${lastArrival ?? '-'}`,
          ),
          ...refused.map(({ reason, count }) => `refused: ${count} ${reason}`),
          backupWords(backups),
        ].join('\n'),
      );
    },
  },
  {
    name: 'doctor',
    usage: '',
    summary: 'what is wrong with the program itself; exit code 3 when something is',
    flags: [],
    words: 0,
    run: doctor,
  },
  {
    name: 'token list',
    usage: '',
    summary: 'the API keys of the project',
    flags: [],
    words: 0,
    run: async (call) => tell(call, await call.client('listApiKeys', {}), ({ items }) => keyTable(items)),
  },
  {
    name: 'token create',
    usage: 'NAME [--role viewer|responder|editor|admin] [--expires TIME] [--link SIGN-IN-LINK | --data DIR]',
    summary:
      'makes an API key and prints it, this once; a sign-in link, or the data of a program that is not running, needs no key',
    flags: ['role', 'expires', 'link'],
    words: 1,
    run: async (call) => {
      const expiresAt = call.flags.get('expires');
      const input = {
        name: call.words[0]!,
        // The server refuses another word and names those that there are.
        role: (call.flags.get('role') ?? 'viewer') as 'viewer',
        ...(expiresAt !== undefined && { expiresAt }),
      };
      return tell(call, await call.client('createApiKey', input), ({ secret }) => secret);
    },
  },
  {
    name: 'token rotate',
    usage: 'ID [--overlap P1D]',
    summary: 'a new key for the same program; the old one ends after the overlap',
    flags: ['overlap'],
    words: 1,
    run: async (call) => {
      const input = { id: call.words[0]!, overlap: call.flags.get('overlap') ?? 'P1D' };
      return tell(call, await call.client('rotateApiKey', input), ({ secret }) => secret);
    },
  },
  {
    name: 'token revoke',
    usage: 'ID',
    summary: 'ends a key at once',
    flags: [],
    words: 1,
    run: async (call) =>
      tell(call, await call.client('revokeApiKey', { id: call.words[0]! }), (key) => keyTable([key])),
  },
  {
    name: 'changes tell',
    usage: 'ENTITY TEXT [--kind deploy|config|scale|node|quota] [--at TIME]',
    summary: 'tells of a deploy or another change, from CI',
    flags: ['kind', 'at'],
    words: 2,
    run: async (call) => {
      const at = call.flags.get('at');
      const input = {
        entity: call.words[0]!,
        text: call.words[1]!,
        // The server refuses another word and names those that there are.
        kind: (call.flags.get('kind') ?? 'deploy') as 'deploy',
        ...(at !== undefined && { at }),
      };
      return tell(call, await call.client('recordChange', input), ({ id }) => id);
    },
  },
];
