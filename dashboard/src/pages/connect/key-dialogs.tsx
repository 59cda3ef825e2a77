import type { Signal } from '@foreshock/model/telemetry.ts';
import { signals } from '@foreshock/model/telemetry.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { IngestKeyView } from '../../answer-shapes.ts';
import { FormDialog } from '../../components/dialog.tsx';
import { useCommand } from '../../use-operation.ts';
import styles from './connect.module.css';
import { KeyEndField, keyEnd } from './key-end.tsx';
import { lastUseWords } from './key-words.ts';

export interface CreateKeyDialogProps {
  readonly now: Timestamp;
  readonly onClose: () => void;
  readonly onMade: (key: { readonly name: string; readonly secret: string }) => void;
}

export function CreateKeyDialog({ now, onClose, onMade }: CreateKeyDialogProps) {
  const create = useCommand('createIngestKey', ['listIngestKeys'], (made) => {
    onMade(made);
    onClose();
  });
  const send = (fields: ReadonlyMap<string, string>): void => {
    create.send({
      name: fields.get('name') ?? '',
      signals: signals.filter((signal) => fields.has(signal)) as Signal[],
      ...keyEnd(fields, now),
    });
  };
  return (
    <FormDialog
      title="Create a key"
      act="Create"
      sending={create.sending}
      fault={create.fault}
      onClose={onClose}
      onSend={send}
    >
      <label>
        Where it is used
        <input name="name" required maxLength={100} placeholder="collector of cluster eu-1" autoComplete="off" />
      </label>
      <fieldset className={styles.choices}>
        <legend>What it may send</legend>
        {signals.map((signal) => (
          <label key={signal}>
            <input type="checkbox" name={signal} defaultChecked /> {signal}
          </label>
        ))}
      </fieldset>
      <KeyEndField usual={0} />
    </FormDialog>
  );
}

export interface RevokeKeyDialogProps {
  readonly ingestKey: IngestKeyView;
  readonly now: Timestamp;
  readonly onClose: () => void;
}

export function RevokeKeyDialog({ ingestKey, now, onClose }: RevokeKeyDialogProps) {
  const revoke = useCommand('revokeIngestKey', ['listIngestKeys'], onClose);
  return (
    <FormDialog
      title={`Revoke ${ingestKey.name}`}
      act="Revoke"
      sending={revoke.sending}
      fault={revoke.fault}
      onClose={onClose}
      onSend={() => revoke.send({ id: ingestKey.id })}
    >
      <p>
        Whoever sends with it is refused within a minute, and what they send then is lost. This cannot be taken back.
        Last used: {lastUseWords(ingestKey, now)}.
      </p>
    </FormDialog>
  );
}
