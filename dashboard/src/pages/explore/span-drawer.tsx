import type { Timestamp } from '@foreshock/model/time.ts';
import { X } from 'lucide-react';
import type { TraceView } from '../../answer-shapes.ts';
import { ButtonLink } from '../../components/button.tsx';
import { explorePath } from '../../paths.ts';
import { valueWords } from '../../words/value-words.ts';
import { AttributeList } from './attribute-list.tsx';
import styles from './explore.module.css';

interface SpanDrawerProps {
  readonly span: TraceView['spans'][number];
  readonly start: Timestamp;
  readonly traceId: string;
  readonly onClose: () => void;
}

export function SpanDrawer({ span, start, traceId, onClose }: SpanDrawerProps) {
  const from = new Date(start + span.startMs - 60_000).toISOString();
  const to = new Date(start + span.startMs + span.durationMs + 60_000).toISOString();
  return (
    <aside className={styles.drawer} aria-label="The chosen span">
      <header>
        <div>
          <h2>{span.name}</h2>
          <p className={styles.note}>
            {span.entity.name}, {span.kind}, {valueWords(span.durationMs, 'ms')}, by itself{' '}
            {valueWords(span.selfMs, 'ms')}
            {span.onCriticalPath && ', on the critical path'}
            {span.errorOrigin && ', the error began here'}
          </p>
        </div>
        <button type="button" className={styles.close} aria-label="Close" onClick={onClose}>
          <X size={18} strokeWidth={1.75} />
        </button>
      </header>
      {span.status === 'error' && (
        <p className={`${styles.body} ${styles.failed}`}>{span.statusMessage || 'failed, without a message'}</p>
      )}
      <p>
        <ButtonLink
          to={explorePath('logs', { q: `trace_id=${traceId} span_id=${span.spanId}`, from, to })}
          look="small"
        >
          Logs of this span
        </ButtonLink>
      </p>
      <AttributeList title="Attributes" attributes={span.attributes} />
      {span.events.map((event) => (
        <AttributeList
          key={`${event.startMs} ${event.name}`}
          title={`Event ${event.name}, at ${valueWords(event.startMs, 'ms')}`}
          attributes={event.attributes.length > 0 ? event.attributes : [{ key: 'attributes', value: 'none' }]}
        />
      ))}
      <AttributeList title="Resource" attributes={span.resource} />
    </aside>
  );
}
