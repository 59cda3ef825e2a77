/** Adds or changes what is hidden. What it would change of the last hour is shown before it can be saved. */

import type { FormEvent } from 'react';
import { useState } from 'react';
import type { RedactionPreviewView, RedactionView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { Dialog, DialogFault, DialogForm } from '../../components/dialog.tsx';
import form from '../../components/form-fields.module.css';
import { useCommand } from '../../use-operation.ts';
import styles from './data.module.css';
import { draftOfEntry, type RedactionDraft, readRedactionDraft } from './redaction-draft.ts';
import { type RedactionEntry, withEntry, withoutEntry } from './redaction-entry.ts';
import { RedactionFields } from './redaction-fields.tsx';
import { countWords, entryWords, redactionPreviewSentence } from './redaction-words.ts';

interface RedactionDialogProps {
  readonly kept: RedactionView;
  readonly entry: RedactionEntry | undefined;
  readonly onClose: () => void;
}

export function RedactionDialog({ kept, entry, onClose }: RedactionDialogProps) {
  const [draft, setDraft] = useState<RedactionDraft>(() => draftOfEntry(entry));
  /** The draft that the preview is of; another one must be looked at again. */
  const [looked, setLooked] = useState<RedactionDraft | undefined>();
  const preview = useCommand('previewRedactionOnStored', []);
  const update = useCommand('updateRedactionSettings', ['getRedactionSettings', 'getStatus'], onClose);
  const { settings, version } = kept;
  const read = readRedactionDraft(draft, settings, entry);
  const isSame = looked !== undefined && JSON.stringify(looked) === JSON.stringify(draft);
  const shown = isSame && !preview.sending && !preview.fault ? preview.result : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!('entry' in read)) return;
    const changed = withEntry(settings, read.entry, entry);
    if (shown) return update.send({ version, settings: changed });
    setLooked(draft);
    preview.send({ settings: changed });
  };
  return (
    <Dialog title={entry ? `Hidden: ${entryWords(entry).title}` : 'Hide or keep something'} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        <div className={form.fields}>
          <RedactionFields draft={draft} isChange={entry !== undefined} onChange={setDraft} />
        </div>
        {'fault' in read && (
          <p className={content.fault} role="status">
            {read.fault}.
          </p>
        )}
        {shown && <Preview preview={shown} />}
        <DialogFault fault={isSame ? (preview.fault ?? update.fault) : update.fault} />
        <ButtonRow>
          <Button type="submit" look="filled" disabled={'fault' in read || preview.sending || update.sending}>
            {preview.sending ? 'Looking at the last hour' : shown ? 'Save' : 'See what it would change'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          {entry && entry.what !== 'kind' && (
            <Button
              look="text"
              disabled={update.sending}
              onClick={() => update.send({ version, settings: withoutEntry(settings, entry) })}
            >
              Delete the rule
            </Button>
          )}
        </ButtonRow>
      </DialogForm>
    </Dialog>
  );
}

function Preview({ preview }: { preview: RedactionPreviewView }) {
  return (
    <div className={content.preview} role="status">
      <p>{redactionPreviewSentence(preview)}</p>
      {preview.found.length > 0 && <p className={content.note}>{countWords(preview.found)}.</p>}
      {preview.hidden.length > 0 && (
        <p className={content.note}>
          Hidden in them already, and staying so: {countWords(preview.hidden.slice(0, 6))}. What was sent is not kept,
          so what you let stay shows only in what comes from now on.
        </p>
      )}
      {preview.examples.length > 0 && (
        <ul aria-label="As they would be stored">
          {preview.examples.map((example) => (
            <li key={`${example.signal} ${example.where} ${example.text}`}>
              <span className={styles.key}>{example.text}</span>
              <span>
                {example.where} of {example.source}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
