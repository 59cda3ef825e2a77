// Asks a judge of tools/judges/ about a running platform: `npm run judge -- NAME [options of that judge]`.
// Each case is printed as it ends, all of them as a table at the end. Ends with 1 when a case is broken, with --strict also
// when a figure was missed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface JudgedCase {
  readonly name: string;
  /**
   * `missed`: a figure that a busy machine may miss; it breaks nothing unless `--strict` is given. `skipped`: it could not
   * be asked; the detail says why.
   */
  readonly verdict: 'held' | 'broken' | 'missed' | 'skipped';
  /** Figures where it held, what was seen where it is broken. One line. */
  readonly detail: string;
}

/**
 * What a file of tools/judges/ exports as `judge`. A throw is one more broken case.
 *
 * args    what follows the judge's name on the command line
 * report  called once for each case, as soon as it is known
 */
export type Judge = (args: readonly string[], report: (judged: JudgedCase) => void) => Promise<void>;

const folder = fileURLToPath(new URL('judges', import.meta.url));

export function judgeNames(): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => entry.name.slice(0, -'.ts'.length))
    .sort();
}

/** Columns as wide as their longest text. */
export function tableOf(cases: readonly JudgedCase[]): string {
  const width = Math.max(0, ...cases.map(({ name }) => name.length));
  return cases
    .map(({ name, verdict, detail }) => `${verdict.padEnd(8)}${name.padEnd(width)}  ${detail}`.trimEnd())
    .join('\n');
}

async function run(name: string, given: readonly string[]): Promise<number> {
  const args = given.filter((arg) => arg !== '--strict');
  // The cast holds: each file of the folder exports its judge under this name and type.
  const { judge } = (await import(join(folder, `${name}.ts`))) as { judge: Judge };
  const cases: JudgedCase[] = [];
  const report = (judged: JudgedCase): void => {
    cases.push(judged);
    console.error(tableOf([judged]));
  };
  try {
    await judge(args, report);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    report({ name: `the judge ${name} itself`, verdict: 'broken', detail });
  }
  const count = (verdict: JudgedCase['verdict']): number => cases.filter((one) => one.verdict === verdict).length;
  console.log(`\n${tableOf(cases)}`);
  const counts = (['held', 'broken', 'missed', 'skipped'] as const).map((verdict) => `${count(verdict)} ${verdict}`);
  console.log(`\n${name}: ${counts.join(', ')}`);
  const isWrong = count('broken') > 0 || (given.includes('--strict') && count('missed') > 0);
  return isWrong || count('held') === 0 ? 1 : 0;
}

if (import.meta.main) {
  const [name = '', ...args] = process.argv.slice(2);
  const names = judgeNames();
  if (names.includes(name)) process.exit(await run(name, args));
  console.error(`no judge "${name}"; npm run judge -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exit(2);
}
