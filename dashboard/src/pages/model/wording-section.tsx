/** How a model is asked to word stories: versions, a preview to the byte, and the way back. */

import { defaultPromptParts, MOST_HOUSE_RULES, promptAudiences, promptTones } from '@foreshock/model/prompt-parts.ts';
import { useState } from 'react';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { FormDialog } from '../../components/dialog.tsx';
import { FaultNote } from '../../components/fault-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { momentWords } from '../../words/time-words.ts';
import { changedLines } from './changed-lines.ts';
import styles from './model.module.css';

type Settings = NonNullable<ReturnType<typeof useOperation<'getPromptSettings'>>['value']>;
type Parts = Settings['parts'];

export function WordingSection({ role, now }: { readonly role: string; readonly now: number }) {
  const settings = useOperation('getPromptSettings', {});
  const [draft, setDraft] = useState<Parts>();
  const restore = useCommand('restorePromptSettings', ['getPromptSettings']);
  const mayChange = role === 'editor' || role === 'admin';
  return (
    <Section name="Wording" note="of this project">
      <Panel answer={settings} what="The wording" doing="Reading the wording">
        {(value) => (
          <div className={content.stack}>
            <p className={content.note}>
              Tone {value.parts.tone}, for {value.parts.audience}, in {value.parts.language}.{' '}
              {value.parts.houseRules === '' ? 'No house rules.' : `House rules: ${value.parts.houseRules}`} Every
              sentence is checked whatever stands here.
            </p>
            {mayChange && (
              <ButtonRow>
                <Button onClick={() => setDraft(value.parts)}>Change the wording</Button>
              </ButtonRow>
            )}
            {restore.fault && <FaultNote title="The version was not restored" text={restore.fault.message} />}
            {value.versions.length > 0 && (
              <DataTable
                caption="Versions of the wording"
                columns={[
                  { name: 'Version', figure: true },
                  { name: 'When' },
                  { name: 'By' },
                  { name: 'Tone' },
                  { name: 'House rules' },
                  { name: '' },
                ]}
                rows={[...value.versions, ...BUILT_IN].map((one) => ({
                  id: String(one.version),
                  cells: [
                    String(one.version),
                    one.changedAt === null ? 'as shipped' : momentWords(readTime(one.changedAt), now),
                    one.changedBy,
                    one.parts.tone,
                    one.parts.houseRules || 'none',
                    mayChange && one.version !== value.version ? (
                      <Button
                        key="restore"
                        look="small"
                        disabled={restore.sending}
                        onClick={() => restore.send({ version: value.version, to: one.version })}
                      >
                        Go back to it
                      </Button>
                    ) : (
                      ''
                    ),
                  ],
                }))}
              />
            )}
            {draft && <WordingDialog settings={value} parts={draft} onClose={() => setDraft(undefined)} />}
          </div>
        )}
      </Panel>
    </Section>
  );
}

const BUILT_IN: Settings['versions'] = [
  {
    version: 0,
    changedBy: '',
    changedAt: null,
    parts: defaultPromptParts,
  },
];

function WordingDialog({ settings, parts, onClose }: { settings: Settings; parts: Parts; onClose: () => void }) {
  const [draft, setDraft] = useState(parts);
  const [previewed, setPreviewed] = useState<Parts>();
  const change = useCommand('updatePromptSettings', ['getPromptSettings'], onClose);
  const incidents = useOperation('listIncidents', { limit: 1 });
  const incident = incidents.value?.items[0];
  const preview = useOperation(
    'previewPromptSettings',
    { id: incident?.id ?? '', parts: previewed ?? parts },
    { when: previewed !== undefined && incident !== undefined },
  );
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
      {incident ? (
        <Button type="button" onClick={() => setPreviewed(draft)}>
          Preview on “{incident.title}”
        </Button>
      ) : (
        <p>There is no incident yet to preview it on.</p>
      )}
      {preview.fault && <FaultNote title="No preview" text={preview.fault.message} />}
      {previewed && preview.value && (
        <div>
          <p>What would leave otherwise than now; nothing was sent.</p>
          <pre className={styles.diff}>
            {changedLines(preview.value.before, preview.value.after)
              .map(({ sign, text }) => `${sign} ${text.length > 600 ? `${text.slice(0, 600)}…` : text}`)
              .join('\n') || 'Nothing.'}
          </pre>
        </div>
      )}
    </FormDialog>
  );
}
