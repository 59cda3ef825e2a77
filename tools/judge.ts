// Asks a judge of tools/judges/ about a running platform: `npm run judge -- NAME [options of that judge]`.
// Each case is printed as it ends, all of them as a table at the end. Ends with 1 when a case is broken.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface JudgedCase {
  readonly name: string;
  /** `skipped`: it could not be asked; the detail says why. */
  readonly verdict: 'held' | 'broken' | 'skipped';
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

async function run(name: string, args: readonly string[]): Promise<number> {
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
  console.log(`\n${name}: ${count('held')} held, ${count('broken')} broken, ${count('skipped')} skipped`);
  return count('broken') > 0 || count('held') === 0 ? 1 : 0;
}

if (import.meta.main) {
  const [name = '', ...args] = process.argv.slice(2);
  const names = judgeNames();
  if (names.includes(name)) process.exit(await run(name, args));
  console.error(`no judge "${name}"; npm run judge -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exit(2);
}
