import type { BacktestView } from '../../answer-shapes.ts';
import { CallOutcome } from '../../components/call-outcome.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { OnsetList } from '../../components/onset-list.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { predictionPath } from '../../paths.ts';
import { durationWords } from '../../words/duration-words.ts';
import { failureWords } from '../../words/failure-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { shortName } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import { leadWords } from '../../words/outcome-words.ts';
import styles from './backtest.module.css';

type Call = BacktestView['calls'][number];

/** Each call with what became of it, and each failure that none came before. */
export function CallsSection({ view: { calls, missed, onsets, record }, now }: { view: BacktestView; now: number }) {
  return (
    <div className={styles.stack}>
      {calls.length === 0 ? (
        <p className={styles.note}>
          Nothing would have been called. Calls begin when a resource that can fill up has reported for a day.
        </p>
      ) : (
        <DataTable
          caption="Calls"
          columns={[
            { name: 'Call' },
            { name: 'Issued' },
            { name: 'Odds', figure: true },
            { name: 'Would have' },
            { name: 'Outcome' },
          ]}
          rows={calls.map((call) => ({
            id: String(call.row),
            cells: [
              <CallName key="call" call={call} />,
              <TimeText key="issued" at={Date.parse(call.issuedAt)} now={now} />,
              percentWords(call.probability),
              call.page ? 'paged' : 'stood on the screen',
              <CallOutcome key="outcome" outcome={call.outcome}>
                {call.onsetAt !== null &&
                  call.outcome === 'hit' &&
                  leadWords(Date.parse(call.onsetAt) - Date.parse(call.issuedAt))}
              </CallOutcome>,
            ],
          }))}
        />
      )}
      {onsets > record.caught && (
        <p className={styles.note}>
          Every kind of failure counts as missed when no call came before it, also kinds that nothing foretells yet.
        </p>
      )}
      <OnsetList caption="Missed" onsets={missed} total={onsets - record.caught} now={now} />
    </div>
  );
}

function CallName({ call }: { call: Call }) {
  const words = `${shortName(call.entity.name)} ${failureWords(call.failure)}`;
  const within = ` within ${durationWords(readDuration(call.horizon))}`;
  return (
    <span>
      {call.prediction === null ? words : <PathLink to={predictionPath(call.prediction)}>{words}</PathLink>}
      {within}
    </span>
  );
}
