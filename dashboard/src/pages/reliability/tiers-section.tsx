import type { CalibrationView } from '../../answer-shapes.ts';
import { DataTable } from '../../components/data-table.tsx';
import { percentWords } from '../../words/odds-words.ts';
import styles from './reliability.module.css';
import { tierWords } from './reliability-words.ts';

/** How right each tier alone was, also those that decide nothing yet. */
export function TiersSection({ view }: { view: CalibrationView }) {
  return (
    <div className={styles.stack}>
      <DataTable
        caption="By tier"
        columns={[
          { name: 'Tier' },
          { name: 'Forecasts', figure: true },
          { name: 'Said', figure: true },
          { name: 'Came', figure: true },
          { name: 'Skill', figure: true },
          { name: 'Skill as told', figure: true },
        ]}
        rows={view.byTier.map(({ tier, inShadow, forecasts, said, came, skill, toldSkill }) => ({
          id: tier,
          cells: [
            <span key="tier" className={styles.call}>
              {tierWords(tier)}
              {inShadow && <span>in shadow</span>}
            </span>,
            forecasts.toLocaleString('en'),
            percentWords(said),
            percentWords(came),
            skill === null ? '-' : skill.toFixed(2),
            toldSkill === null ? '-' : toldSkill.toFixed(2),
          ],
        }))}
      />
      <p className={styles.note}>
        Each tier on the forecasts that it spoke of, beside what was told of the same ones. What is in shadow decides
        nothing.
      </p>
    </div>
  );
}
