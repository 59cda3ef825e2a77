import { formatTime, HOUR, type TimeRange } from '@foreshock/model/time.ts';
import { useState } from 'react';
import { Comparisons } from '../../components/comparisons.tsx';
import { Panel } from '../../components/panel.tsx';
import { useOperation } from '../../use-operation.ts';
import styles from './explore.module.css';
import type { ExploreRange } from './use-explore-range.ts';

const LONGEST_MS = 6 * HOUR;

/** What the failures of the chosen time share that the hour before it did not; asked when it is opened. */
export function DifferentSection({ range, entity }: { range: ExploreRange; entity: string | undefined }) {
  const [isOpen, setIsOpen] = useState(false);
  const { from, to } = range.range;
  const isTooLong = to - from > LONGEST_MS;
  return (
    <details className={styles.section} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>What is different from the hour before</summary>
      {isTooLong ? (
        <p className={styles.note}>Choose at most six hours to compare.</p>
      ) : (
        isOpen && <Different key={Object.values(range.input).join(' ')} at={range.range} entity={entity} />
      )}
    </details>
  );
}

/** The time as it was when it was opened: one that moves on with the clock would be compared again and again. */
function Different({ at, entity }: { at: TimeRange; entity: string | undefined }) {
  const [{ from, to }] = useState(at);
  const entities = entity === undefined ? [] : [entity];
  const answer = useOperation('compareWindows', { from: formatTime(from), to: formatTime(to), entities });
  return (
    <Panel answer={answer} what="What is different" doing="Comparing the failures with the hour before" shape="rows">
      {(view) => <Comparisons view={view} />}
    </Panel>
  );
}
