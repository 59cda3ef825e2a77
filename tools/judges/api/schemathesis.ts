import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '@foreshock/contract/catalog.ts';
import type { Operation } from '@foreshock/contract/operation.ts';
import { runProgram } from '../../../test/support/run-program.ts';
import type { JudgedCase } from '../../judge.ts';
import { pythonProgram } from './python-program.ts';
import { readFindings } from './schemathesis-findings.ts';

const VERSION = '4.32.5';
const SEED = 1;
/** For each operation and phase: on two quiet cores all of them take a minute. */
const EXAMPLES = 6;
const WITHIN_MS = 240_000;

/** Asked for by no test of the tool, and why. */
const NOT_ASKED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values<Operation>(catalog)
      .filter(({ kind }) => kind === 'watch')
      .map(({ name }) => [name, 'its answer never ends']),
  ),
  revokeApiKey: 'may end the key that asks',
  rotateApiKey: 'may end the key that asks',
};

/**
 * Generates requests from the OpenAPI document, those that follow it and those that do not, and holds each answer against it:
 * statuses, content types, shapes, refusals, credentials, methods, and sequences by what answers give for later requests.
 */
export async function judgeBySchemathesis(
  { origin, admin }: { readonly origin: string; readonly admin: string },
  report: (judged: JudgedCase) => void,
): Promise<void> {
  const program = pythonProgram('schemathesis', VERSION);
  if ('missing' in program) return report({ name: 'schemathesis', verdict: 'skipped', detail: program.missing });
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-schemathesis-'));
  const configuration = join(directory, 'schemathesis.toml');
  const events = join(directory, 'events.ndjson');
  // As a credential of the document, so that the tool knows what to leave out when it asks without.
  writeFileSync(configuration, `[auth.openapi.key]\nbearer = ${JSON.stringify(admin)}\n`, { mode: 0o600 });
  const args = [
    ...['--config-file', configuration, 'run', `${origin}/api/v1/openapi.json`, '--no-color'],
    ...['--seed', String(SEED), '--max-examples', String(EXAMPLES), '--phases', 'coverage,fuzzing,stateful'],
    ...['--continue-on-failure', '--no-shrink', '--request-timeout', '30', '--generation-database', 'none'],
    ...['--report', 'ndjson', '--report-ndjson-path', events],
    ...Object.keys(NOT_ASKED).flatMap((name) => ['--exclude-operation-id', name]),
  ];
  const run = runProgram(program.path, args, directory);
  const limit = setTimeout(() => run.child.kill('SIGINT'), WITHIN_MS);
  const begun = Date.now();
  try {
    await run.ended;
    const took = Date.now() - begun;
    const { answers, findings, faults, isWhole } = readFindings(readFileSync(events, 'utf8'));
    if (answers.size === 0) throw new Error(`schemathesis asked nothing: ${run.output().slice(-1_000)}`);
    for (const [check, count] of [...answers].sort()) {
      const own = findings.filter((finding) => finding.check === check);
      const name = `schemathesis: ${check}`;
      if (own.length === 0) report({ name, verdict: 'held', detail: `${count} answers` });
      for (const { operation, message, answer } of own)
        report({ name: `${name}: ${operation}`, verdict: 'broken', detail: `${message} (${answer})` });
    }
    for (const fault of faults) report({ name: 'schemathesis itself', verdict: 'broken', detail: fault });
    const detail = `${Math.round(took / 1_000)} s, seed ${SEED}`;
    report({ name: 'schemathesis: done in four minutes', verdict: isWhole ? 'held' : 'missed', detail });
  } finally {
    clearTimeout(limit);
    rmSync(directory, { recursive: true, force: true });
  }
}
