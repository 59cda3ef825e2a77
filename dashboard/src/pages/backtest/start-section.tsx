import type { HistoryView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import { DialogFault } from '../../components/dialog.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { replayPath } from '../../paths.ts';
import { useCommand } from '../../use-operation.ts';
import { countWords } from '../../words/name-words.ts';
import styles from './backtest.module.css';

interface StartSectionProps {
  readonly history: HistoryView;
  /** It is on the screen, so that somebody can have looked at it. */
  readonly backtestShown: boolean;
  readonly mayStart: boolean;
  readonly now: number;
}

/** How far the history is learnt; then the one action. */
export function StartSection({ history, backtestShown, mayStart, now }: StartSectionProps) {
  const start = useCommand('startNotifying', ['getHistory', 'getStatus', 'listPredictions']);
  const { state, share, minutesLeft, learntUntil, startedAt, startedBy } = history;
  if (state === 'learning') {
    return (
      <div className={styles.stack}>
        <progress className={styles.progress} value={share} aria-label="Share of the history that is learnt" />
        <p>
          {learntUntil !== null && (
            <>
              Learnt up to <TimeText at={Date.parse(learntUntil)} now={now} />;{' '}
            </>
          )}
          {countWords(minutesLeft, 'minute')} of telemetry left. Nothing notifies meanwhile.
        </p>
      </div>
    );
  }
  if (state === 'notifying') {
    return (
      <p>
        {startedAt === null ? (
          'This history came with the demo: notifications are as they are earned.'
        ) : (
          <>
            Notifications began <TimeText at={Date.parse(startedAt)} now={now} />, started by {startedBy}.
          </>
        )}
      </p>
    );
  }
  return (
    <div className={styles.stack}>
      <p>
        Nothing notifies yet. Below is what the same engine would have told, minute by minute, knowing nothing of what
        came later. If that is what you want to be told, start; if not,{' '}
        <PathLink to={replayPath}>try other thresholds</PathLink> first.
      </p>
      <div className={styles.act}>
        <Button
          look="filled"
          disabled={!backtestShown || !mayStart || start.sending}
          onClick={() => start.send({ basedOn: history.version })}
        >
          {start.sending ? 'Starting' : 'Start notifying'}
        </Button>
        {!mayStart && <span className={styles.note}>Needs the role editor.</span>}
      </div>
      <DialogFault fault={start.fault} />
    </div>
  );
}
