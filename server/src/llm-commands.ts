// `foreshock llm calls | export`: what was asked of language models, from the data directory of a program that is not running.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { parseTenantId, type TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { sha256Hex } from './base/crypto/digest.ts';
import { readConfig } from './config.ts';
import { findRedactor } from './explanation/redactor-of.ts';
import { openTexts } from './explanation/seal-texts.ts';
import { exportExamples } from './export-examples.ts';
import type { ExitCode, LedgerCommandTools } from './ledger-commands.ts';
import { openStored, type Stored } from './open-stored.ts';
import { findModelSettings } from './store/metadata/model-settings.ts';
import { allModelCalls, findModelCall } from './store/metadata/stories.ts';
import { listTenants } from './store/metadata/tenants.ts';

const LLM_USAGE = `foreshock llm calls     prints every call to a language model as a line of JSON, oldest first
foreshock llm export    writes chat and preference examples to tune a model with, and a manifest

  --data DIR, --config FILE   whose calls; the program must not be running
  --project ID                one project; needed where there are several
  --texts                     calls: with the exact text that left and the exact answer
  --out DIR                   export: a directory that is empty or not there yet
  --unrated                   export: also answers that held and that nobody has rated

exit code: 0 done, 1 could not be done, 2 wrong use`;

interface Wanted {
  readonly act: 'calls' | 'export';
  readonly project: TenantId | undefined;
  readonly texts: boolean;
  readonly unrated: boolean;
  readonly out: string;
  /** What the configuration reads. */
  readonly rest: readonly string[];
}

/** `argv`: what follows `llm`. */
export async function runLlmCommand(argv: readonly string[], tools: LedgerCommandTools): Promise<ExitCode> {
  const wanted = readWanted(argv);
  if (!wanted.ok) {
    tools.complain(`${wanted.error.message}\n\n${LLM_USAGE}`);
    return 2;
  }
  const done = await onData(wanted.value, tools);
  if (done.ok) return 0;
  tools.complain(done.error.message);
  return 1;
}

function readWanted(argv: readonly string[]): Result<Wanted> {
  const [act, ...flags] = argv;
  const wrong = (text: string): Result<never> => failure('input-invalid', text);
  if (act !== 'calls' && act !== 'export') return wrong(`no such command: llm ${act ?? ''}`);
  const rest: string[] = [];
  let project: TenantId | undefined;
  let texts = false;
  let unrated = false;
  let out = '';
  for (let at = 0; at < flags.length; at++) {
    const flag = flags[at]!;
    if (flag === '--texts' && act === 'calls') texts = true;
    else if (flag === '--unrated' && act === 'export') unrated = true;
    else {
      const value = flags[++at];
      if (value === undefined) return wrong(`${flag}: a value is missing`);
      if (flag === '--project') {
        project = parseTenantId(value);
        if (project === undefined) return wrong(`--project is "${value}": expected the id of a project, such as demo`);
      } else if (flag === '--out' && act === 'export') out = value;
      else if (flag === '--data' || flag === '--config') rest.push(flag, value);
      else return wrong(`unknown flag ${flag}`);
    }
  }
  if (act === 'export' && out === '') return wrong('--out: name the directory that the examples go to');
  return success({ act, project, texts, unrated, out, rest });
}

async function onData(wanted: Wanted, tools: LedgerCommandTools): Promise<Result<void>> {
  const config = readConfig(wanted.rest, tools.environment, tools.readText);
  if (!config.ok) return config;
  const opened = await openStored(config.value, 'GET /api/v1/model-calls');
  if (!opened.ok) return opened;
  try {
    const known = (await listTenants(opened.value.db)).map(({ id }) => id);
    const chosen = wanted.project === undefined ? known : known.filter((id) => id === wanted.project);
    const [tenant, ...others] = chosen;
    if (tenant === undefined)
      return failure('input-invalid', `no project ${wanted.project ?? ''}: there are ${known.join(', ') || 'none'}`);
    if (others.length > 0)
      return failure('input-invalid', `there are several projects: choose one with --project, of ${known.join(', ')}`);
    if (wanted.act === 'export') return await exportTo(wanted, tenant, opened.value, tools);
    await printCalls(wanted, tenant, opened.value, tools);
    return success();
  } finally {
    await opened.value.close();
  }
}

async function printCalls(
  { texts }: Wanted,
  tenant: TenantId,
  { db, keys }: Stored,
  { print }: LedgerCommandTools,
): Promise<void> {
  for await (const { call } of allModelCalls(db, tenant)) {
    const found = texts ? await findModelCall(db, tenant, call.id) : undefined;
    const opened = found && openTexts(found.sealed, tenant, call.id, keys);
    print(JSON.stringify({ ...call, time: formatTime(call.time), ...opened }));
  }
}

async function exportTo(
  { out, unrated }: Wanted,
  tenant: TenantId,
  { db, keys }: Stored,
  { print }: LedgerCommandTools,
): Promise<Result<void>> {
  const { settings } = await findModelSettings(db, tenant);
  if (!settings.mayExport)
    return failure(
      'role-insufficient',
      `project ${tenant} has not allowed the export: an admin allows it on the page What left, or with changeModelSettings`,
    );
  if (existsSync(out) && readdirSync(out).length > 0)
    return failure('input-invalid', `--out ${out} is not empty: name a directory that is not there yet`);
  const redactor = await findRedactor(tenant, db, keys);
  if (!redactor.ok) return redactor;
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const manifest = await exportExamples({
    tenant,
    db,
    keys,
    redact: (text) => redactor.value.text(text),
    withUnrated: unrated,
    append: (file, line) => appendFileSync(join(out, file), line, { mode: 0o600 }),
    hashOf: (file) => {
      const path = join(out, file);
      if (!existsSync(path)) writeFileSync(path, '', { mode: 0o600 });
      return sha256Hex(readFileSync(path));
    },
  });
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
  for (const { name, rows } of manifest.files) print(`${name}: ${rows}`);
  const left = Object.entries(manifest.leftOut).map(([why, count]) => `${why} ${count}`);
  print(`left out: ${left.join(', ') || 'none'}`);
  return success();
}
