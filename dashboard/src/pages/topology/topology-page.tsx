/** Map: who calls whom, by risk. As a picture or as a table; a click opens an entity with its edges. */

import { HOUR } from '@foreshock/model/time.ts';
import type { TopologyView } from '../../answer-shapes.ts';
import { TopologyGraph } from '../../charts/topology-graph-chart.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segments } from '../../components/segments.tsx';
import { TimeRangePicker } from '../../components/time-range-picker.tsx';
import page from '../../frame/page.module.css';
import { connectPath } from '../../paths.ts';
import { readRange, writeRange } from '../../time-range-choice.ts';
import { useUrlState } from '../../url-state.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import { EntityDetail } from './entity-detail.tsx';
import { mapFinding, readNode, rowOf } from './map-node.tsx';
import styles from './topology.module.css';

const USUAL = HOUR;

export function TopologyPage() {
  const now = useNow();
  const { search, change } = useUrlState();
  const range = readRange(search, USUAL);
  const answer = useOperation('getTopology', writeRange(range), { keepPrevious: true });
  const asTable = search.view === 'table';
  return (
    <>
      <div className={page.head}>
        <h1>{answer.value ? mapFinding(answer.value) : 'Map.'}</h1>
      </div>
      <div className={styles.tools}>
        <Segments
          label="How the map is drawn"
          segments={[
            { id: 'graph', name: 'Picture' },
            { id: 'table', name: 'Table' },
          ]}
          chosen={asTable ? 'table' : 'graph'}
          onChoose={(id) => change({ view: id === 'table' ? 'table' : undefined })}
        />
        <TimeRangePicker
          choice={range}
          now={now}
          usual={USUAL}
          onChoose={(chosen) => change({ from: undefined, to: undefined, last: undefined, ...writeRange(chosen) })}
        />
      </div>
      <Panel answer={answer} what="The map" doing="Reading who calls whom" shape="chart">
        {(view) => (
          <EntityMap
            view={view}
            asTable={asTable}
            chosen={search.entity}
            onChoose={(id) => change({ entity: id === search.entity ? undefined : id })}
          />
        )}
      </Panel>
    </>
  );
}

interface MapProps {
  readonly view: TopologyView;
  readonly asTable: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

function EntityMap({ view, asTable, chosen, onChoose }: MapProps) {
  const calls = view.edges.filter((edge) => edge.kind === 'calls');
  const calling = new Set(calls.flatMap((edge) => [edge.from, edge.to]));
  // What neither calls nor is in trouble stands in the table: a map of all volumes shows nothing.
  const shown = view.nodes.filter(
    (node) => calling.has(node.id) || node.incident !== null || node.prediction !== null || node.kind === 'service',
  );
  const node = view.nodes.find((one) => one.id === chosen);
  if (view.nodes.length === 0) {
    return (
      <EmptyState
        title="No entity has been seen in this range"
        text="The map is drawn from traces and Kubernetes attributes."
      >
        <ButtonLink to={connectPath}>What arrives</ButtonLink>
      </EmptyState>
    );
  }
  return (
    <>
      {asTable ? (
        <DataTable
          caption="Entities by risk"
          columns={[
            { name: 'Entity' },
            { name: 'Kind' },
            { name: 'Risk' },
            { name: 'Requests', figure: true },
            { name: 'Fail', figure: true },
            { name: 'p95', figure: true },
            { name: 'Unusual', figure: true },
          ]}
          rows={[...view.nodes]
            .sort((a, b) => readNode(b).risk - readNode(a).risk || a.name.localeCompare(b.name))
            .map((one) => rowOf(one, one.id === chosen, onChoose))}
        />
      ) : (
        <TopologyGraph
          nodes={shown.map(readNode)}
          edges={calls}
          chosen={chosen}
          onChoose={onChoose}
          label={`Service graph: ${countWords(shown.length, 'entity', 'entities')}, ${countWords(calls.length, 'call')}. Callers left, callees right.`}
        />
      )}
      {!asTable && (
        <p className={styles.note}>
          Callers left, callees right. Blue frame: coming. Vermilion frame: wrong now. Dashed vermilion: calls that
          fail.
        </p>
      )}
      {node ? (
        <EntityDetail
          node={node}
          edges={view.edges}
          nameOf={(id) => shortName(view.nodes.find((one) => one.id === id)?.name ?? id)}
        />
      ) : (
        <p className={styles.note}>Choose an entity to see its calls and to open it.</p>
      )}
    </>
  );
}
