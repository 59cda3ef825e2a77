/** The keys with which programs ask: made here, copied once, rotated and revoked here. */

import type { Timestamp } from '@foreshock/model/time.ts';
import { useState } from 'react';
import type { ApiKeyView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import { CopyBlock } from '../../components/copy-block.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { useOperation } from '../../use-operation.ts';
import { CreateApiKeyDialog, RevokeApiKeyDialog, RotateApiKeyDialog } from './api-key-dialogs.tsx';
import styles from './connect.module.css';
import { endWords, lastUseWords, roleWords } from './key-words.ts';

interface NewKey {
  readonly name: string;
  readonly secret: string;
}

interface ChosenKey {
  readonly act: 'rotate' | 'revoke';
  readonly key: ApiKeyView;
}

export function ApiKeysSection({ now, mayChange }: { now: Timestamp; mayChange: boolean }) {
  return (
    <Section name="Programs" note="keys that ask">
      {mayChange ? (
        <ApiKeys now={now} />
      ) : (
        <p className={styles.note}>Only an admin can see, create and revoke the keys of programs.</p>
      )}
    </Section>
  );
}

function ApiKeys({ now }: { now: Timestamp }) {
  const keys = useOperation('listApiKeys', {});
  const [made, setMade] = useState<NewKey | undefined>();
  const [isMaking, setMaking] = useState(false);
  const [chosen, setChosen] = useState<ChosenKey | undefined>();
  const close = (): void => setChosen(undefined);
  return (
    <div className={styles.stack}>
      <p className={styles.note}>
        For scripts, assistants (MCP), Prometheus and the command line. A key may do what its role may, in this project
        alone.
      </p>
      {made && (
        <div className={styles.stack} role="status">
          <p>
            <b>Copy the key of {made.name} now.</b> It is shown this once: only its fingerprint is kept.
          </p>
          <CopyBlock name={`API key of ${made.name}`} text={made.secret} />
          <div>
            <Button look="small" onClick={() => setMade(undefined)}>
              I have copied it
            </Button>
          </div>
        </div>
      )}
      <Panel answer={keys} what="The keys of programs" doing="Reading the keys of programs">
        {({ items }) => <KeyTable keys={items} now={now} onChoose={setChosen} />}
      </Panel>
      <div>
        <Button onClick={() => setMaking(true)}>Create an API key</Button>
      </div>
      {isMaking && <CreateApiKeyDialog now={now} onClose={() => setMaking(false)} onMade={setMade} />}
      {chosen?.act === 'rotate' && <RotateApiKeyDialog apiKey={chosen.key} onClose={close} onMade={setMade} />}
      {chosen?.act === 'revoke' && <RevokeApiKeyDialog apiKey={chosen.key} now={now} onClose={close} />}
    </div>
  );
}

interface KeyTableProps {
  readonly keys: readonly ApiKeyView[];
  readonly now: Timestamp;
  readonly onChoose: (chosen: ChosenKey) => void;
}

function KeyTable({ keys, now, onChoose }: KeyTableProps) {
  if (keys.length === 0) {
    return <EmptyState title="No key yet" text="Create one for each program, so that one can be revoked alone." />;
  }
  return (
    <DataTable
      caption="Programs"
      columns={[{ name: 'Program' }, { name: 'May' }, { name: 'Last used' }, { name: 'Ends' }, { name: 'Action' }]}
      rows={keys.map((key) => ({
        id: key.id,
        cells: [
          <span key="name" title={`${key.id}, made by ${key.createdBy}`}>
            {key.name}
          </span>,
          <span key="role" title={key.role}>
            {roleWords[key.role]}
          </span>,
          lastUseWords(key, now),
          endWords(key, now),
          key.state === 'active' ? (
            <span key="act" className={styles.acts}>
              <Button look="small" aria-label={`Rotate ${key.name}`} onClick={() => onChoose({ act: 'rotate', key })}>
                Rotate
              </Button>
              <Button
                look="small"
                aria-label={`Revoke API key ${key.name}`}
                onClick={() => onChoose({ act: 'revoke', key })}
              >
                Revoke
              </Button>
            </span>
          ) : (
            ''
          ),
        ],
      }))}
    />
  );
}
