import { ProblemError } from '@foreshock/contract/client.ts';
import type { ConfigFile } from '@foreshock/contract/config-file.ts';
import { failure } from '@foreshock/model/known-error.ts';
import { stringify } from 'yaml';
import { type CliCall, type CliCommand, type ExitCode, tell } from '../cli-tools.ts';
import type { ConfigStep, PlanOptions } from './config-step.ts';
import { type KeptConfig, readKeptConfig } from './kept-config.ts';
import { ownedBy } from './own-items.ts';
import { parseConfig } from './parse-config.ts';
import { planConfig } from './plan-config.ts';

/** `undefined` when it was complained about. */
export function readConfigFile(path: string, { tools }: Pick<CliCall, 'tools'>): ConfigFile | undefined {
  const text = tools.readText(path);
  const parsed =
    text === undefined ? failure('configuration-invalid', `${path}: there is no such file`) : parseConfig(text, path);
  if (parsed.ok) return parsed.value;
  tools.complain(parsed.error.message);
  return undefined;
}

async function diff(call: CliCall): Promise<ExitCode> {
  const file = readConfigFile(call.words[0]!, call);
  if (!file) return 1;
  const { steps, left } = planConfig(file, await readKeptConfig(call.client), optionsOf(call));
  const changes = steps.flatMap(({ what }) => what);
  tell(call, { changes, left }, () =>
    [...(changes.length > 0 ? changes : ['as the file says']), ...leftLines(left)].join('\n'),
  );
  // For pipelines: a difference is an answer and no fault.
  return steps.length === 0 ? 0 : 3;
}

async function apply(call: CliCall): Promise<ExitCode> {
  const file = readConfigFile(call.words[0]!, call);
  if (!file) return 1;
  const kept = await readKeptConfig(call.client);
  const { steps, left } = planConfig(file, kept, optionsOf(call));
  const applied: string[] = [];
  const failed: { readonly what: string; readonly why: string }[] = [];
  for (const step of steps) {
    const why = await whyNotDone(step, call);
    if (why === undefined) applied.push(...step.what);
    else failed.push(...step.what.map((what) => ({ what, why })));
  }
  await markOwned(file, steps.length > 0 ? await readKeptConfig(call.client) : kept, call);
  const lines = [
    ...applied.map((what) => `done: ${what}`),
    ...failed.map(({ what, why }) => `NOT done: ${what}: ${why}`),
  ];
  tell(call, { applied, failed, left }, () =>
    [...(lines.length > 0 ? lines : ['as the file says']), ...leftLines(left)].join('\n'),
  );
  return failed.length > 0 ? 1 : 0;
}

/** A step that fails keeps no other from being tried: each is told by itself. */
async function whyNotDone(step: ConfigStep, { client }: CliCall): Promise<string | undefined> {
  try {
    await step.run(client);
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError) return `${error.problem.code}: ${error.problem.detail}`;
    return error instanceof Error ? error.message : String(error);
  }
}

async function markOwned(file: ConfigFile, kept: KeptConfig, { client }: CliCall): Promise<void> {
  const owned = ownedBy(file, kept);
  if (owned) await client('changeConfigOwnership', { basedOn: kept.ownership.version, owned });
}

function leftLines(left: readonly string[]): string[] {
  return left.map((what) => `left: ${what} only with --delete-others`);
}

function optionsOf({ flags, tools }: CliCall): PlanOptions {
  return {
    deletesOwned: flags.has('delete-others'),
    sendsSecrets: flags.has('send-secrets'),
    readSecret(reference, place) {
      const [kind, ...rest] = reference.split(':');
      const name = rest.join(':');
      const value = (kind === 'env' ? tools.environment[name] : tools.readText(name))?.trim();
      if (value === undefined || value === '')
        throw new Error(`${place}: ${reference} is ${kind === 'env' ? 'not set' : 'no file, or empty'}`);
      return value;
    },
  };
}

export const configCommands: readonly CliCommand[] = [
  {
    name: 'config diff',
    usage: 'FILE [--delete-others] [--send-secrets]',
    summary: 'what a file of configuration would change; exit code 3 when it would',
    flags: [],
    switches: ['delete-others', 'send-secrets'],
    words: 1,
    run: diff,
  },
  {
    name: 'config apply',
    usage: 'FILE [--delete-others] [--send-secrets]',
    summary: 'makes the project as a file says; the second time changes nothing; deletes only what a file made',
    flags: [],
    switches: ['delete-others', 'send-secrets'],
    words: 1,
    run: apply,
  },
  {
    name: 'config export',
    usage: '',
    summary: 'the project as a file says it, in YAML, or JSON with --json; secrets as references',
    flags: [],
    words: 0,
    run: async (call) => tell(call, (await readKeptConfig(call.client)).asFile, (file) => stringify(file).trimEnd()),
  },
];
