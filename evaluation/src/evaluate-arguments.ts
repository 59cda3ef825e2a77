import { parseArgs } from 'node:util';
import { type FaultFamily, type Mechanism, parseFamily } from '@foreshock/simulator/truth.ts';
import { type ModelArguments, readModelArguments } from './explanation/model/model-arguments.ts';
import { allFamilies } from './simulated/run-plan.ts';

export const parts = [
  'templates',
  'metrics',
  'nab',
  'overlays',
  'telecom',
  'root-cause',
  'pager',
  'onset',
  'prevent',
  'redaction',
  'explanation',
  'simulator',
] as const;
export type Part = (typeof parts)[number];

export interface EvaluateArguments {
  readonly only: readonly Part[];
  /** Folder with the public data sets; parts that need one are absent without it. */
  readonly data?: string;
  readonly seeds: readonly number[];
  /** More of them when none are named: a seed of explanations is short. */
  readonly explanationSeeds: readonly number[];
  readonly families: readonly FaultFamily[];
  readonly mechanisms: readonly Mechanism[];
  /** What is planted, and where. */
  readonly redactionSeed: number;
  /** Scored in the place of the falsehoods. */
  readonly model?: ModelArguments;
  /** Where every number goes, and where those of an earlier run lie. */
  readonly json?: string;
  readonly against?: string;
  readonly details: boolean;
}

/** Published tables are made with seeds from here on; tuning uses those below. */
const FIRST_PUBLISHED_SEED = 100;
const DEFAULT_SEEDS = 5;
const DEFAULT_EXPLANATION_SEEDS = 13;
const MOST_SEEDS = 100;

const USAGE = `usage: npm run evaluate -- [--data DIR] [--only ${parts.join(',')}] [--json FILE] [--against FILE] [--details]
  --data DIR   folder with the public sets (loghub-2k, aiops-2018, nab, nezha-..., pager, prevent, alerts-..., telecom-18v); what is not there is absent
  of redaction: [--seed 1]
  of explanation: [--seeds ${DEFAULT_EXPLANATION_SEEDS}] [--first-seed ${FIRST_PUBLISHED_SEED}], some ten incidents a seed
    or of a model: --model URL --name NAME [--api openai|anthropic] [--key-env VARIABLE] [--incidents 50] [--figures slots|literal]
    [--input-price DOLLARS --output-price DOLLARS] for a million tokens; with --against it is compared with an earlier one
  of the simulator: [--seeds ${DEFAULT_SEEDS}] [--first-seed ${FIRST_PUBLISHED_SEED}] [--families a,b] [--mechanism usual|changed|both]`;

/** `args` as they came after the program's name; a sentence when they cannot be understood. */
export function parseEvaluateArguments(args: readonly string[]): EvaluateArguments | { readonly mistake: string } {
  const given = readOptions(args);
  if ('mistake' in given) return given;
  const mistake = (what: string): { readonly mistake: string } => ({ mistake: `${what}\n${USAGE}` });
  const only: Part[] = [];
  for (const name of given.only?.split(',') ?? parts) {
    const part = parts.find((known) => known === name);
    if (!part) return mistake(`--only: there is no ${name}; known are ${parts.join(', ')}`);
    only.push(part);
  }
  const count = wholeNumber(given.seeds ?? String(DEFAULT_SEEDS), 1, MOST_SEEDS);
  if (count === undefined) return mistake(`--seeds is "${given.seeds}": expected 1 to ${MOST_SEEDS}`);
  const first = wholeNumber(given['first-seed'] ?? String(FIRST_PUBLISHED_SEED), 1, 1_000_000);
  if (first === undefined) return mistake(`--first-seed is "${given['first-seed']}": expected a number`);
  const families: FaultFamily[] = [];
  for (const name of given.families?.split(',') ?? allFamilies) {
    const family = parseFamily(name);
    if (!family) return mistake(`--families: there is no ${name}; known are ${allFamilies.join(', ')}`);
    families.push(family);
  }
  const mechanisms = parseMechanisms(given.mechanism ?? 'both');
  if (!mechanisms) return mistake(`--mechanism is "${given.mechanism}": expected usual, changed or both`);
  const redactionSeed = wholeNumber(given.seed ?? '1', 0, 999_999_999);
  if (redactionSeed === undefined) return mistake(`--seed is "${given.seed}": expected a number`);
  const model = readModelArguments(given);
  if (model && 'mistake' in model) return mistake(model.mistake);
  return {
    only,
    redactionSeed,
    seeds: seedsFrom(first, count),
    explanationSeeds: seedsFrom(first, given.seeds === undefined ? DEFAULT_EXPLANATION_SEEDS : count),
    families,
    mechanisms,
    details: given.details ?? false,
    ...(model && { model }),
    ...(given.data !== undefined && { data: given.data }),
    ...(given.json !== undefined && { json: given.json }),
    ...(given.against !== undefined && { against: given.against }),
  };
}

const seedsFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index);

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    only: text,
    data: text,
    json: text,
    against: text,
    seed: text,
    seeds: text,
    'first-seed': text,
    families: text,
    mechanism: text,
    model: text,
    name: text,
    api: text,
    'key-env': text,
    incidents: text,
    figures: text,
    'input-price': text,
    'output-price': text,
    details: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return { mistake: `${error instanceof Error ? error.message : String(error)}\n${USAGE}` };
  }
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

function parseMechanisms(text: string): Mechanism[] | undefined {
  if (text === 'both') return ['usual', 'changed'];
  return text === 'usual' || text === 'changed' ? [text] : undefined;
}
