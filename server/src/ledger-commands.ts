// `foreshock ledger verify | export`: works on the data directory of a program that is not running, or on a file that was
// exported. Prints nothing but its answer.
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import { parseTenantId, type TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { chainFaultWords } from '@foreshock/model/wording/chain-fault-words.ts';
import { readConfig } from './config.ts';
import { openStored } from './open-stored.ts';
import { createChainAnchors } from './store/metadata/chain-anchors.ts';
import type { MetadataDatabase } from './store/metadata/database.ts';
import { type ChainHead, genesisHash } from './store/metadata/hash-chain.ts';
import { type JudgedChain, judgeChain } from './store/metadata/judge-chain.ts';
import { exportLedger } from './store/metadata/ledger.ts';
import { CSV_HEAD, ledgerLine, parseLedgerLine } from './store/metadata/ledger-lines.ts';
import { listTenants } from './store/metadata/tenants.ts';
import { verifyChain } from './store/metadata/verify-chain.ts';

const LEDGER_USAGE = `foreshock ledger verify   names every row that is not what was written
foreshock ledger export   prints every row, oldest first

  --data DIR, --config FILE   whose ledger; the program must not be running
  --project ID                one project; all without it
  --file FILE                 verify: an export in JSON lines instead of a data directory
  --anchor SEQUENCE:HASH      verify: a head that you have kept; may be given several times
  --format jsonl|csv          export: JSON lines without it
  --json                      verify: the answer as JSON

exit code: 0 as written, 1 could not be read, 2 wrong use, 3 not as written`;

export type ExitCode = 0 | 1 | 2 | 3;

export interface LedgerCommandTools {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => string | undefined;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

interface Wanted {
  readonly act: 'verify' | 'export';
  readonly project: TenantId | undefined;
  readonly file: string | undefined;
  readonly anchors: readonly ChainHead[];
  readonly format: 'jsonl' | 'csv';
  readonly json: boolean;
  /** What the configuration reads. */
  readonly rest: readonly string[];
}

/** `argv`: what follows `ledger`. */
export async function runLedgerCommand(argv: readonly string[], tools: LedgerCommandTools): Promise<ExitCode> {
  const wanted = readWanted(argv);
  if (!wanted.ok) {
    tools.complain(`${wanted.error.message}\n\n${LEDGER_USAGE}`);
    return 2;
  }
  const done = wanted.value.file === undefined ? await onData(wanted.value, tools) : await onFile(wanted.value, tools);
  if (done.ok) return done.value;
  tools.complain(done.error.message);
  return 1;
}

function readWanted(argv: readonly string[]): Result<Wanted> {
  const [act, ...flags] = argv;
  if (act !== 'verify' && act !== 'export') return failure('input-invalid', `no such command: ledger ${act ?? ''}`);
  const wrong = (text: string): Result<never> => failure('input-invalid', text);
  const anchors: ChainHead[] = [];
  const rest: string[] = [];
  let project: TenantId | undefined;
  let file: string | undefined;
  let format: 'jsonl' | 'csv' = 'jsonl';
  let json = false;
  for (let at = 0; at < flags.length; at++) {
    const flag = flags[at]!;
    if (flag === '--json' && act === 'verify') {
      json = true;
      continue;
    }
    const value = flags[++at];
    if (value === undefined) return wrong(`${flag}: a value is missing`);
    if (flag === '--project') {
      project = parseTenantId(value);
      if (project === undefined) return wrong(`--project is "${value}": expected the id of a project, such as demo`);
    } else if (flag === '--file' && act === 'verify') file = value;
    else if (flag === '--anchor' && act === 'verify') {
      const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(value) ?? [];
      if (sequence === undefined || hash === undefined)
        return wrong(`--anchor is "${value}": expected a sequence, a colon and 64 hex digits`);
      anchors.push({ sequence: Number(sequence), hash });
    } else if (flag === '--format' && act === 'export') {
      if (value !== 'jsonl' && value !== 'csv') return wrong(`--format is "${value}": expected jsonl or csv`);
      format = value;
    } else if (flag === '--data' || flag === '--config') rest.push(flag, value);
    else return wrong(`unknown flag ${flag}`);
  }
  return success({ act, project, file, anchors, format, json, rest });
}

async function onData(wanted: Wanted, tools: LedgerCommandTools): Promise<Result<ExitCode>> {
  const config = readConfig(wanted.rest, tools.environment, tools.readText);
  if (!config.ok) return config;
  const opened = await openStored(config.value, 'GET /api/v1/ledger:verify and /api/v1/ledger');
  if (!opened.ok) return opened;
  const { db, keys, close } = opened.value;
  const anchors = createChainAnchors(join(config.value.dataDirectory, 'anchors'), (tenant) =>
    keys.derive({ purpose: 'anchors', tenant, part: '' }),
  );
  try {
    const known = (await listTenants(db)).map(({ id }) => id);
    const chosen = wanted.project === undefined ? known : known.filter((id) => id === wanted.project);
    if (chosen.length === 0)
      return failure('input-invalid', `no project ${wanted.project ?? ''}: there are ${known.join(', ') || 'none'}`);
    if (wanted.act === 'export') return success(await exportRows(db, chosen, wanted.format, tools));
    let code: ExitCode = 0;
    const verdicts: object[] = [];
    for (const project of chosen) {
      const verdict = await judgeChain('ledger', db, anchors, project, wanted.anchors);
      if (!verdict.intact) code = 3;
      verdicts.push({ project, ...verdict });
      if (!wanted.json) for (const line of verdictLines(project, verdict)) tools.print(line);
    }
    if (wanted.json) tools.print(JSON.stringify(verdicts, undefined, 2));
    return success(code);
  } finally {
    await close();
  }
}

async function exportRows(
  db: MetadataDatabase,
  projects: readonly TenantId[],
  format: 'jsonl' | 'csv',
  { print, complain }: LedgerCommandTools,
): Promise<ExitCode> {
  const [project, ...others] = projects;
  if (project === undefined || others.length > 0) {
    complain(`there are several projects: choose one with --project, of ${projects.join(', ')}`);
    return 2;
  }
  if (format === 'csv') print(CSV_HEAD);
  for await (const row of exportLedger(db, project)) print(ledgerLine(row, format));
  return 0;
}

async function onFile(wanted: Wanted, tools: LedgerCommandTools): Promise<Result<ExitCode>> {
  const path = wanted.file!;
  if (!existsSync(path)) return failure('input-invalid', `${path}: there is no such file`);
  const rows: LedgerRow[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    number += 1;
    if (line.trim() === '') continue;
    const row = parseLedgerLine(line);
    if (row === undefined) return failure('input-invalid', `${path}: line ${number} is no row of a ledger`);
    rows.push(row);
  }
  // Without a project the first row is believed about what it follows.
  const genesis = wanted.project === undefined ? (rows[0]?.previousHash ?? '') : genesisHash('ledger', wanted.project);
  const verdict = await verifyChain(genesis, asList(rows), wanted.anchors);
  const judged: JudgedChain = { ...verdict, anchor: undefined, anchorsBroken: false };
  if (wanted.json) tools.print(JSON.stringify(verdict, undefined, 2));
  else for (const text of verdictLines(path, judged, wanted.anchors.length > 0)) tools.print(text);
  return success(verdict.intact ? 0 : 3);
}

async function* asList(rows: readonly LedgerRow[]): AsyncGenerator<LedgerRow> {
  yield* rows;
}

/** For people: what is sound, or every fault with its rows. */
function verdictLines(name: string, verdict: JudgedChain, hasOwnAnchors = false): string[] {
  const { intact, rows, head, faults, faultCount, anchor, anchorsBroken } = verdict;
  const lines = intact
    ? [`${name}: as written, ${rows} rows, head ${head.sequence}:${head.hash}`]
    : [`${name}: not as written; ${faultCount === 1 ? '1 fault' : `${faultCount} faults`} in ${rows} rows`];
  for (const fault of faults) lines.push(`  ${chainFaultWords(fault)}`);
  if (faultCount > faults.length) lines.push(`  and ${faultCount - faults.length} more`);
  if (anchorsBroken) lines.push('  the file of heads kept outside the store was changed: nothing in it is believed');
  else if (anchor) lines.push(`  head kept outside the store: row ${anchor.sequence} at ${formatTime(anchor.notedAt)}`);
  else if (!hasOwnAnchors && rows > 0) lines.push('  no head was kept outside: rows cut off at the end would not show');
  return lines;
}
