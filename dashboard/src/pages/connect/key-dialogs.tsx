import type { Signal } from '@foreshock/model/telemetry.ts';
import { signals } from '@foreshock/model/telemetry.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY, formatTime } from '@foreshock/model/time.ts';
import type { IngestKeyView } from '../../answer-shapes.ts';
import { FormDialog } from '../../components/dialog.tsx';
import { useCommand } from '../../use-operation.ts';
import styles from './connect.module.css';
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
    const days = Number(fields.get('days'));
    create.send({
      name: fields.get('name') ?? '',
      signals: signals.filter((signal) => fields.has(signal)) as Signal[],
      ...(days > 0 && { expiresAt: formatTime(now + days * DAY) }),
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
      <label>
        Ends
        <select name="days" defaultValue="0">
          <option value="0">never, until it is revoked</option>
          <option value="30">in 30 days</option>
          <option value="90">in 90 days</option>
          <option value="365">in a year</option>
        </select>
      </label>
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
