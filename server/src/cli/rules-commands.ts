import { failure } from '@foreshock/model/known-error.ts';
import { type CliCall, type CliCommand, type ExitCode, tell } from './cli-tools.ts';
import { parseRules, type RulesFile, readRules, stepsTo } from './rules-as-code.ts';

/** `undefined` when it was complained about. */
export function readRulesFile(path: string, { tools }: Pick<CliCall, 'tools'>): RulesFile | undefined {
  const text = tools.readText(path);
  const parsed =
    text === undefined ? failure('configuration-invalid', `${path}: there is no such file`) : parseRules(text, path);
  if (parsed.ok) return parsed.value;
  tools.complain(parsed.error.message);
  return undefined;
}

async function compare(call: CliCall, apply: boolean): Promise<ExitCode> {
  const file = readRulesFile(call.words[0]!, call);
  if (!file) return 1;
  const steps = stepsTo(file, await readRules(call.client), call.flags.has('delete-others'));
  if (apply) for (const step of steps) await step.run(call.client);
  const done = steps.map(({ what }) => what);
  tell(call, { [apply ? 'applied' : 'changes']: done }, () =>
    done.length === 0 ? 'as the file says' : done.map((what) => `${apply ? 'done: ' : ''}${what}`).join('\n'),
  );
  // For pipelines: a difference is an answer and no fault.
  return apply || steps.length === 0 ? 0 : 3;
}

export const rulesCommands: readonly CliCommand[] = [
  {
    name: 'config diff',
    usage: 'FILE [--delete-others]',
    summary: 'what a file of rules would change; exit code 3 when it would',
    flags: [],
    words: 1,
    run: (call) => compare(call, false),
  },
  {
    name: 'config apply',
    usage: 'FILE [--delete-others]',
    summary: 'makes the project as a file of rules says; the second time changes nothing',
    flags: [],
    words: 1,
    run: (call) => compare(call, true),
  },
];
