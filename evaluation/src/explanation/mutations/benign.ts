// B1 to B5: the same said otherwise. Nothing of it may be refused.
import type { Answer } from '@foreshock/server/explanation/answer/answer.ts';
import { trueLiterals } from './literal-figures.ts';
import type { Mutation } from './mutation.ts';

const SYNONYMS: Readonly<Record<string, string>> = {
  rose: 'increased',
  climbed: 'went up',
  grew: 'jumped',
  fell: 'decreased',
  dropped: 'went down',
  appeared: 'emerged',
  stopped: 'ceased',
  caused: 'brought about',
  'due to': 'owing to',
  'led to': 'resulted in',
  before: 'earlier than',
  after: 'later than',
};
const KNOWN = new RegExp(`\\b(?:${Object.keys(SYNONYMS).join('|')})\\b`, 'g');

const rewrite = (answer: Answer, edit: (text: string) => string): Answer => {
  const claims = (list: Answer['summary']) => list.map((claim) => ({ ...claim, text: edit(claim.text) }));
  const prediction = answer.prediction.map((one) => ({ ...one, meaning: claims(one.meaning) }));
  const rootCause = { ...answer.rootCause, why: claims(answer.rootCause.why) };
  return { ...answer, summary: claims(answer.summary), rootCause, prediction };
};
const whole = (answer: Answer) => [{ answer, part: { claims: answer.summary.map((_, at) => at) } }];

export const benign: readonly Mutation[] = [
  {
    id: 'B1',
    says: 'paraphrase',
    by: [],
    make: (answer) =>
      whole(
        rewrite(answer, (text) =>
          text
            .replace(/^On (\{\{E\d+\}\}), (.*)\.$/, 'It is seen that $2 on $1.')
            .replace(/ was hurt/, ' was affected'),
        ),
      ),
  },
  {
    id: 'B2',
    says: 'synonyms',
    by: [],
    make: (answer) => whole(rewrite(answer, (text) => text.replace(KNOWN, (word) => SYNONYMS[word]!))),
  },
  {
    id: 'B3',
    says: 'claims in another order',
    by: [],
    make: (answer) => whole({ ...answer, summary: answer.summary.toReversed() }),
  },
  ...trueLiterals,
];
