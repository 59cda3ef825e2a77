import { type FaultFamily, type Mechanism, parseFamily } from '@foreshock/simulator/truth.ts';
import { allFamilies } from './simulated/run-plan.ts';

export interface EvaluateArguments {
  readonly seeds: readonly number[];
  readonly families: readonly FaultFamily[];
  readonly mechanisms: readonly Mechanism[];
  /** Where every number goes, when it is asked for. */
  readonly json?: string;
  readonly details: boolean;
}

/** Published tables are made with seeds from here on; tuning uses those below. */
const FIRST_PUBLISHED_SEED = 100;
const DEFAULT_SEEDS = 5;
const MOST_SEEDS = 100;

const USAGE =
  'usage: npm run evaluate -- --only simulator [--seeds 5] [--first-seed 100] [--families a,b] [--mechanism usual|changed|both] [--json FILE] [--details]';

/** `args` as they came after the program's name; a sentence when they cannot be understood. */
export function parseEvaluateArguments(args: readonly string[]): EvaluateArguments | { readonly mistake: string } {
  const given = new Map<string, string>();
  let details = false;
  for (let index = 0; index < args.length; index++) {
    const name = args[index]!;
    if (name === '--details') {
      details = true;
      continue;
    }
    const value = args[index + 1];
    if (!OPTIONS.includes(name)) return { mistake: `unknown option ${name}\n${USAGE}` };
    if (value === undefined) return { mistake: `${name} needs a value\n${USAGE}` };
    given.set(name, value);
    index++;
  }
  const only = given.get('--only') ?? 'simulator';
  if (only !== 'simulator')
    return { mistake: `--only is "${only}": expected simulator, or redaction as the first option` };
  const count = wholeNumber(given.get('--seeds') ?? String(DEFAULT_SEEDS), 1, MOST_SEEDS);
  if (count === undefined) return { mistake: `--seeds is "${given.get('--seeds')}": expected 1 to ${MOST_SEEDS}` };
  const first = wholeNumber(given.get('--first-seed') ?? String(FIRST_PUBLISHED_SEED), 1, 1_000_000);
  if (first === undefined) return { mistake: `--first-seed is "${given.get('--first-seed')}": expected a number` };
  const names = given.get('--families')?.split(',');
  const families: FaultFamily[] = [];
  for (const name of names ?? allFamilies) {
    const family = parseFamily(name);
    if (!family) return { mistake: `--families: there is no ${name}; known are ${allFamilies.join(', ')}` };
    families.push(family);
  }
  const mechanisms = parseMechanisms(given.get('--mechanism') ?? 'both');
  if (!mechanisms) return { mistake: `--mechanism is "${given.get('--mechanism')}": expected usual, changed or both` };
  const json = given.get('--json');
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  return { seeds, families, mechanisms, ...(json !== undefined && { json }), details };
}

const OPTIONS: readonly string[] = ['--only', '--seeds', '--first-seed', '--families', '--mechanism', '--json'];

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

function parseMechanisms(text: string): Mechanism[] | undefined {
  if (text === 'both') return ['usual', 'changed'];
  return text === 'usual' || text === 'changed' ? [text] : undefined;
}
