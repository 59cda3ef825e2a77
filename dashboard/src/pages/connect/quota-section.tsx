/** How much may be sent, how often it was too much, and how to change it. */

import { useState } from 'react';
import type { QuotaView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { FormDialog } from '../../components/dialog.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import { durationWords } from '../../words/duration-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { valueWords } from '../../words/value-words.ts';
import styles from './connect.module.css';

export function QuotaSection({ mayChange }: { mayChange: boolean }) {
  const quota = useOperation('getQuota', {});
  const [isChanging, setChanging] = useState(false);
  return (
    <Section name="Quota" note="of this project">
      <Panel answer={quota} what="The quota" doing="Reading the quota">
        {(value) => (
          <div className={styles.stack}>
            <QuotaTable view={value} />
            <p className={styles.note}>
              After a pause {durationWords(readDuration(value.burst))} of a rate may come at once. Who is over is told
              to come again in 1 to 5 s, and a Collector with a queue loses nothing.
            </p>
            {mayChange && (
              <div>
                <Button onClick={() => setChanging(true)}>Change the quota</Button>
              </div>
            )}
            {isChanging && <ChangeQuotaDialog view={value} onClose={() => setChanging(false)} />}
          </div>
        )}
      </Panel>
    </Section>
  );
}

function QuotaTable({ view: { quota, refused } }: { view: QuotaView }) {
  const rows = [
    ['Bytes', `${valueWords(quota.bytesPerSecond, 'By')} a second`, refused.bytes],
    ['Records', `${quota.recordsPerSecond.toLocaleString('en')} a second`, refused.records],
    ['Requests', `${quota.requestsInFlight.toLocaleString('en')} at the same time`, refused.requests],
  ] as const;
  return (
    <DataTable
      caption="Quota"
      columns={[{ name: 'What' }, { name: 'At most' }, { name: 'Requests refused', figure: true }]}
      rows={rows.map(([what, most, count]) => ({ id: what, cells: [what, most, count.toLocaleString('en')] }))}
    />
  );
}

const fields = [
  { name: 'bytesPerSecond', label: 'Bytes a second, as sent', least: 1_024 },
  { name: 'recordsPerSecond', label: 'Log records, spans and metric points a second', least: 1 },
  { name: 'requestsInFlight', label: 'Requests at the same time', least: 1 },
] as const;

function ChangeQuotaDialog({ view, onClose }: { view: QuotaView; onClose: () => void }) {
  const change = useCommand('changeQuota', ['getQuota'], onClose);
  const send = (given: ReadonlyMap<string, string>): void => {
    const own = fields.flatMap(({ name }) => {
      const text = given.get(name) ?? '';
      return text === '' ? [] : [[name, Number(text)] as const];
    });
    change.send({ basedOn: view.version, ...Object.fromEntries(own) });
  };
  return (
    <FormDialog
      title="Change the quota"
      act="Change"
      sending={change.sending}
      fault={change.fault}
      onClose={onClose}
      onSend={send}
    >
      <p>An empty field is as for every project. The change counts at once.</p>
      {fields.map(({ name, label, least }) => (
        <label key={name}>
          {label}
          <input
            name={name}
            type="number"
            min={least}
            step={1}
            placeholder={String(view.defaults[name])}
            defaultValue={view.quota[name] === view.defaults[name] ? '' : view.quota[name]}
          />
        </label>
      ))}
    </FormDialog>
  );
}
