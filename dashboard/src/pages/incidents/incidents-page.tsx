/** Incidents: harm now and before, open ones first, and a way to declare one by hand. */

import { useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useHeldRows } from '../../components/held-rows.ts';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { IncidentRows, isOpen } from '../../components/incident-rows.tsx';
import { NewPill } from '../../components/new-pill.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segments } from '../../components/segments.tsx';
import { useRowKeys } from '../../components/use-row-keys.ts';
import page from '../../frame/page.module.css';
import { openIncidentStates } from '../../frame/use-open-counts.ts';
import { IncidentActs } from '../../incident-acts.tsx';
import { incidentPath } from '../../paths.ts';
import { readIncident } from '../../read-answer.ts';
import { useGo, useUrlState } from '../../url-state.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { countWords } from '../../words/name-words.ts';
import { crowdWords } from './crowd-words.ts';
import { DeclareDialog } from './declare-dialog.tsx';

const filters = [
  // What became part of another incident is told there.
  { id: 'all', name: 'All', state: `${openIncidentStates},resolved,reviewed,dismissed` },
  { id: 'open', name: 'Open', state: openIncidentStates },
  { id: 'resolved', name: 'Resolved', state: 'resolved,reviewed' },
  { id: 'dismissed', name: 'Dismissed', state: 'dismissed,merged' },
] as const;

export function IncidentsPage() {
  const now = useNow();
  const { search, change } = useUrlState();
  const [declaring, setDeclaring] = useState(false);
  const filter = filters.find((one) => one.id === search.state) ?? filters[0];
  const answer = useOperation('listIncidents', {
    limit: 200,
    ...(filter.state && { state: filter.state }),
    ...(search.entity && { entity: search.entity }),
  });
  const status = useOperation('getStatus', {});
  const crowded = status.value && crowdWords(status.value.incidents);
  const lines = useMemo(() => answer.value?.items.map(readIncident) ?? [], [answer.value]);
  const open = lines.filter(isOpen).length;
  return (
    <>
      <div className={page.head}>
        <h1>
          {answer.value
            ? open > 0
              ? `${countWords(open, 'incident')} ${open === 1 ? 'is' : 'are'} open.`
              : 'No incident is open.'
            : 'Incidents.'}
        </h1>
        <Button onClick={() => setDeclaring(true)}>Declare an incident</Button>
      </div>
      <div className={page.filters}>
        <Segments
          label="State"
          segments={filters}
          chosen={filter.id}
          onChoose={(id) => change({ state: id === 'all' ? undefined : id }, 'step')}
        />
      </div>
      {crowded !== undefined && <p role="status">{crowded}</p>}
      <Panel answer={answer} what="Incidents" doing="Reading incidents" shape="rows">
        {() => <List key={filter.id} lines={lines} filter={filter.id} now={now} />}
      </Panel>
      {declaring && <DeclareDialog onClose={() => setDeclaring(false)} />}
    </>
  );
}

function List({ lines, filter, now }: { lines: readonly IncidentLine[]; filter: string; now: number }) {
  const go = useGo();
  const held = useHeldRows(lines, (line) => line.id, filter);
  const { selected, select } = useRowKeys(
    held.rows.map((line) => line.id),
    (id) => go(incidentPath(id)),
  );
  if (held.rows.length === 0) {
    return (
      <EmptyState
        title="None"
        text="An incident opens when anomalies of one story show harm, or when a person declares one."
      />
    );
  }
  return (
    <>
      <NewPill count={held.waiting} onShow={held.release} />
      <IncidentRows
        lines={held.rows}
        now={now}
        selected={selected}
        onSelect={select}
        acts={(line) => isOpen(line) && <IncidentActs key={line.id} line={line} place="row" keys />}
      />
    </>
  );
}
