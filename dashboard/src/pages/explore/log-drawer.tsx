import { X } from 'lucide-react';
import type { LogView } from '../../answer-shapes.ts';
import { ButtonLink, ButtonRow } from '../../components/button.tsx';
import { LevelMark } from '../../components/marks.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { mapPath, tracePath } from '../../paths.ts';
import { readTime } from '../../words/iso-words.ts';
import { dayWords } from '../../words/time-words.ts';
import { AttributeList } from './attribute-list.tsx';
import styles from './explore.module.css';
import { levelOf } from './log-lines.tsx';

interface LogDrawerProps {
  readonly line: LogView;
  readonly onClose: () => void;
  readonly onFilter: (field: string, value: string) => void;
}

/** All that one line holds, and the way to its trace. */
export function LogDrawer({ line, onClose, onFilter }: LogDrawerProps) {
  const level = levelOf(line.severity);
  return (
    <aside className={styles.drawer} aria-label="The chosen line">
      <header>
        <div>
          <h2>
            <TimeText at={readTime(line.time)} exact />
          </h2>
          <p className={styles.note}>
            {dayWords(readTime(line.time))}{' '}
            <span className={`${styles.level} ${level === 'error' ? styles.error : ''}`}>
              <LevelMark level={level} /> {line.severityText || line.severity}
            </span>{' '}
            {line.entity.name}
          </p>
        </div>
        <button type="button" className={styles.close} aria-label="Close" onClick={onClose}>
          <X size={18} strokeWidth={1.75} />
        </button>
      </header>
      <p className={`${styles.body} ${level === 'error' ? styles.failed : ''}`}>{line.body}</p>
      <ButtonRow>
        {line.traceId && (
          <ButtonLink to={`${tracePath(line.traceId)}${line.spanId ? `?span=${line.spanId}` : ''}`}>
            Open trace
          </ButtonLink>
        )}
        <ButtonLink to={`${mapPath}?entity=${encodeURIComponent(line.entity.id)}`}>On the map</ButtonLink>
      </ButtonRow>
      <AttributeList
        title="Attributes"
        attributes={line.attributes}
        onFilter={(key, value) => onFilter(`attributes.${key}`, value)}
      />
      <AttributeList
        title="Resource"
        attributes={line.resource}
        onFilter={(key, value) => onFilter(`resource.${key}`, value)}
      />
      <AttributeList
        title="Record"
        attributes={[
          { key: 'time, ns', value: line.timeUnixNano },
          ...(line.template ? [{ key: 'template', value: line.template }] : []),
          ...(line.traceId ? [{ key: 'trace_id', value: line.traceId }] : []),
          ...(line.spanId ? [{ key: 'span_id', value: line.spanId }] : []),
          ...(line.eventName ? [{ key: 'event_name', value: line.eventName }] : []),
          ...(line.scopeName ? [{ key: 'scope', value: line.scopeName }] : []),
        ]}
      />
    </aside>
  );
}
