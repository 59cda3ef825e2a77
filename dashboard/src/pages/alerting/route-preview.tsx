import type { Answer } from '../../answer.ts';
import type { AlertPreviewView } from '../../answer-shapes.ts';
import content from '../../components/content.module.css';
import { Panel } from '../../components/panel.tsx';
import { holdWords } from '../../words/alert-words.ts';
import { readTime } from '../../words/iso-words.ts';
import { clockWords } from '../../words/time-words.ts';

export function RoutePreview({ answer }: { answer: Answer<AlertPreviewView> }) {
  return (
    <Panel answer={answer} what="The last 30 days" doing="Deciding the last 30 days again">
      {({ days, onlySince, routes: [route] }) =>
        route ? (
          <div className={content.preview} role="status">
            <p>
              In the last {days} days: {route.pages} pages, {route.notifies} notifications, {route.digests} for the
              digest.
              {onlySince !== null &&
                ` Only what came after ${clockWords(readTime(onlySince))} was looked at: there was more.`}
            </p>
            <ul>
              {route.held.map(({ reason, count }) => (
                <li key={reason}>
                  <span>held back: {reason in holdWords ? holdWords[reason as keyof typeof holdWords] : reason}</span>
                  <span>{count}</span>
                </li>
              ))}
              {route.examples.slice(0, 4).map(({ at, level, headline }) => (
                <li key={`${at} ${headline}`}>
                  <span>{headline}</span>
                  <span>
                    {level}, {clockWords(readTime(at))}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ) : null
      }
    </Panel>
  );
}
