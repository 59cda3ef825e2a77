import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { FormDialog } from '../../components/dialog.tsx';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { changedByIncidentActs, IncidentActs } from '../../incident-acts.tsx';
import { useCommand } from '../../use-operation.ts';

export function IncidentActions({ line }: { line: IncidentLine }) {
  const [dialog, setDialog] = useState<'resolve' | 'dismiss' | undefined>();
  const close = () => setDialog(undefined);
  return (
    <>
      <IncidentActs line={line} place="head" keys>
        <Button onClick={() => setDialog('resolve')}>Resolve</Button>
        <Button onClick={() => setDialog('dismiss')}>Dismiss</Button>
      </IncidentActs>
      {dialog === 'resolve' && <ResolveDialog id={line.id} onClose={close} />}
      {dialog === 'dismiss' && <DismissDialog id={line.id} onClose={close} />}
    </>
  );
}

function ResolveDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const resolve = useCommand('resolveIncident', changedByIncidentActs, onClose);
  return (
    <FormDialog
      title="Resolve this incident"
      act="Resolve"
      sending={resolve.sending}
      fault={resolve.fault}
      onClose={onClose}
      onSend={(fields) => resolve.send({ id, ...(fields.get('note') && { note: fields.get('note')! }) })}
    >
      <p>It also resolves by itself when all of its rules have been false for 15 min and enough data arrives.</p>
      <label>
        Note, for the activity
        <textarea name="note" maxLength={2000} />
      </label>
    </FormDialog>
  );
}

function DismissDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const dismiss = useCommand('dismissIncident', changedByIncidentActs, onClose);
  return (
    <FormDialog
      title="Dismiss this incident"
      act="Dismiss"
      sending={dismiss.sending}
      fault={dismiss.fault}
      onClose={onClose}
      onSend={(fields) => dismiss.send({ id, reason: fields.get('reason') ?? '' })}
    >
      <label>
        Why it was none
        <textarea name="reason" required maxLength={2000} />
      </label>
    </FormDialog>
  );
}
