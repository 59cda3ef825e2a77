import { DAY } from '@foreshock/model/time.ts';
import type { Answer } from '../../answer.ts';
import type { SloPreviewView } from '../../answer-shapes.ts';
import content from '../../components/content.module.css';
import { Panel } from '../../components/panel.tsx';
import { durationWords } from '../../words/duration-words.ts';
import { readTime, readTimeOr } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import { clockWords, dayWords } from '../../words/time-words.ts';
import { budgetWords } from './slo-words.ts';

const SHOWN = 4;

export function SloPreview({ answer }: { answer: Answer<SloPreviewView> }) {
  return (
    <Panel answer={answer} what="The last 30 days" doing="Counting the minutes of the last 30 days">
      {({ from, rules, episodes, budget }) => {
        const [fast = 0, slow = 0] = rules.map(({ times }) => times);
        const since = readTimeOr(budget.coveredFrom);
        const isShort = since !== undefined && since - readTime(from) > DAY;
        return (
          <div className={content.preview} role="status">
            <p>
              {budget.requests === 0
                ? 'No such request in these days: check the service and the operation.'
                : `It would have fired ${countWords(fast + slow, 'time')} in 30 days: ${fast} fast, ${slow} slow. Budget now: ${budgetWords({ budget })}.`}
            </p>
            {isShort && (
              <p className={content.note}>Requests are kept since {dayWords(since)}: before that nothing counts.</p>
            )}
            <ul>
              {episodes.slice(0, SHOWN).map(({ rule, from, to }) => (
                <li key={`${rule} ${from}`}>
                  <span>
                    {rule}, for {durationWords(readTime(to) - readTime(from) + 60_000)}
                  </span>
                  <span>
                    {dayWords(readTime(from))}, {clockWords(readTime(from))}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        );
      }}
    </Panel>
  );
}
