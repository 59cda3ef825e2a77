// `foreshock token create NAME --data DIR`: a first key on a machine without a browser, made in the data directory of a
// program that is not running. Prints nothing but the key.

import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { type Role, roles } from '@foreshock/model/role.ts';
import { parseTenantId, type TenantId } from '@foreshock/model/tenant.ts';
import { parseTime, type Timestamp } from '@foreshock/model/time.ts';
import { systemClock } from './base/clock.ts';
import { parseWords } from './cli/parse-words.ts';
import { readConfig } from './config.ts';
import type { ExitCode, LedgerCommandTools } from './ledger-commands.ts';
import { openStored } from './open-stored.ts';
import { createApiKey, MAX_ACTIVE_API_KEYS } from './store/metadata/api-keys.ts';
import { recordAudit } from './store/metadata/audit.ts';
import { inTransaction } from './store/metadata/in-transaction.ts';
import { listTenants } from './store/metadata/tenants.ts';

const TOKEN_USAGE = `foreshock token create NAME --data DIR   makes an API key and prints it, this once

  --data DIR, --config FILE   whose key; the program must not be running
  --project ID                needed where there are several
  --role ROLE                 ${roles.join(', ')}; viewer without it
  --expires TIME              never without it

exit code: 0 done, 1 could not be done, 2 wrong use`;

/** Flags that the configuration reads. */
const OF_CONFIG = ['data', 'config'];

/** Without them a running program is asked. */
export function isOfflineToken([noun, verb, ...rest]: readonly string[]): boolean {
  return noun === 'token' && verb === 'create' && rest.some((word) => word === '--data' || word === '--config');
}

interface Wanted {
  readonly name: string;
  readonly role: Role;
  readonly project: TenantId | undefined;
  readonly expiresAt: Timestamp | undefined;
  /** What the configuration reads. */
  readonly rest: readonly string[];
}

/** `argv`: what follows `token create`. */
export async function runTokenCommand(argv: readonly string[], tools: LedgerCommandTools): Promise<ExitCode> {
  const wanted = readWanted(argv);
  if (!wanted.ok) {
    tools.complain(`${wanted.error.message}\n\n${TOKEN_USAGE}`);
    return 2;
  }
  const made = await makeKey(wanted.value, tools);
  if (made.ok) tools.print(made.value);
  else tools.complain(made.error.message);
  return made.ok ? 0 : 1;
}

function readWanted(argv: readonly string[]): Result<Wanted> {
  const wrong = (text: string): Result<never> => failure('input-invalid', text);
  const parsed = parseWords(argv, ['role', 'project', 'expires', ...OF_CONFIG]);
  if (!parsed.ok) return parsed;
  const { words, flags } = parsed.value;
  const [name = '', ...more] = words.map((word) => word.trim());
  if (name === '' || name.length > 100) return wrong('NAME: say which program has the key, in 1 to 100 characters');
  if (more.length > 0) return wrong(`${more.join(' ')}: expected one NAME; put one of several words in quotes`);
  const givenRole = flags.get('role') ?? 'viewer';
  const role = roles.find((one) => one === givenRole);
  if (role === undefined) return wrong(`--role is "${givenRole}": expected ${roles.join(', ')}`);
  const givenProject = flags.get('project');
  const project = givenProject === undefined ? undefined : parseTenantId(givenProject);
  if (givenProject !== undefined && project === undefined)
    return wrong(`--project is "${givenProject}": expected the id of a project, such as demo`);
  const givenEnd = flags.get('expires');
  const expiresAt = givenEnd === undefined ? undefined : parseTime(givenEnd);
  if (givenEnd !== undefined && expiresAt === undefined)
    return wrong(`--expires is "${givenEnd}": expected a time such as 2027-01-01T00:00:00Z`);
  const rest = OF_CONFIG.flatMap((flag) => (flags.has(flag) ? [`--${flag}`, flags.get(flag)!] : []));
  return success({ name, role, project, expiresAt, rest });
}

async function makeKey(
  { name, role, project, expiresAt, rest }: Wanted,
  tools: LedgerCommandTools,
): Promise<Result<string>> {
  const config = readConfig(rest, tools.environment, tools.readText);
  if (!config.ok) return config;
  const opened = await openStored(config.value, 'token create without --data');
  if (!opened.ok) return opened;
  const { db, close } = opened.value;
  try {
    const now = systemClock.now();
    if (expiresAt !== undefined && expiresAt <= now)
      return failure('input-invalid', '--expires: expected a time that has not passed');
    const known = (await listTenants(db)).map(({ id }) => id);
    const [tenant, ...others] = known.filter((id) => project === undefined || id === project);
    if (tenant === undefined)
      return failure('input-invalid', `no project ${project ?? ''}: there are ${known.join(', ') || 'none'}`);
    if (others.length > 0)
      return failure('input-invalid', `there are several projects: choose one with --project, of ${known.join(', ')}`);
    const by = 'command line';
    const made = await inTransaction(db, async (trx) => {
      const key = await createApiKey(trx, tenant, { name, role, createdBy: by, expiresAt }, now);
      const entry = {
        actor: by,
        action: 'createApiKey',
        object: key?.key.id ?? '',
        credential: 'data directory',
        address: '',
      };
      if (key) await recordAudit(trx, tenant, { ...entry, outcome: 'done' }, now);
      return key;
    });
    return made
      ? success(made.secret)
      : failure('state-conflict', `the project has ${MAX_ACTIVE_API_KEYS} keys: revoke one first`);
  } finally {
    await close();
  }
}
