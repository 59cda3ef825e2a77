/** One trace: where its time went, what was on the critical path, and where the error began. */

import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { TraceView } from '../../answer-shapes.ts';
import { TraceWaterfall } from '../../charts/trace-waterfall-chart.tsx';
import { ButtonLink, ButtonRow } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segments } from '../../components/segments.tsx';
import { TimeText } from '../../components/time-text.tsx';
import page from '../../frame/page.module.css';
import { explorePath } from '../../paths.ts';
import { useUrlState } from '../../url-state.ts';
import { useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import { dayWords } from '../../words/time-words.ts';
import { valueWords } from '../../words/value-words.ts';
import styles from './explore.module.css';
import { SpanDrawer } from './span-drawer.tsx';
import { traceFinding } from './trace-finding.ts';

export function TracePage() {
  const { id = '' } = useParams({ strict: false });
  const answer = useOperation('getTrace', { traceId: id });
  if (answer.fault && !answer.fault.retryable) {
    return (
      <div className={page.page}>
        <EmptyState
          title="This trace is not here"
          text={`${answer.fault.message}. It may be older than the retention of traces, or was not sampled.`}
        >
          <ButtonLink to={explorePath('traces')}>Search traces</ButtonLink>
        </EmptyState>
      </div>
    );
  }
  return (
    <Panel answer={answer} what="The trace" doing="Reading the spans of the trace" shape="page">
      {(trace) => <Trace trace={trace} />}
    </Panel>
  );
}

function Trace({ trace }: { trace: TraceView }) {
  const { search, change } = useUrlState();
  const spans = useMemo(
    () =>
      trace.spans.map((span) => ({
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? undefined,
        name: span.name,
        entity: span.entity.name,
        startMs: span.startMs,
        durationMs: span.durationMs,
        selfMs: span.selfMs,
        onCriticalPath: span.onCriticalPath,
        failed: span.status === 'error',
        errorOrigin: span.errorOrigin,
      })),
    [trace],
  );
  const chosen = trace.spans.find((span) => span.spanId === search.span);
  const start = readTime(trace.start);
  const root = trace.spans.find((span) => span.parentSpanId === null) ?? trace.spans[0];
  const every = search.repeats === 'all';
  return (
    <>
      <div className={page.head}>
        <div>
          <p className={styles.note}>
            {root ? `${shortName(root.entity.name)} ${root.name}` : 'trace'}, {dayWords(start)},{' '}
            <TimeText at={start} exact />, {valueWords(trace.durationMs, 'ms')},{' '}
            {countWords(trace.spans.length, 'span')}
          </p>
          <h1>{traceFinding(trace)}</h1>
        </div>
        <ButtonRow>
          <ButtonLink
            to={explorePath('logs', {
              q: `trace_id=${trace.traceId}`,
              from: new Date(start - 60_000).toISOString(),
              to: new Date(start + trace.durationMs + 60_000).toISOString(),
            })}
          >
            Logs of this trace
          </ButtonLink>
          <ButtonLink to={explorePath('traces')}>Search traces</ButtonLink>
        </ButtonRow>
      </div>
      {trace.truncated && (
        <p className={styles.note}>
          Only the first {trace.spans.length.toLocaleString('en')} spans of this trace are kept here.
        </p>
      )}
      <div
        className={`${styles.grid} ${chosen ? styles.withDrawer : ''}`}
        style={{ gridTemplateColumns: chosen ? 'minmax(0, 1fr) 356px' : 'minmax(0, 1fr)' }}
      >
        <div className={styles.center} style={{ borderLeft: 0, paddingLeft: 0 }}>
          <div className={styles.listHead}>
            <p className={styles.note}>
              Solid bars are on the critical path: shorten one of them and the trace gets shorter.
            </p>
            <Segments
              label="Like spans"
              segments={[
                { id: 'folded', name: 'Repeats folded' },
                { id: 'all', name: 'Every span' },
              ]}
              chosen={every ? 'all' : 'folded'}
              onChoose={(id) => change({ repeats: id === 'all' ? id : undefined })}
            />
          </div>
          <TraceWaterfall
            spans={spans}
            durationMs={trace.durationMs}
            foldRepeats={!every}
            chosen={search.span}
            onChoose={(spanId) => change({ span: spanId })}
            label={`Waterfall of ${countWords(spans.length, 'span')} in ${valueWords(trace.durationMs, 'ms')}`}
          />
        </div>
        {chosen && (
          <SpanDrawer span={chosen} start={start} traceId={trace.traceId} onClose={() => change({ span: undefined })} />
        )}
      </div>
    </>
  );
}
