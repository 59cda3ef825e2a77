/** Coming: every prediction, open ones by the time to act by, with filters by state. */

import { useMemo } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { useHeldRows } from '../../components/held-rows.ts';
import { NewPill } from '../../components/new-pill.tsx';
import { Panel } from '../../components/panel.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { PredictionRows } from '../../components/prediction-rows.tsx';
import { Segments } from '../../components/segments.tsx';
import { useRowKeys } from '../../components/use-row-keys.ts';
import page from '../../frame/page.module.css';
import { openPredictionStates } from '../../frame/use-open-counts.ts';
import { predictionPath } from '../../paths.ts';
import { PredictionActs } from '../../prediction-acts.tsx';
import { readPrediction } from '../../read-answer.ts';
import { useGo, useUrlState } from '../../url-state.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { countWords } from '../../words/name-words.ts';

const filters = [
  { id: 'open', name: 'Open', state: openPredictionStates },
  { id: 'active', name: 'Active', state: 'active' },
  { id: 'shadow', name: 'Shadow', state: 'shadow' },
  { id: 'frozen', name: 'Frozen', state: 'frozen' },
  { id: 'withdrawn', name: 'Withdrawn', state: 'withdrawn' },
  { id: 'closed', name: 'Closed', state: 'closed' },
] as const;

export function PredictionsPage() {
  const now = useNow();
  const { search, change } = useUrlState();
  const filter = filters.find((one) => one.id === search.state) ?? filters[0];
  const answer = useOperation('listPredictions', {
    state: filter.state,
    limit: 200,
    ...(search.entity && { entity: search.entity }),
  });
  const lines = useMemo(() => answer.value?.items.map(readPrediction) ?? [], [answer.value]);
  return (
    <>
      <div className={page.head}>
        <h1>{headline(filter.id, answer.value ? lines.length : undefined)}</h1>
        <Segments
          label="State"
          segments={filters}
          chosen={filter.id}
          onChoose={(id) => change({ state: id === 'open' ? undefined : id }, 'step')}
        />
      </div>
      <Panel answer={answer} what="Predictions" doing="Reading predictions" shape="rows">
        {() => <List key={filter.id} lines={lines} filter={filter.id} now={now} />}
      </Panel>
    </>
  );
}

function headline(filter: string, count: number | undefined): string {
  if (count === undefined) return 'Coming.';
  if (filter === 'open')
    return count === 0 ? 'Nothing is coming that we can see.' : `${countWords(count, 'failure')} may be coming.`;
  return count === 0
    ? `No prediction is ${filter}.`
    : `${countWords(count, 'prediction')} ${count === 1 ? 'is' : 'are'} ${filter}.`;
}

function List({ lines, filter, now }: { lines: readonly PredictionLine[]; filter: string; now: number }) {
  const go = useGo();
  const held = useHeldRows(lines, (line) => line.id, filter);
  const { selected, select } = useRowKeys(
    held.rows.map((line) => line.id),
    (id) => go(predictionPath(id)),
  );
  if (held.rows.length === 0) return <EmptyState title="None" text={emptyText(filter)} />;
  return (
    <>
      <NewPill count={held.waiting} onShow={held.release} />
      <PredictionRows
        lines={held.rows}
        now={now}
        selected={selected}
        onSelect={select}
        acts={(line) => line.closedAt === undefined && <PredictionActs key={line.id} line={line} place="row" keys />}
      />
    </>
  );
}

function emptyText(filter: string): string {
  switch (filter) {
    case 'shadow':
      return 'A failure whose odds have fewer than 20 outcomes is only shown here and tells nobody.';
    case 'frozen':
      return 'A prediction freezes while too little data arrives to judge it.';
    case 'withdrawn':
      return 'A call is withdrawn when its odds fall well under its threshold. It is still scored.';
    case 'closed':
      return 'A call closes when the failure comes or its horizon ends. None has yet.';
    default:
      return 'No open prediction. Look at the closed ones to see how earlier calls came out.';
  }
}
