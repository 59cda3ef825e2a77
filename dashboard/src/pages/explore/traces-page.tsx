/** Explore traces: each trace as a dot by time and duration, and the list. Draw a box to select; click to open. */

import { Link2Off } from 'lucide-react';
import type { TraceSummaryView } from '../../answer-shapes.ts';
import { LatencyScatterChart } from '../../charts/latency-scatter-chart.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LevelMark } from '../../components/marks.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Segments } from '../../components/segments.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { tracePath } from '../../paths.ts';
import { useGo } from '../../url-state.ts';
import { useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import { exactClockWords } from '../../words/time-words.ts';
import { valueWords } from '../../words/value-words.ts';
import { DifferentSection } from './different-section.tsx';
import { EntitySelect } from './entity-select.tsx';
import styles from './explore.module.css';
import { ExploreBar } from './explore-bar.tsx';
import { parseTraceQuery, withDurations } from './trace-query.ts';
import type { ExploreRange } from './use-explore-range.ts';
import { useExploreRange } from './use-explore-range.ts';

/** As many dots as an SVG draws without delay. */
const MOST = 500;
/** The dots show all; the list its beginning. */
const LISTED = 50;

export function TracesPage() {
  const range = useExploreRange();
  const query = parseTraceQuery(range.search.q ?? '');
  const slowest = range.search.order === 'slowest';
  const answer = useOperation(
    'searchTraces',
    {
      ...range.input,
      ...(range.search.entity && { entity: range.search.entity }),
      ...(query.operation && { operation: query.operation }),
      ...(query.minDurationMs !== undefined && { minDurationMs: query.minDurationMs }),
      ...(query.maxDurationMs !== undefined && { maxDurationMs: query.maxDurationMs }),
      errorsOnly: query.errorsOnly,
      order: slowest ? 'slowest' : 'newest',
      limit: MOST,
    },
    { keepPrevious: true },
  );
  return (
    <>
      <ExploreBar
        mode="traces"
        range={range}
        label="Query for traces"
        example={'operation="GET /cart" duration>=500ms error'}
      >
        <EntitySelect chosen={range.search.entity} onChoose={(entity) => range.change({ entity }, 'step')} />
      </ExploreBar>
      {query.unread.length > 0 && (
        <p className={styles.note} role="status">
          <Link2Off size={14} aria-hidden="true" /> Not understood: {query.unread.join(' ')}. Known are operation=,
          duration&gt;=, duration&lt;= and error.
        </p>
      )}
      <DifferentSection range={range} entity={range.search.entity} />
      <section className={styles.section}>
        <Panel answer={answer} what="The traces" doing="Searching traces" shape="chart">
          {({ items, cost, next }) =>
            items.length === 0 ? (
              <EmptyState
                title="No trace matches"
                text="Take a part out of the query or choose a longer range. If no service sends traces, logs and metrics work without them."
              />
            ) : (
              <>
                <Dots items={items} range={range} tookMs={cost.tookMs} more={next !== null} slowest={slowest} />
                <div className={styles.tools}>
                  <Segments
                    label="Order"
                    segments={[
                      { id: 'newest', name: 'Newest first' },
                      { id: 'slowest', name: 'Slowest first' },
                    ]}
                    chosen={slowest ? 'slowest' : 'newest'}
                    onChoose={(id) => range.change({ order: id === 'slowest' ? id : undefined })}
                  />
                </div>
                <TraceTable items={items.slice(0, LISTED)} />
              </>
            )
          }
        </Panel>
      </section>
    </>
  );
}

interface DotsProps {
  readonly items: readonly TraceSummaryView[];
  readonly range: ExploreRange;
  readonly tookMs: number;
  readonly more: boolean;
  readonly slowest: boolean;
}

function Dots({ items, range, tookMs, more, slowest }: DotsProps) {
  const go = useGo();
  const sorted = items.map((item) => item.durationMs).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const failed = items.filter((item) => item.errors > 0).length;
  const finding = `${countWords(items.length, 'trace')}: half under ${valueWords(middle, 'ms')}, the slowest ${valueWords(sorted.at(-1) ?? 0, 'ms')}${failed > 0 ? `, ${failed} with errors` : ''}`;
  return (
    <ChartFigure
      finding={finding}
      note={`${more ? `The ${slowest ? 'slowest' : 'newest'} ${MOST} of more. ` : ''}Found in ${(tookMs / 1000).toFixed(2)} s. A square is a trace with an error. Draw a box to narrow, click to open.`}
      twin={() => ({
        columns: [
          { name: 'Start' },
          { name: 'Trace' },
          { name: 'Took', figure: true },
          { name: 'Errors', figure: true },
        ],
        rows: items.map((item) => [
          exactClockWords(readTime(item.start), true),
          `${item.rootEntity.name} ${item.rootName}`,
          valueWords(item.durationMs, 'ms'),
          String(item.errors),
        ]),
      })}
    >
      <LatencyScatterChart
        points={items.map((item) => ({
          id: item.traceId,
          time: readTime(item.start),
          durationMs: item.durationMs,
          failed: item.errors > 0,
          name: `${shortName(item.rootEntity.name)} ${item.rootName}`,
        }))}
        range={range.range}
        now={range.now}
        label={`Traces by start and duration. ${finding}`}
        onBox={(part, fromMs, toMs) =>
          range.change(
            {
              from: new Date(part.from).toISOString(),
              to: new Date(part.to).toISOString(),
              last: undefined,
              q: withDurations(range.search.q ?? '', fromMs, toMs),
            },
            'step',
          )
        }
        onOpen={(id) => go(tracePath(id))}
      />
    </ChartFigure>
  );
}

function TraceTable({ items }: { items: readonly TraceSummaryView[] }) {
  return (
    <DataTable
      caption="Traces"
      columns={[
        { name: 'Start' },
        { name: 'Trace' },
        { name: 'Took', figure: true },
        { name: 'Spans', figure: true },
        { name: 'Entities', figure: true },
        { name: 'Errors', figure: true },
      ]}
      rows={items.map((item) => ({
        id: item.traceId,
        cells: [
          <TimeText key="at" at={readTime(item.start)} exact />,
          <PathLink key="name" to={tracePath(item.traceId)}>
            {shortName(item.rootEntity.name)} {item.rootName}
          </PathLink>,
          valueWords(item.durationMs, 'ms'),
          item.spans.toLocaleString('en'),
          item.entities,
          item.errors > 0 ? (
            <span key="errors">
              <LevelMark level="error" /> {item.errors}
            </span>
          ) : (
            ''
          ),
        ],
      }))}
    />
  );
}
