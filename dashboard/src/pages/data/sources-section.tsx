import { useState } from 'react';
import type { DataUsageView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { Section } from '../../components/section.tsx';
import { shortNumberWords, valueWords } from '../../words/value-words.ts';
import styles from './data.module.css';
import { recordWords, shareWords } from './noise-words.ts';

const FIRST = 12;

export function SourcesSection({ usage }: { usage: DataUsageView }) {
  const [all, setAll] = useState(false);
  const total = usage.signals.reduce((sum, one) => sum + one.received.bytes, 0);
  const shown = all ? usage.sources : usage.sources.slice(0, FIRST);
  if (usage.sources.length === 0) return null;
  return (
    <Section name="Sources" note="the loudest first">
      <div className={content.stack}>
        <DataTable
          caption="Sources"
          columns={[
            { name: 'Source' },
            { name: 'Share', figure: true },
            { name: 'Bytes', figure: true },
            { name: 'Not stored', figure: true },
          ]}
          rows={shown.map((source) => ({
            id: `${source.entity?.id ?? ''} ${source.signal}`,
            cells: [
              <div key="source" className={content.what}>
                {source.entity?.name ?? 'not known'}
                <span>
                  {shortNumberWords(source.received.records)} {recordWords[source.signal]}
                </span>
              </div>,
              <span key="share">
                {shareWords(source.received.bytes, total)}
                <svg className={styles.share} height={4} aria-hidden="true">
                  <rect
                    width={`${(100 * source.received.bytes) / Math.max(1, total)}%`}
                    height={4}
                    fill="var(--ink-2)"
                  />
                </svg>
              </span>,
              valueWords(source.received.bytes, 'By'),
              shareWords(source.notStored.records, source.received.records),
            ],
          }))}
        />
        {usage.sources.length > FIRST && (
          <div>
            <Button look="text" onClick={() => setAll(!all)}>
              {all ? `The first ${FIRST}` : `All ${usage.sources.length}`}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}
