import { type FormEvent, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { FaultNote } from '../components/fault-note.tsx';
import { PathLink } from '../components/path-link.tsx';
import { useOperation } from '../use-operation.ts';
import styles from './ask-dialog.module.css';

const EXAMPLES = [
  'errors of checkout in the last hour',
  'what changed today',
  'what is coming',
  'anything unusual in the last 2 days',
  'is web slow',
];

/** A question in words, the query that it became, and what that query found. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const answer = useOperation('askQuestion', { text: asked }, { when: asked !== '' });
  const ask = (question: string) => {
    setText(question);
    setAsked(question.trim());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(text);
  };
  return (
    <Dialog title="Ask" onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <input
          className={styles.input}
          aria-label="Your question"
          autoComplete="off"
          maxLength={500}
          placeholder="errors of checkout in the last hour"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" disabled={text.trim() === ''}>
          Ask
        </Button>
      </form>
      {asked === '' && (
        <div className={styles.examples}>
          <p>
            It becomes one query, which is shown, and code answers from what is stored. Rules understand it, and a
            language model, where one is set up, what they do not. Such as
          </p>
          <ul>
            {EXAMPLES.map((example) => (
              <li key={example}>
                <button type="button" className={styles.example} onClick={() => ask(example)}>
                  {example}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div aria-live="polite">
        {answer.fault ? (
          <FaultNote title="The question was not answered" text={answer.fault.message} onRetry={answer.askAgain} />
        ) : asked !== '' && !answer.value ? (
          <p className={styles.note}>Asking the store</p>
        ) : (
          answer.value && <AskAnswer view={answer.value} onGo={onClose} />
        )}
      </div>
    </Dialog>
  );
}

type AnswerView = NonNullable<ReturnType<typeof useOperation<'askQuestion'>>['value']>;

function AskAnswer({ view, onGo }: { readonly view: AnswerView; readonly onGo: () => void }) {
  return (
    <div className={styles.answer}>
      {view.query && (
        <dl className={styles.query}>
          <dt>{view.by === 'rules' ? 'Query' : 'Query, by model'}</dt>
          <dd>{view.query.words}</dd>
          <dt>Runs</dt>
          <dd>
            <code>
              {view.query.operation} {view.query.input}
            </code>
          </dd>
        </dl>
      )}
      {view.notUnderstood.length > 0 && (
        <p className={styles.missed}>
          {view.by === 'rules'
            ? `Not understood, and left out: ${view.notUnderstood.join(', ')}`
            : `Understood by model ${view.by}: the rules did not know ${view.notUnderstood.join(', ')}. It was sent no name; the answer is from the stores.`}
        </p>
      )}
      <p className={styles.finding}>{view.finding}</p>
      {view.lines.length > 0 && (
        <ol className={styles.lines}>
          {view.lines.map((line) => (
            <li key={line.text}>
              {line.page === null ? (
                line.text
              ) : (
                <PathLink to={line.page} onClick={onGo}>
                  {line.text}
                </PathLink>
              )}
            </li>
          ))}
        </ol>
      )}
      {view.query && (
        <PathLink to={view.query.page} onClick={onGo}>
          {view.more ? 'All of them on their page' : 'Open on its page'}
        </PathLink>
      )}
    </div>
  );
}
