/** The keys that senders show: made here, copied once, revoked here. */

import type { Timestamp } from '@foreshock/model/time.ts';
import { useState } from 'react';
import type { IngestKeyView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import { CopyBlock } from '../../components/copy-block.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { useOperation } from '../../use-operation.ts';
import styles from './connect.module.css';
import { CreateKeyDialog, RevokeKeyDialog } from './key-dialogs.tsx';
import { endWords, lastUseWords } from './key-words.ts';

interface NewKey {
  readonly name: string;
  readonly secret: string;
}

export function KeysSection({ now, mayChange }: { now: Timestamp; mayChange: boolean }) {
  const keys = useOperation('listIngestKeys', {});
  const [made, setMade] = useState<NewKey | undefined>();
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<IngestKeyView | undefined>();
  return (
    <Section name="Keys" note="for senders on other machines">
      <div className={styles.stack}>
        <p className={styles.note}>
          A key may send telemetry into this project and nothing else. Senders on this machine need none.
        </p>
        {made && (
          <div className={styles.stack} role="status">
            <p>
              <b>Copy the key of {made.name} now.</b> It is shown this once: only its fingerprint is kept.
            </p>
            <CopyBlock name={made.name} text={made.secret} />
            <div>
              <Button look="small" onClick={() => setMade(undefined)}>
                I have copied it
              </Button>
            </div>
          </div>
        )}
        <Panel answer={keys} what="The keys" doing="Reading the keys">
          {({ items }) => <Keys keys={items} now={now} {...(mayChange && { onRevoke: setRevoked })} />}
        </Panel>
        {mayChange ? (
          <div>
            <Button onClick={() => setMaking(true)}>Create a key</Button>
          </div>
        ) : (
          <p className={styles.note}>Only an admin can create and revoke keys.</p>
        )}
      </div>
      {isMaking && <CreateKeyDialog now={now} onClose={() => setMaking(false)} onMade={setMade} />}
      {revoked && <RevokeKeyDialog ingestKey={revoked} now={now} onClose={() => setRevoked(undefined)} />}
    </Section>
  );
}

interface KeysProps {
  readonly keys: readonly IngestKeyView[];
  readonly now: Timestamp;
  readonly onRevoke?: (key: IngestKeyView) => void;
}

function Keys({ keys, now, onRevoke }: KeysProps) {
  if (keys.length === 0) {
    return <EmptyState title="No key yet" text="Create one for each Collector, so that one can be revoked alone." />;
  }
  return (
    <DataTable
      caption="Keys"
      columns={[
        { name: 'Key' },
        { name: 'May send' },
        { name: 'Last used' },
        { name: 'Ends' },
        ...(onRevoke ? [{ name: 'Action' }] : []),
      ]}
      rows={keys.map((key) => ({
        id: key.id,
        cells: [
          <span key="name" title={`${key.id}, made by ${key.createdBy}`}>
            {key.name}
          </span>,
          key.signals.length === 3 ? 'everything' : key.signals.join(', '),
          lastUseWords(key, now),
          endWords(key, now),
          ...(onRevoke
            ? [
                key.state === 'active' ? (
                  <Button key="act" look="small" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
                    Revoke
                  </Button>
                ) : (
                  ''
                ),
              ]
            : []),
        ],
      }))}
    />
  );
}
