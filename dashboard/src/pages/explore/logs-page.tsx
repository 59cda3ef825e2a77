/** Explore logs: histogram, facets, lines or templates, and a drawer with all that one line holds. */

import { useMemo } from 'react';
import { Segments } from '../../components/segments.tsx';
import { useOperationPages } from '../../use-operation.ts';
import { DifferentSection } from './different-section.tsx';
import styles from './explore.module.css';
import { ExploreBar } from './explore-bar.tsx';
import { LogDrawer } from './log-drawer.tsx';
import { LogFacets } from './log-facets.tsx';
import { LogHistogram } from './log-histogram.tsx';
import { LogLines } from './log-lines.tsx';
import { addFilter, parseLogQuery } from './log-query.ts';
import { LogTemplates } from './log-templates.tsx';
import { SuggestedSection } from './suggested-section.tsx';
import { useExploreRange } from './use-explore-range.ts';

/** One page of lines: fills the list several times over. */
const PAGE = 200;

export function LogsPage() {
  const range = useExploreRange();
  const query = range.search.q ?? '';
  const parsed = useMemo(() => parseLogQuery(query), [query]);
  const selection = useMemo(
    () => ({ ...range.input, filters: parsed.filters.map((filter) => ({ ...filter })), text: parsed.text }),
    [range.input, parsed],
  );
  const oldest = range.search.order === 'oldest';
  const lines = useOperationPages('searchLogs', { ...selection, order: oldest ? 'oldest' : 'newest', limit: PAGE });
  const entity = parsed.filters.find((one) => one.field === 'entity' && one.operator === '=')?.value;
  const templates = range.search.tab === 'templates';
  const chosen = lines.value?.find((line) => line.id === range.search.line);
  const filter = (field: string, value: string, operator: '=' | '!=' = '=') =>
    range.change({ q: addFilter(query, field, value, operator), tab: undefined, line: undefined }, 'step');
  return (
    <>
      <ExploreBar mode="logs" range={range} label="Query for logs" example={'service=cart level>=error "timed out"'} />
      <LogHistogram selection={selection} range={range} query={query} />
      <DifferentSection range={range} entity={entity} />
      <div className={`${styles.grid} ${chosen ? styles.withDrawer : ''}`}>
        <LogFacets selection={selection} onFilter={filter} />
        <div className={styles.center}>
          <div className={styles.listHead}>
            <Segments
              label="What is listed"
              segments={[
                { id: 'lines', name: 'Lines' },
                { id: 'templates', name: 'Templates' },
              ]}
              chosen={templates ? 'templates' : 'lines'}
              onChoose={(id) => range.change({ tab: id === 'templates' ? id : undefined })}
            />
            {!templates && (
              <Segments
                label="Order"
                segments={[
                  { id: 'newest', name: 'Newest first' },
                  { id: 'oldest', name: 'Oldest first' },
                ]}
                chosen={oldest ? 'oldest' : 'newest'}
                onChoose={(id) => range.change({ order: id === 'oldest' ? id : undefined })}
              />
            )}
          </div>
          {templates ? (
            <>
              <SuggestedSection now={range.now} />
              <LogTemplates range={range} entity={entity} onChoose={(id) => filter('template', id)} />
            </>
          ) : (
            <LogLines answer={lines} chosen={range.search.line} onChoose={(id) => range.change({ line: id })} />
          )}
        </div>
        {chosen && <LogDrawer line={chosen} onClose={() => range.change({ line: undefined })} onFilter={filter} />}
      </div>
    </>
  );
}
