import { useState } from 'react';
import type { CalibrationView } from '../../answer-shapes.ts';
import { RecordStrip } from '../../charts/record-strip-chart.tsx';
import { Button } from '../../components/button.tsx';
import { CallOutcome } from '../../components/call-outcome.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { PredictionMark } from '../../components/marks.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { predictionPath } from '../../paths.ts';
import { failureWords } from '../../words/failure-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import { outcomeWords } from '../../words/outcome-words.ts';
import styles from './reliability.module.css';
import { horizonWords } from './reliability-words.ts';

const outcomes = ['hit', 'miss', 'acted', 'undecidable'] as const;

/** Every call as one mark, with how many came out which way. */
export function CallsStrip({ view }: { view: CalibrationView }) {
  const { calls, record, brierWithActed } = view;
  const total = calls.hit + calls.miss + calls.acted + calls.undecidable + calls.pending;
  return (
    <section>
      <h2>{countWords(total, 'call')}, oldest first</h2>
      <p className={styles.counts}>
        {outcomes.map((outcome) => (
          <span key={outcome}>
            <PredictionMark look={outcome} /> <b>{calls[outcome]}</b> {outcomeWords[outcome]}
          </span>
        ))}
        {calls.pending > 0 && (
          <span>
            <b>{calls.pending}</b> {outcomeWords.pending}
          </span>
        )}
      </p>
      <RecordStrip outcomes={record.map(({ outcome }) => outcome)} />
      {calls.acted > 0 && (
        <p className={styles.note}>
          Acted upon: somebody changed something first, so the call cannot be judged.
          {brierWithActed !== null &&
            brierWithActed.skill !== null &&
            ` Counted by what happened then, the skill is ${brierWithActed.skill.toFixed(2)}.`}
        </p>
      )}
    </section>
  );
}

const FIRST = 12;

/** Each call with its row of the ledger and the way to its prediction. */
export function CallsTable({ view, now }: { view: CalibrationView; now: number }) {
  const [all, setAll] = useState(false);
  const newest = view.record.toReversed();
  const shown = all ? newest : newest.slice(0, FIRST);
  return (
    <div className={styles.stack}>
      <DataTable
        caption="Calls, newest first"
        columns={[
          { name: 'Call' },
          { name: 'Issued' },
          { name: 'Said first', figure: true },
          { name: 'At most', figure: true },
          { name: 'Outcome' },
          { name: 'Ledger row', figure: true },
        ]}
        rows={shown.map((call) => ({
          id: call.prediction,
          cells: [
            <span key="call" className={styles.call}>
              <PathLink to={predictionPath(call.prediction)}>
                {shortName(call.entity.name)} {failureWords(call.failure)}
              </PathLink>
              <span>
                within {horizonWords(call.horizon)}, {call.inPercent ? 'told in percent' : 'told as a band'}
                {call.warned ? '' : ', on screen only'}
              </span>
            </span>,
            <TimeText key="issued" at={Date.parse(call.issuedAt)} now={now} />,
            percentWords(call.said),
            percentWords(call.most),
            <CallOutcome key="outcome" outcome={call.outcome} />,
            call.row.toLocaleString('en'),
          ],
        }))}
      />
      {newest.length > FIRST && (
        <div>
          <Button look="small" onClick={() => setAll(!all)}>
            {all ? `The newest ${FIRST}` : `All ${newest.length}`}
          </Button>
        </div>
      )}
    </div>
  );
}
