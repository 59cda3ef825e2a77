import { dollarWords, MICROS_PER_DOLLAR } from '@foreshock/model/model-spend.ts';
import type { ModelCallView, ModelUsageView } from '../../answer-shapes.ts';
import { countWords } from '../../words/name-words.ts';

/** `$0.37`, of an amount in dollars. */
export function moneyWords(dollars: number): string {
  return dollarWords(Math.round(dollars * MICROS_PER_DOLLAR));
}

/** The page's headline: what left today, or that nothing ever does. */
export function modelHeadline(usage: ModelUsageView, today: string): string {
  if (!usage.configured) return 'No language model is configured: nothing has left.';
  const calls = usage.days.filter(({ day }) => day === today).reduce((sum, day) => sum + day.calls, 0);
  // Calls are added up with what they cost.
  if (calls === 0 && usage.models.some(({ inputPrice }) => inputPrice === null))
    return 'What left is listed below; without prices it is not added up.';
  const { project, projectSpent } = usage.caps;
  const left =
    calls === 0 ? 'Nothing has left the building today' : `${countWords(calls, 'question')} left the building today`;
  return project === null ? `${left}.` : `${left}, for ${moneyWords(projectSpent)} of ${moneyWords(project)}.`;
}

const OUTCOMES: Readonly<Record<ModelCallView['outcome'], string>> = {
  accepted: 'Answered',
  'refused-by-checks': 'Refused by checks',
  failed: 'Failed',
  capped: 'Capped',
};

/** What a question was for that is about no incident and no prediction. */
const TASKS = new Map([
  ['refine-templates', 'log templates'],
  ['ask', 'a question in words'],
  ['digest', 'the digest'],
  ['nominate', 'odd windows of log templates'],
  ['link-templates', 'linked log lines'],
]);

export function taskWords(task: string): string {
  return TASKS.get(task) ?? task;
}

export const outcomeFilters = [
  { id: 'all', name: 'All' },
  { id: 'accepted', name: 'Answered' },
  { id: 'refused-by-checks', name: 'Refused' },
  { id: 'failed', name: 'Failed' },
  { id: 'capped', name: 'Capped' },
] as const;

export function outcomeWords({ outcome }: Pick<ModelCallView, 'outcome'>): string {
  return OUTCOMES[outcome];
}

/** What became of it: `4 of 5 sentences hold`, or why there are none. */
export function verdictWords({
  outcome,
  verdicts,
  error,
}: Pick<ModelCallView, 'outcome' | 'verdicts' | 'error'>): string {
  if (outcome === 'capped') return 'nothing left: the cap was spent';
  if (outcome === 'failed') return error;
  const claims = verdicts.filter(({ verdict }) => verdict !== 'hedged');
  if (claims.length === 0) return 'no sentence that can be checked';
  const [only] = claims;
  if (claims.length === 1 && only?.place === 'answer')
    return only.verdict === 'verified'
      ? 'the answer holds'
      : `the answer does not hold${only.faults[0] ? `: ${only.faults[0].why}` : ''}`;
  const held = claims.filter(({ verdict }) => verdict === 'verified').length;
  const words = `${held} of ${countWords(claims.length, 'sentence')} ${held === 1 ? 'holds' : 'hold'}`;
  return outcome === 'refused-by-checks' ? `${words}: too few to tell` : words;
}

export function tokenWords({ inputTokens, outputTokens }: Pick<ModelCallView, 'inputTokens' | 'outputTokens'>): string {
  if (inputTokens === null || outputTokens === null) return 'not told';
  return `${inputTokens.toLocaleString('en')} in, ${outputTokens.toLocaleString('en')} out`;
}

/** `2 emails, 1 token`, by kind; `nothing` when nothing was found in what had been masked on the way in. */
export function maskedWords(masked: ModelCallView['masked']): string {
  const all = masked.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return 'nothing more';
  return masked.map(({ kind, count }) => `${count.toLocaleString('en')} ${kind}`).join(', ');
}

/** Whether the model in shadow may be trusted with the telling. */
export function shadowWords({
  pairs,
  needed,
  better,
  worse,
  same,
  verdict,
}: NonNullable<ModelUsageView['shadow']>): string {
  const counted = `better in ${better}, worse in ${worse}, the same in ${same} of ${countWords(pairs, 'story', 'stories')} that both told`;
  if (verdict === 'better') return `It tells better: ${counted}. Name it in model.name to have it shown.`;
  if (verdict === 'too-few') return `Too early to say: ${pairs} of ${needed} stories; ${counted}.`;
  return `Not shown to be better: ${counted}.`;
}
