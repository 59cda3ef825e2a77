/** Sets or changes an objective. How often its rules would have been met in 30 days is shown before it can be saved. */
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { SloView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import { Dialog, DialogFault, DialogForm } from '../../components/dialog.tsx';
import form from '../../components/form-fields.module.css';
import { FileNote } from '../../file-mark.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import { draftOfSlo, inputOfDraft, type SloDraft, type SloInput } from './slo-draft.ts';
import { SloFields } from './slo-fields.tsx';
import { SloPreview } from './slo-preview.tsx';

interface SloDialogProps {
  readonly subject: SloView | SloDraft;
  readonly onClose: () => void;
}

const ASKED_AGAIN = ['listSlos', 'getSlo', 'suggestSlos'] as const;

export function SloDialog({ subject, onClose }: SloDialogProps) {
  const slo = 'version' in subject ? subject : undefined;
  const [draft, setDraft] = useState<SloDraft>(() => ('version' in subject ? draftOfSlo(subject) : subject));
  /** What was previewed; another promise must be looked at again. */
  const [looked, setLooked] = useState<Omit<SloInput, 'name'> | undefined>();
  const create = useCommand('createSlo', ASKED_AGAIN, onClose);
  const update = useCommand('updateSlo', ASKED_AGAIN, onClose);
  const remove = useCommand('deleteSlo', ASKED_AGAIN, onClose);
  const { name, ...promise } = inputOfDraft(draft);
  const isSame = looked !== undefined && JSON.stringify(looked) === JSON.stringify(promise);
  const preview = useOperation('previewSlo', looked ?? promise, { when: isSame });
  const maySave = isSame && preview.value !== undefined;
  const sending = create.sending || update.sending || remove.sending;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!maySave) setLooked(promise);
    else if (slo) update.send({ id: slo.id, basedOn: slo.version, name, ...promise });
    else create.send({ name, ...promise });
  };
  return (
    <Dialog title={slo ? `SLO: ${slo.name}` : 'Set an objective'} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        {slo && <FileNote kind="slo" id={slo.id} />}
        <div className={form.fields}>
          <SloFields draft={draft} onChange={setDraft} />
        </div>
        {isSame && <SloPreview answer={preview} />}
        <DialogFault fault={create.fault ?? update.fault ?? remove.fault} />
        <ButtonRow>
          <Button type="submit" look="filled" disabled={sending || (isSame && preview.asking)}>
            {maySave ? (sending ? 'Saving' : 'Save the objective') : 'See the last 30 days'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          {slo && (
            <Button look="text" disabled={sending} onClick={() => remove.send({ id: slo.id, basedOn: slo.version })}>
              Delete the objective
            </Button>
          )}
        </ButtonRow>
      </DialogForm>
    </Dialog>
  );
}
