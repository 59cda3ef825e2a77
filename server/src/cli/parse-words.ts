import { failure, type Result, success } from '@foreshock/model/known-error.ts';

/** What stands behind the verbs: words in order, and flags by name. */
export interface ParsedWords {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
}

/** Flags that stand alone, of every command. */
const SWITCHES = ['json', 'help'];

/** `--name value`, `--name=value`, `--switch`; `--` ends the flags. A flag twice: the last counts. */
export function parseWords(
  argv: readonly string[],
  known: readonly string[],
  own: readonly string[] = [],
): Result<ParsedWords> {
  const switches = [...SWITCHES, ...own];
  const words: string[] = [];
  const flags = new Map<string, string>();
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]!;
    if (word === '--') {
      words.push(...argv.slice(at + 1));
      break;
    }
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    const [name = '', ...rest] = word.slice(2).split('=');
    if (!known.includes(name) && !switches.includes(name))
      return failure(
        'input-invalid',
        `no flag --${name}: there are ${[...known, ...switches].map((each) => `--${each}`).join(', ')}`,
      );
    if (switches.includes(name)) {
      flags.set(name, 'true');
      continue;
    }
    const value = rest.length > 0 ? rest.join('=') : argv[++at];
    if (value === undefined) return failure('input-invalid', `--${name}: a value is missing`);
    flags.set(name, value);
  }
  return success({ words, flags });
}
