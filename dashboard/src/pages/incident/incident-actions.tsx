import { formatDuration, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { useState } from 'react';
import { ActionBar } from '../../components/action-bar.tsx';
import { Button } from '../../components/button.tsx';
import { FormDialog } from '../../components/dialog.tsx';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { useKeys } from '../../use-keys.ts';
import { useCommand } from '../../use-operation.ts';

const changed = ['getIncident', 'getIncidentTimeline', 'listIncidents'] as const;

export function IncidentActions({ line }: { line: IncidentLine }) {
  const [dialog, setDialog] = useState<'resolve' | 'dismiss' | undefined>();
  const acknowledge = useCommand('acknowledgeIncident', changed);
  const withdraw = useCommand('withdrawIncidentAcknowledgement', changed);
  const snooze = useCommand('snoozeIncident', [...changed, 'listHeldBack']);
  const [asked, setAsked] = useState(0);
  const sleep = (length: number) => () => snooze.send({ id: line.id, for: formatDuration(length) });
  const free = line.state === 'open';
  const send = () => (free ? acknowledge : withdraw).send({ id: line.id });
  useKeys({ a: send, s: () => setAsked(asked + 1) });
  const fault = acknowledge.fault ?? withdraw.fault ?? snooze.fault;
  const close = () => setDialog(undefined);
  return (
    <>
      <ActionBar>
        <Button
          look={free ? 'filled' : 'outlined'}
          letter="a"
          disabled={acknowledge.sending || withdraw.sending}
          onClick={send}
        >
          {free ? 'Acknowledge' : `Undo: ${line.acknowledgedBy ?? 'somebody'} is on it`}
        </Button>
        <MenuButton
          label="Snooze"
          letter="s"
          opens="up"
          side="right"
          asked={asked}
          items={[
            { name: '30 min', onChoose: sleep(30 * MINUTE) },
            { name: '2 h', onChoose: sleep(2 * HOUR) },
            { name: '8 h', onChoose: sleep(8 * HOUR) },
          ]}
        />
        <Button onClick={() => setDialog('resolve')}>Resolve</Button>
        <Button onClick={() => setDialog('dismiss')}>Dismiss</Button>
      </ActionBar>
      {snooze.result && <p role="status">Nobody is told until {snooze.result.until.slice(11, 16)} UTC.</p>}
      {fault && <p role="alert">Not done: {fault.message}.</p>}
      {dialog === 'resolve' && <ResolveDialog id={line.id} onClose={close} />}
      {dialog === 'dismiss' && <DismissDialog id={line.id} onClose={close} />}
    </>
  );
}

function ResolveDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const resolve = useCommand('resolveIncident', changed, onClose);
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
  const dismiss = useCommand('dismissIncident', changed, onClose);
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
