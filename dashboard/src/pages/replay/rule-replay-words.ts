import type { RuleReplayView } from '../../answer-shapes.ts';
import { countWords } from '../../words/name-words.ts';

type Item = RuleReplayView['items'][number];

/** What a rule would have cost one incident. */
export function lossWords({ state, facts, touched }: Pick<Item, 'state' | 'facts' | 'touched'>): string {
  switch (state) {
    case 'whole':
      return 'no fact touched';
    case 'thinner':
      return `${touched} of ${countWords(facts, 'fact')} touched`;
    case 'bare':
      return `all ${countWords(facts, 'fact')} touched`;
    case 'unknown':
      return 'nobody can say: nothing is stored any more of that time';
  }
}

/** The finding, and what a replay of a rule cannot know. */
export function ruleReplayWords({ items, isCut, mayChangeCauses }: RuleReplayView): string {
  const touched = items.filter(({ state }) => state === 'thinner' || state === 'bare').length;
  const unknown = items.filter(({ state }) => state === 'unknown').length;
  const parts = [
    `${countWords(items.length, 'incident')} looked at${isCut ? ', the newest of more' : ''}: ${touched} would have facts that nobody could open in full${unknown > 0 ? `, of ${unknown} nobody can say` : ''}.`,
    'None would have been missed: detection counts everything before a rule takes anything.',
    'What rules took at the time is not stored and cannot be replayed.',
    mayChangeCauses &&
      'Causes are ranked with stored spans: with fewer the ranking may be another, which is not replayed.',
  ];
  return parts.filter((part) => part !== false).join(' ');
}
