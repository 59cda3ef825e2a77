import type { ReactNode } from 'react';
import { Dialog } from '../components/dialog.tsx';
import {
  ActByMark,
  ChangeMark,
  CheckMark,
  IncidentMark,
  PredictionMark,
  SeverityBadge,
  TemplateMark,
} from '../components/marks.tsx';
import styles from './help-dialog.module.css';
import { pages } from './navigation.ts';

const keys: readonly (readonly [string, string])[] = [
  ['Ctrl K', 'search and go anywhere'],
  ...pages.map((page): readonly [string, string] => [`g ${page.letter}`, `go to ${page.name}`]),
  ['j k', 'next and previous row; Enter opens it'],
  ['a', 'acknowledge, and take it back'],
  ['m', 'we acted on it, on a prediction'],
  ['s', 'snooze'],
  ['/', 'ask in words; on Explore, write a query'],
  ['t', 'drum or plain timeline'],
  ['n', 'new rule, on Data'],
  ['arrows', 'earlier and later; inside a chart, along it'],
  ['+ -', 'closer and wider'],
  ['Esc', 'usual time range'],
  ['?', 'this list'],
];

const marks: readonly (readonly [ReactNode, string])[] = [
  [<PredictionMark key="a" look="active" />, 'coming'],
  [<PredictionMark key="s" look="shadow" />, 'shadow: on screen, tells nobody'],
  [<PredictionMark key="f" look="frozen" />, 'frozen: too little data to judge'],
  [<PredictionMark key="h" look="hit" />, 'came true'],
  [<PredictionMark key="m" look="miss" />, 'did not come'],
  [<PredictionMark key="c" look="acted" />, 'somebody acted'],
  [<PredictionMark key="u" look="undecidable" />, 'cannot be decided'],
  [<IncidentMark key="o" look="open" />, 'incident, open'],
  [<IncidentMark key="k" look="acknowledged" />, 'acknowledged'],
  [<IncidentMark key="r" look="over" />, 'over'],
  [<SeverityBadge key="v" severity="major" open />, 'severity, one to three'],
  [<ChangeMark key="g" />, 'change'],
  [<ActByMark key="b" />, 'act by'],
  [<CheckMark key="y" />, 'sentence verified by query'],
  [<TemplateMark key="n" state="new" />, 'new log template'],
];

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys and marks" onClose={onClose}>
      <div className={styles.columns}>
        <section>
          <h3>Keys</h3>
          <dl className={styles.list}>
            {keys.map(([key, act]) => (
              <HelpLine key={key} term={<kbd>{key}</kbd>} text={act} />
            ))}
          </dl>
        </section>
        <section>
          <h3>Marks</h3>
          <dl className={styles.list}>
            {marks.map(([mark, text]) => (
              <HelpLine key={text} term={mark} text={text} />
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

function HelpLine({ term, text }: { term: ReactNode; text: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </>
  );
}
