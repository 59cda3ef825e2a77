import type { CalibrationView } from '../../answer-shapes.ts';
import { DataTable } from '../../components/data-table.tsx';
import { countWords } from '../../words/name-words.ts';
import { percentRangeWords, percentWords } from '../../words/odds-words.ts';
import styles from './reliability.module.css';
import { missedWords, precisionFinding } from './reliability-words.ts';

/** How often calls of at least some height are right, and how many failures they come before. */
export function PointsSection({ view }: { view: CalibrationView }) {
  const { falseWarnings, falseWarningsPerDay, days } = view;
  return (
    <section className={styles.stack}>
      <div>
        <h2>{precisionFinding(view.points)}</h2>
        <p className={styles.note}>
          {missedWords(view)} {countWords(falseWarnings, 'warning')} in {days.toFixed(1)} days did not come true
          {falseWarningsPerDay !== null && `: ${falseWarningsPerDay.toFixed(2)} a day`}.
        </p>
      </div>
      <DataTable
        caption="Precision and recall"
        columns={[
          { name: 'Said at least' },
          { name: 'Came true', figure: true },
          { name: 'Precision', figure: true },
          { name: '90 % range', figure: true },
          { name: 'Recall', figure: true },
        ]}
        rows={view.points.map((point) => ({
          id: String(point.threshold),
          cells: [
            point.threshold === 0 ? 'any call' : percentWords(point.threshold),
            `${point.hits} of ${point.calls}`,
            point.precision === null ? '-' : percentWords(point.precision),
            point.precision === null ? '-' : percentRangeWords(point.low, point.high),
            point.recall === null ? '-' : `${percentWords(point.recall)} (${point.caught})`,
          ],
        }))}
      />
    </section>
  );
}
