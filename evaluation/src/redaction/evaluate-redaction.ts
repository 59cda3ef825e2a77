// How much of what must not stay is found, and how much of what may stay is left alone. Everything is made from the seed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { makeCleanLines, simulatedLines } from './clean-lines.ts';
import { plantSecrets, secretKinds } from './planted-secrets.ts';
import {
  type CleanScore,
  failedRedactionGates,
  type KindScore,
  percent,
  scoreClean,
  scorePlanted,
  wrongShare,
} from './score-redaction.ts';

export interface RedactionArguments {
  readonly seed: number;
  /** Holds `loghub-2k/NAME/raw.log`. */
  readonly data?: string;
  readonly details: boolean;
}

const LINES = 200_000;
/** Of them as the simulated shop writes them. */
const SIMULATED = 50_000;
const SECRETS = 1_000;

/** Prints the tables. The names of the gates that failed. */
export function evaluateRedaction({ seed, data, details }: RedactionArguments): string[] {
  const redactor = createDefaultRedactor(EVALUATION_KEY);
  const planted = plantSecrets(seed, SECRETS / secretKinds.length);
  const kinds = scorePlanted(planted, redactor);
  const clean = scoreClean(makeCleanLines(seed, LINES - planted.length - SIMULATED), redactor);
  const simulated = scoreClean(simulatedLines(seed, SIMULATED), redactor);
  const recorded = data === undefined ? undefined : scoreClean(recordedLines(data), redactor);
  console.log(`${planted.length} secrets in ${LINES} lines, seed ${seed}\n`);
  console.log('| secret | planted | found | recall |\n|---|---|---|---|');
  for (const { kind, planted: count, found } of kinds)
    console.log(`| ${kind} | ${count} | ${found} | ${percent(found / count)} |`);
  console.log(
    `\nclean lines changed: ${clean.changed} of ${clean.lines}, ${percent(clean.changed / clean.lines)} ${kindsOf(clean)}`,
  );
  printWithAddresses('simulated', simulated);
  if (recorded) printWithAddresses('recorded', recorded);
  const withAddresses = [simulated, ...(recorded ? [recorded] : [])];
  if (details) printDetails(kinds, [clean, ...withAddresses]);
  return failedRedactionGates(kinds, clean, withAddresses);
}

/** Lines that hold addresses of people and machines: that those are replaced is right. */
function printWithAddresses(name: string, score: CleanScore): void {
  console.log(
    `${name} lines changed: ${score.changed} of ${score.lines} ${kindsOf(score)}, other than addresses ${percent(wrongShare(score))}`,
  );
}

function recordedLines(directory: string): string[] {
  const root = join(directory, 'loghub-2k');
  const systems = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return systems
    .flatMap(({ name }) => readFileSync(join(root, name, 'raw.log'), 'utf8').split('\n'))
    .filter((line) => line !== '');
}

function kindsOf({ byKind }: CleanScore): string {
  return byKind.length === 0 ? '' : `(${byKind.map(([kind, count]) => `${kind} ${count}`).join(', ')})`;
}

function printDetails(kinds: readonly KindScore[], scores: readonly CleanScore[]): void {
  for (const { kind, missed } of kinds)
    for (const { before, after } of missed) console.log(`\nmissed ${kind}\n  ${before}\n  ${after}`);
  for (const { kind, before, after } of scores.flatMap(({ examples }) => examples))
    console.log(`\nchanged by ${kind}\n  ${before}\n  ${after}`);
}
