import { type DrillKind, drillKinds, drillMinutes } from '@foreshock/model/drill.ts';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { Dialog, DialogFault, DialogForm } from '../../components/dialog.tsx';
import form from '../../components/form-fields.module.css';
import { useCommand } from '../../use-operation.ts';
import { kindWords, sentence } from './drill-words.ts';

export function DrillDialog({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<DrillKind>('pool');
  const [minutes, setMinutes] = useState(String(drillMinutes.usual));
  const start = useCommand('startDrill', ['listDrills'], onClose);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    start.send({ kind, minutes: Number(minutes) });
  };
  return (
    <Dialog title="Run a drill" onClose={onClose}>
      <DialogForm onSubmit={submit}>
        <div className={form.fields}>
          <label>
            Fault
            <select
              value={kind}
              onChange={(event) => setKind(drillKinds.find((one) => one === event.target.value) ?? 'pool')}
            >
              {drillKinds.map((one) => (
                <option key={one} value={one}>
                  {kindWords[one].name}
                </option>
              ))}
            </select>
          </label>
          <label>
            Minutes until it does harm, about
            <input
              type="number"
              required
              min={drillMinutes.least}
              max={drillMinutes.most}
              step={1}
              value={minutes}
              onChange={(event) => setMinutes(event.target.value)}
            />
          </label>
        </div>
        <p className={content.note}>
          {sentence(kindWords[kind].does)}, in the namespace shop of the demo and nowhere else. It is repaired five
          minutes after the harm began, ten minutes after its course at the latest. Messages about it begin with Drill.
        </p>
        <DialogFault fault={start.fault} />
        <ButtonRow>
          <Button type="submit" look="filled" disabled={start.sending}>
            {start.sending ? 'Beginning' : 'Begin the drill'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </ButtonRow>
      </DialogForm>
    </Dialog>
  );
}
