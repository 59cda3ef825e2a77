import type { Timestamp } from '@foreshock/model/time.ts';
import type { StatusView } from '../../answer-shapes.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { useHeldRows } from '../../components/held-rows.ts';
import { NewPill } from '../../components/new-pill.tsx';
import { PathLink } from '../../components/path-link.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { PredictionRows } from '../../components/prediction-rows.tsx';
import { useRowKeys } from '../../components/use-row-keys.ts';
import { predictionPath, predictionsPath } from '../../paths.ts';
import { useGo } from '../../url-state.ts';
import { readDuration } from '../../words/iso-words.ts';
import styles from './overview.module.css';

const MOST = 8;
const HOUR = 3_600_000;

export function ComingSection({
  lines,
  status,
  now,
}: {
  lines: readonly PredictionLine[];
  status: StatusView | undefined;
  now: Timestamp;
}) {
  const go = useGo();
  const held = useHeldRows(lines.slice(0, MOST), (line) => line.id, 'coming');
  const { selected } = useRowKeys(
    held.rows.map((line) => line.id),
    (id) => go(predictionPath(id)),
  );
  return (
    <section>
      <h2 className={styles.title}>
        Coming <span>{lines.length > 0 ? `${lines.length}, by act-by time` : 'nothing'}</span>
        <NewPill count={held.waiting} onShow={held.release} />
      </h2>
      {held.rows.length > 0 ? (
        <PredictionRows lines={held.rows} now={now} selected={selected} />
      ) : (
        <NothingComing status={status} now={now} />
      )}
      {lines.length > MOST && <PathLink to={predictionsPath}>All {lines.length}</PathLink>}
    </section>
  );
}

function NothingComing({ status, now }: { status: StatusView | undefined; now: Timestamp }) {
  if (!status || status.history.baselineReady) {
    return <p className={styles.quiet}>No open prediction.</p>;
  }
  const need = Math.round(readDuration(status.history.baselineNeeds) / HOUR);
  const have = status.history.from === null ? 0 : Math.floor((now - Date.parse(status.history.from)) / HOUR);
  return (
    <EmptyState
      title="No predictions yet"
      text={`Baselines need ${need} h of data; ${Math.min(have, need)} h have arrived. Fill-up forecasts start after 2 days.`}
      counted={{ have: Math.min(have, need), need, unit: 'hours of data' }}
    />
  );
}
