import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { LogView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LevelMark } from '../../components/marks.tsx';
import { Panel } from '../../components/panel.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useRowKeys } from '../../components/use-row-keys.ts';
import type { PagedAnswer } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import styles from './explore.module.css';

interface LogLinesProps {
  readonly answer: PagedAnswer<LogView>;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

export function LogLines({ answer, chosen, onChoose }: LogLinesProps) {
  return (
    <Panel answer={answer} what="The lines" doing="Reading log lines" shape="rows">
      {(lines) =>
        lines.length === 0 ? (
          <EmptyState
            title="No line matches"
            text="Take a word or a filter out of the query, or choose a longer time range."
          />
        ) : (
          <>
            <VirtualLines lines={lines} chosen={chosen} onChoose={onChoose} />
            <p className={styles.note}>
              {countWords(lines.length, 'line')} read{answer.more ? '. ' : ', all that match.'}
              {answer.more && (
                <Button look="text" onClick={answer.more}>
                  Read more
                </Button>
              )}
            </p>
          </>
        )
      }
    </Panel>
  );
}

const ROW = 29;
const ROW_PHONE = 52;

function VirtualLines({
  lines,
  chosen,
  onChoose,
}: {
  lines: readonly LogView[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const phone = globalThis.matchMedia('(max-width: 720px)').matches;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? ROW_PHONE : ROW),
    overscan: 10,
  });
  const { selected } = useRowKeys(
    lines.map((line) => line.id),
    onChoose,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section ref={scroller} className={styles.lines} aria-label="Log lines" tabIndex={0}>
      <div className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]!;
          const level = levelOf(line.severity);
          return (
            <button
              key={line.id}
              type="button"
              className={`${styles.line} ${line.id === chosen || line.id === selected ? styles.chosen : ''}`}
              style={{ top: item.start }}
              onClick={() => onChoose(line.id)}
            >
              <TimeText at={readTime(line.time)} exact />
              <span className={`${styles.level} ${level === 'error' ? styles.error : ''}`}>
                <LevelMark level={level} /> {line.severity === 'unspecified' ? '' : line.severity}
              </span>
              <span className={styles.who}>{shortName(line.entity.name)}</span>
              <span className={styles.message}>{line.body}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}

export function levelOf(severity: LogView['severity']): 'error' | 'warn' | 'info' {
  if (severity === 'error' || severity === 'fatal') return 'error';
  return severity === 'warn' ? 'warn' : 'info';
}
