import { type SystemName, systemNames } from './recorded-system.ts';

export interface ReplayArguments {
  readonly directory: string;
  readonly system: SystemName;
  /** Empty: the first `count` that were recorded with traces. */
  readonly numbers: readonly number[];
  readonly count: number;
  /** A platform that runs already; its own is started for each fault otherwise. */
  readonly running?: { readonly endpoint: string; readonly signIn: string };
  /** Recorded times moved so that the faults follow one another and the last ends now. */
  readonly shift: boolean;
}

const DEFAULT_COUNT = 10;
const OPTIONS = ['--data', '--faults', '--count', '--endpoint', '--sign-in'];

export const USAGE = `usage: npm run replay -- --data DIR [--faults SYSTEM[:1,2,3]] [--count ${DEFAULT_COUNT}] [--shift] [--endpoint URL --sign-in LINK]
  --data DIR        folder that holds nezha-online-boutique and nezha-train-ticket
  --faults          ${systemNames.join(' or ')}, and which by number; without numbers the first that have traces
  --shift           move recorded times so that the faults follow one another on one platform and the last ends now
  --endpoint URL    OTLP/HTTP port of a running platform, with the sign-in link that it printed; one fault, or --shift`;

/** `args` as they came after the program's name; a sentence when they cannot be understood. */
export function parseReplayArguments(args: readonly string[]): ReplayArguments | { readonly mistake: string } {
  const given = new Map<string, string>();
  let shift = false;
  for (let index = 0; index < args.length; index++) {
    const name = args[index]!;
    const value = args[index + 1];
    if (name === '--shift') {
      shift = true;
      continue;
    }
    if (!OPTIONS.includes(name)) return mistake(`unknown option ${name}`);
    if (value === undefined) return mistake(`${name} needs a value`);
    given.set(name, value);
    index += 1;
  }
  const directory = given.get('--data');
  if (directory === undefined) return mistake('--data is missing');
  const [name = '', list] = (given.get('--faults') ?? systemNames[0]).split(':');
  const system = systemNames.find((known) => known === name);
  if (!system) return mistake(`--faults: there is no recording of ${name}; known are ${systemNames.join(', ')}`);
  const numbers = list === undefined ? [] : list.split(',').map(Number);
  const count = Number(given.get('--count') ?? DEFAULT_COUNT);
  for (const number of [...numbers, count])
    if (!Number.isInteger(number) || number < 1) return mistake('faults and their count are whole numbers from 1');
  const endpoint = given.get('--endpoint');
  const signIn = given.get('--sign-in');
  if ((endpoint === undefined) !== (signIn === undefined)) return mistake('--endpoint and --sign-in go together');
  const one = numbers.length === 1 || (numbers.length === 0 && count === 1);
  if (endpoint !== undefined && !shift && !one)
    return mistake('recorded faults overlap: a running platform takes one of them, or several with --shift');
  return {
    directory,
    system,
    numbers,
    count,
    shift,
    ...(endpoint !== undefined && signIn !== undefined && { running: { endpoint, signIn } }),
  };
}

function mistake(what: string): { readonly mistake: string } {
  return { mistake: `${what}\n${USAGE}` };
}
