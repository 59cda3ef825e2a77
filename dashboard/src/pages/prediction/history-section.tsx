import type { Timestamp } from '@foreshock/model/time.ts';
import type { PredictionView } from '../../answer-shapes.ts';
import { OddsHistoryChart } from '../../charts/odds-history-chart.tsx';
import { Button } from '../../components/button.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import { readDuration, readTime } from '../../words/iso-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import { clockWords, momentWords } from '../../words/time-words.ts';
import styles from './prediction.module.css';

/** How the odds moved, where the call stands in the ledger, and whether it was useful. */
export function HistorySection({ view, now }: { view: PredictionView; now: Timestamp }) {
  const revisions = useOperation('listPredictionRevisions', { id: view.id });
  const ends = readTime(view.updatedAt) + readDuration(view.odds.horizon);
  const note =
    view.outcome === 'pending' ? `outcome pending until ${momentWords(ends, now)}` : `outcome: ${view.outcome}`;
  return (
    <Section name="History" note={note}>
      <div className={styles.two}>
        <Panel answer={revisions} what="The revisions" doing="Reading how the odds moved" shape="chart">
          {({ items }) => {
            const lines = items.map((item) => ({
              at: readTime(item.at),
              probability: item.probability ?? undefined,
              band: item.band,
            }));
            if (lines.length === 0) return <p className={styles.note}>No revision has been kept yet.</p>;
            const words = (one: (typeof lines)[number]) =>
              one.probability === undefined ? one.band : percentWords(one.probability);
            const [first, last] = [words(lines[0]!), words(lines.at(-1)!)];
            const finding =
              lines.length === 1
                ? `Called ${first}, not revised since`
                : first === last
                  ? `${first} again after ${lines.length} revisions`
                  : `From ${first} to ${last} in ${lines.length} revisions`;
            return (
              <ChartFigure
                finding={finding}
                twin={() => ({
                  columns: [{ name: 'Revision', figure: true }, { name: 'Time' }, { name: 'Odds' }, { name: 'State' }],
                  rows: items.map((item, i) => [
                    String(item.revision),
                    clockWords(readTime(item.at)),
                    words(lines[i]!),
                    item.state,
                  ]),
                })}
              >
                <OddsHistoryChart
                  revisions={lines}
                  until={view.closedAt === null ? now : readTime(view.closedAt)}
                  threshold={view.threshold}
                  label={`Odds by revision. ${finding}`}
                />
              </ChartFigure>
            );
          }}
        </Panel>
        <div className={styles.rests}>
          <h3>On record</h3>
          <ul>
            {view.ledger ? (
              <li>
                Ledger row {view.ledger.seq.toLocaleString('en')},{' '}
                <span className={styles.mono}>{view.ledger.hash.slice(0, 16)}</span>
              </li>
            ) : (
              <li>Not in the ledger yet</li>
            )}
            <li>
              Model {view.model.version}, features{' '}
              <span className={styles.mono}>{view.model.features.slice(0, 20)}</span>
            </li>
          </ul>
          <Feedback id={view.id} />
        </div>
      </div>
    </Section>
  );
}

function Feedback({ id }: { id: string }) {
  const feedback = useCommand('givePredictionFeedback', []);
  if (feedback.result) {
    return (
      <p className={styles.feedback} role="status">
        Noted. {feedback.result.useful} found it useful, {feedback.result.notUseful} did not.
      </p>
    );
  }
  return (
    <div className={styles.feedback}>
      <span>Was this useful?</span>
      <Button look="small" disabled={feedback.sending} onClick={() => feedback.send({ id, useful: true })}>
        Yes
      </Button>
      <Button look="small" disabled={feedback.sending} onClick={() => feedback.send({ id, useful: false })}>
        No
      </Button>
      {feedback.fault && <span role="alert">Not noted: {feedback.fault.message}.</span>}
    </div>
  );
}
