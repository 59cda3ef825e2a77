import { MOST_HOUSE_RULES, promptAudiences, promptTones } from '@foreshock/model/prompt-parts.ts';
import { useState } from 'react';
import type { PromptSettingsView } from '../../answer-shapes.ts';
import { FormDialog } from '../../components/dialog.tsx';
import { useCommand } from '../../use-operation.ts';
import { WordingTrial } from './wording-trial.tsx';

type Parts = PromptSettingsView['parts'];

/** A draft of the wording, seen on a real incident or prediction, and tried once, before it is saved. */
export function WordingDialog({
  settings,
  parts,
  onClose,
}: {
  settings: PromptSettingsView;
  parts: Parts;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState(parts);
  const change = useCommand('updatePromptSettings', ['getPromptSettings'], onClose);
  return (
    <FormDialog
      title="Change the wording"
      act="Save as a new version"
      sending={change.sending}
      fault={change.fault}
      onClose={onClose}
      onSend={() => change.send({ version: settings.version, parts: draft })}
    >
      <label>
        Tone
        <select
          value={draft.tone}
          onChange={(event) => setDraft({ ...draft, tone: event.target.value as Parts['tone'] })}
        >
          {promptTones.map((tone) => (
            <option key={tone}>{tone}</option>
          ))}
        </select>
      </label>
      <label>
        For
        <select
          value={draft.audience}
          onChange={(event) => setDraft({ ...draft, audience: event.target.value as Parts['audience'] })}
        >
          {promptAudiences.map((audience) => (
            <option key={audience}>{audience}</option>
          ))}
        </select>
      </label>
      <label>
        Language
        <input value={draft.language} onChange={(event) => setDraft({ ...draft, language: event.target.value })} />
      </label>
      <label>
        House rules, with {settings.variables.map((name) => `{{${name}}}`).join(', ')}
        <textarea
          rows={5}
          maxLength={MOST_HOUSE_RULES}
          value={draft.houseRules}
          onChange={(event) => setDraft({ ...draft, houseRules: event.target.value })}
        />
      </label>
      <WordingTrial parts={draft} />
    </FormDialog>
  );
}
