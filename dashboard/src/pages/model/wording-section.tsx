/** How a model is asked to word stories: versions, a preview to the byte, and the way back. */

import { defaultPromptParts } from '@foreshock/model/prompt-parts.ts';
import { useState } from 'react';
import type { PromptSettingsView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { FaultNote } from '../../components/fault-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { momentWords } from '../../words/time-words.ts';
import { WordingDialog } from './wording-dialog.tsx';

type Parts = PromptSettingsView['parts'];

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

const BUILT_IN: PromptSettingsView['versions'] = [
  {
    version: 0,
    changedBy: '',
    changedAt: null,
    parts: defaultPromptParts,
  },
];
