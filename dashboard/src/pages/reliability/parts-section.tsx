import { useState } from 'react';
import type { CalibrationView } from '../../answer-shapes.ts';
import type { Column } from '../../components/data-table.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Segments } from '../../components/segments.tsx';
import { reliabilityPath } from '../../paths.ts';
import { stringifySearch } from '../../url-state.ts';
import { failureWords } from '../../words/failure-words.ts';
import { shortName } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import styles from './reliability.module.css';
import { horizonWords, leadWords } from './reliability-words.ts';
import type { CalibrationAsked, CalibrationFilter } from './use-calibration-input.ts';

const ways = [
  { id: 'failure', name: 'By failure' },
  { id: 'service', name: 'By service' },
  { id: 'horizon', name: 'By horizon' },
] as const;

type Part = CalibrationView['byHorizon'][number];
type PartRow = Omit<Part, 'horizon'> & { readonly value: string; readonly words: string; readonly note?: string };

const columns: readonly Column[] = [
  { name: 'What' },
  { name: 'Calls', figure: true },
  { name: 'Came true', figure: true },
  { name: 'Said', figure: true },
  { name: 'Came', figure: true },
  { name: 'Skill', figure: true },
  { name: 'False warnings', figure: true },
  { name: 'Failures called', figure: true },
  { name: 'Median lead', figure: true },
];

/** The same figures for each failure, service or horizon; each opens the page for it alone. */
export function PartsSection({ view, asked }: { view: CalibrationView; asked: CalibrationAsked }) {
  const [way, setWay] = useState<CalibrationFilter>('failure');
  const rows = rowsOf(view, way);
  const open = (value: string) =>
    `${reliabilityPath}${stringifySearch({ ...asked.filters, ...asked.unfiltered, [way]: value })}`;
  return (
    <div className={styles.stack}>
      <div>
        <Segments
          label="Parts"
          segments={ways}
          chosen={way}
          onChoose={(id) => setWay(ways.find((one) => one.id === id)?.id ?? 'failure')}
          small
        />
      </div>
      <DataTable
        caption={ways.find(({ id }) => id === way)?.name ?? ''}
        columns={columns}
        rows={rows.map((row) => ({
          id: row.value,
          selected: asked.filters[way] === row.value,
          cells: [
            <span key="what" className={styles.call}>
              <PathLink to={open(row.value)}>{row.words}</PathLink>
              {row.note && <span>{row.note}</span>}
            </span>,
            callsOf(row),
            row.calls.hit + row.calls.miss === 0 ? '-' : `${row.calls.hit} of ${row.calls.hit + row.calls.miss}`,
            row.said === null ? '-' : percentWords(row.said),
            row.came === null ? '-' : percentWords(row.came),
            row.skill === null ? '-' : row.skill.toFixed(2),
            row.falseWarnings,
            // A failure is of no horizon.
            way === 'horizon' ? row.caught : `${row.caught} of ${row.onsets}`,
            way === 'horizon' || row.leadMedian === null ? '-' : leadWords(row.leadMedian),
          ],
        }))}
      />
      <p className={styles.note}>
        Failures called: those with a call at least 5 min ahead. Median lead is over all failures; one without a call
        has none. Skill is against always saying how often it came.
      </p>
    </div>
  );
}

function callsOf({ calls: { hit, miss, acted, undecidable, pending } }: PartRow): number {
  return hit + miss + acted + undecidable + pending;
}

function rowsOf(view: CalibrationView, way: CalibrationFilter): PartRow[] {
  switch (way) {
    case 'failure':
      return view.byFailure.map(({ failure, forecast, ...part }) => ({
        ...part,
        value: failure,
        words: failureWords(failure),
        ...(!forecast && { note: 'nothing forecasts this yet' }),
      }));
    case 'service':
      return view.byEntity.map(({ entity, ...part }) => ({ ...part, value: entity.id, words: shortName(entity.name) }));
    case 'horizon':
      return view.byHorizon.map(({ horizon, ...part }) => ({
        ...part,
        value: horizon,
        words: `within ${horizonWords(horizon)}`,
      }));
  }
}
