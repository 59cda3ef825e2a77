import type { ReplayView } from '../../answer-shapes.ts';
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
import styles from './replay.module.css';

type Call = ReplayView['pagesAdded'][number];

/** Each page that would have come or gone, and what became of it. */
export function PagesSection({ view, now }: { view: ReplayView; now: number }) {
  const { pagesAdded, pagesRemoved, caught, lost } = view;
  return (
    <div className={styles.stack}>
      <PageList caption="Pages more" calls={pagesAdded} now={now} none="No page would come." />
      <PageList caption="Pages fewer" calls={pagesRemoved} now={now} none="No page would go." />
      <OnsetList caption="Failures caught" onsets={caught} now={now} />
      <OnsetList caption="Failures lost" onsets={lost} now={now} />
    </div>
  );
}

function PageList({
  caption,
  calls,
  now,
  none,
}: {
  caption: string;
  calls: readonly Call[];
  now: number;
  none: string;
}) {
  if (calls.length === 0) return <p className={styles.note}>{none}</p>;
  return (
    <section>
      <h3>
        {caption}: {calls.length}
      </h3>
      <DataTable
        caption={caption}
        columns={[
          { name: 'Call' },
          { name: 'Issued' },
          { name: 'Odds', figure: true },
          { name: 'Outcome' },
          { name: 'Ledger row', figure: true },
        ]}
        rows={calls.map((call) => {
          const words = `${shortName(call.entity.name)} ${failureWords(call.failure)}`;
          return {
            id: String(call.row),
            cells: [
              <span key="call" className={styles.call}>
                {call.prediction === null ? (
                  <span className={styles.name}>{words}</span>
                ) : (
                  <PathLink to={predictionPath(call.prediction)}>{words}</PathLink>
                )}
                <span>
                  within {durationWords(readDuration(call.horizon))}
                  {call.prediction === null && ', a forecast that nobody was shown'}
                </span>
              </span>,
              <TimeText key="issued" at={Date.parse(call.issuedAt)} now={now} />,
              percentWords(call.probability),
              <CallOutcome key="outcome" outcome={call.outcome} />,
              call.row.toLocaleString('en'),
            ],
          };
        })}
      />
    </section>
  );
}
