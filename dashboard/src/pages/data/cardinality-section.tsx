import { useState } from 'react';
import type { DataUsageView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { FormDialog } from '../../components/dialog.tsx';
import { Section } from '../../components/section.tsx';
import { useCommand } from '../../use-operation.ts';
import { shortNumberWords } from '../../words/value-words.ts';
import styles from './data.module.css';
import { shareWords } from './noise-words.ts';

const FIRST = 15;

export function CardinalitySection({ usage, mayChange }: { usage: DataUsageView; mayChange: boolean }) {
  const [changing, setChanging] = useState(false);
  const { active, limit, overflowing } = usage.series;
  return (
    <Section name="Cardinality" note="attributes by how many different values they have">
      <div className={content.stack}>
        <p>
          {shortNumberWords(active)} series were active in the last hour, {shareWords(active, limit)} of the limit of{' '}
          {shortNumberWords(limit)}.{' '}
          {overflowing > 0
            ? `${shortNumberWords(overflowing)} points of further series were kept as one, otel.metric.overflow.`
            : 'None was over it.'}
        </p>
        {mayChange && (
          <div>
            <Button look="small" onClick={() => setChanging(true)}>
              Change the limit
            </Button>
          </div>
        )}
        {usage.keys.length > 0 && (
          <DataTable
            caption="Keys with the most values"
            columns={[
              { name: 'Key' },
              { name: 'Signal' },
              { name: 'Values', figure: true },
              { name: 'Records or series', figure: true },
            ]}
            rows={usage.keys.slice(0, FIRST).map((key) => ({
              id: `${key.signal} ${key.key}`,
              cells: [
                <span key="key" className={styles.key}>
                  {key.key}
                </span>,
                key.signal,
                shortNumberWords(key.values),
                shortNumberWords(key.records),
              ],
            }))}
          />
        )}
        <p className={content.note}>
          Values of logs and traces are counted among the newest 200,000 records of the range, those of metrics among
          its series.
        </p>
      </div>
      {changing && <LimitDialog limit={limit} onClose={() => setChanging(false)} />}
    </Section>
  );
}

function LimitDialog({ limit, onClose }: { limit: number; onClose: () => void }) {
  const change = useCommand('changeSeriesLimit', ['getDataUsage', 'listNoiseRules'], onClose);
  return (
    <FormDialog
      title="How many series may be active"
      act="Change the limit"
      sending={change.sending}
      fault={change.fault}
      onClose={onClose}
      onSend={(fields) => change.send({ maxActiveSeries: Number(fields.get('limit')) })}
    >
      <label>
        Series with a point within an hour
        <input name="limit" type="number" required min={100} max={10_000_000} defaultValue={limit} />
      </label>
    </FormDialog>
  );
}
