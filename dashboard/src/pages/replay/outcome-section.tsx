import type { ReplayView } from '../../answer-shapes.ts';
import { DataTable } from '../../components/data-table.tsx';
import { durationWords } from '../../words/duration-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import styles from './replay.module.css';
import { differenceWords, leadGainWords } from './replay-words.ts';

type Row = ReplayView['real'];

const rows: readonly (readonly [name: string, of: (record: Row) => number])[] = [
  ['Calls', ({ calls }) => calls],
  ['Pages', ({ pages }) => pages],
  ['Pages that came true', ({ hits }) => hits],
  ['Pages that did not', ({ misses }) => misses],
  ['Failures called 5 min ahead', ({ caught }) => caught],
  ['Failures paged 5 min ahead', ({ paged }) => paged],
];

/** As it was, as it is decided again, and as it would have been. */
export function OutcomeSection({ view }: { view: ReplayView }) {
  const lead = ({ leadMedian }: Row) => (leadMedian === null ? '-' : durationWords(readDuration(leadMedian)));
  return (
    <div className={styles.stack}>
      <DataTable
        caption="What would have been told"
        columns={[
          { name: 'Of the same forecasts' },
          { name: 'As it was', figure: true },
          { name: 'With what is set', figure: true },
          { name: 'With this', figure: true },
          { name: 'Difference', figure: true },
        ]}
        rows={[
          ...rows.map(([name, of]) => ({
            id: name,
            cells: [
              name,
              of(view.real),
              of(view.before),
              <b key="after">{of(view.after)}</b>,
              differenceWords(of(view.before), of(view.after)),
            ],
          })),
          {
            id: 'lead',
            cells: [
              'Median lead of those',
              lead(view.real),
              lead(view.before),
              <b key="after">{lead(view.after)}</b>,
              '',
            ],
          },
        ]}
      />
      <p className={styles.note}>
        Of {countWords(view.onsets, 'failure')} that began; for those that both catch, {leadGainWords(view.leadGained)}.{' '}
        {view.forecasts.toLocaleString('en')} forecasts were decided upon again, each with what was known at its minute
        {view.late > 0 && `; ${view.late.toLocaleString('en')} whose data came later were left out`}. Forecasts that
        nobody was shown are written down every fifth minute, a horizon at a time: a lower threshold may have called up
        to half an hour earlier than this says.
      </p>
    </div>
  );
}
