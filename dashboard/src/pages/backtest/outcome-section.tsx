import type { BacktestView } from '../../answer-shapes.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Facts } from '../../components/facts.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { incidentsPath } from '../../paths.ts';
import { durationWords } from '../../words/duration-words.ts';
import { failureWords } from '../../words/failure-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import styles from './backtest.module.css';
import { dayName, pagesPerWeekWords } from './backtest-words.ts';

/** The whole, by day and by kind of failure. */
export function OutcomeSection({ view }: { view: BacktestView }) {
  const { record, onsets, incidents, pagesPerWeek, days, failures, forecasts, late } = view;
  return (
    <div className={styles.stack}>
      <Facts
        facts={[
          { name: 'Failures', value: `${countWords(onsets, 'failure')} began` },
          { name: 'Called ahead', value: `${record.caught}, by 5 min or more; ${onsets - record.caught} missed` },
          { name: 'Pages', value: `${record.pages}; ${record.misses} false, ${record.hits} came true` },
          { name: 'In a week', value: pagesPerWeekWords(pagesPerWeek) },
          { name: 'Lead', value: leadWords(record.leadMedian) },
          {
            name: 'Incidents',
            value: <PathLink to={incidentsPath}>{countWords(incidents, 'incident')} found</PathLink>,
          },
        ]}
      />
      {days.length > 0 && (
        <DataTable
          caption="By day"
          columns={[
            { name: 'Day (UTC)' },
            { name: 'Calls', figure: true },
            { name: 'Pages', figure: true },
            { name: 'False pages', figure: true },
            { name: 'Failures', figure: true },
            { name: 'Called ahead', figure: true },
            { name: 'Missed', figure: true },
          ]}
          rows={days.map((day) => ({
            id: day.from,
            cells: [
              dayName(day.from),
              day.calls,
              day.pages,
              day.falsePages,
              day.onsets,
              day.caught,
              day.onsets - day.caught,
            ],
          }))}
        />
      )}
      {failures.length > 0 && (
        <DataTable
          caption="By kind of failure"
          columns={[
            { name: 'Failure' },
            { name: 'Began', figure: true },
            { name: 'Called ahead', figure: true },
            { name: 'Median lead', figure: true },
            { name: 'Pages', figure: true },
            { name: 'False pages', figure: true },
          ]}
          rows={failures.map((own) => ({
            id: own.failure,
            cells: [
              failureWords(own.failure),
              own.onsets,
              own.caught,
              leadWords(own.leadMedian),
              own.pages,
              own.misses,
            ],
          }))}
        />
      )}
      <p className={styles.note}>
        {countWords(forecasts, 'forecast')} decided upon, each with what was known at its minute
        {late > 0 && `; ${late.toLocaleString('en')} whose data came later were left out`}. Only after 20 calls of a
        kind of failure have come true or not does the next one page; until then calls stand on the screen.
      </p>
    </div>
  );
}

function leadWords(lead: string | null): string {
  return lead === null ? '-' : durationWords(readDuration(lead));
}
