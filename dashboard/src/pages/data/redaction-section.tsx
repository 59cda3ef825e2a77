/** What is searched for before anything is stored, and what becomes of it. */

import { type RedactionKind, redactionKinds } from '@foreshock/model/redaction.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { useState } from 'react';
import type { RedactionView, StatusView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { shortNumberWords } from '../../words/value-words.ts';
import styles from './data.module.css';
import { RedactionDialog } from './redaction-dialog.tsx';
import { entriesOf, entryId, type RedactionEntry } from './redaction-entry.ts';
import { countWords, entryWords, kindWords, modeWords } from './redaction-words.ts';

interface RedactionSectionProps {
  readonly status: StatusView | undefined;
  readonly now: Timestamp;
}

type Editing = { readonly entry: RedactionEntry | undefined } | undefined;

export function RedactionSection({ status, now }: RedactionSectionProps) {
  const kept = useOperation('getRedactionSettings', {});
  const [editing, setEditing] = useState<Editing>();
  const [allKinds, setAllKinds] = useState(false);
  const mayChange = status?.user.role === 'admin';
  const hidden = status?.redacted ?? [];
  const total = hidden.reduce((sum, { count }) => sum + count, 0);
  return (
    <Section name="Hidden" note="searched for before anything is stored">
      <div className={content.stack}>
        <Panel answer={kept} what="What is hidden" doing="Reading what is hidden">
          {(value) => (
            <>
              <p>
                {total === 0
                  ? 'Nothing had to be hidden since the program was started.'
                  : `${shortNumberWords(total)} values were hidden since the program was started: ${countWords(
                      hidden.slice(0, 3).map(({ kind, count }) => ({ name: kind, values: count })),
                    )}${hidden.length > 3 ? ' and others' : ''}.`}
              </p>
              <OwnRules kept={value} {...(mayChange && { onEdit: (entry) => setEditing({ entry }) })} />
              <ButtonRow>
                {mayChange && <Button onClick={() => setEditing({ entry: undefined })}>Hide or keep something</Button>}
                <Button look="text" aria-expanded={allKinds} onClick={() => setAllKinds(!allKinds)}>
                  {allKinds ? 'Fewer' : `All ${redactionKinds.length} built-in kinds`}
                </Button>
              </ButtonRow>
              {allKinds && (
                <Kinds kept={value} hidden={hidden} {...(mayChange && { onEdit: (entry) => setEditing({ entry }) })} />
              )}
              {value.changedAt !== null && (
                <p className={content.note}>
                  Version {value.version}, by {value.changedBy}, <TimeText at={readTime(value.changedAt)} now={now} />.
                </p>
              )}
              {!mayChange && <p className={content.note}>Only an admin can change what is hidden.</p>}
              {editing && <RedactionDialog kept={value} entry={editing.entry} onClose={() => setEditing(undefined)} />}
            </>
          )}
        </Panel>
      </div>
    </Section>
  );
}

interface RulesProps {
  readonly kept: RedactionView;
  readonly onEdit?: (entry: RedactionEntry) => void;
}

function OwnRules({ kept, onEdit }: RulesProps) {
  const entries = entriesOf(kept.settings);
  if (entries.length === 0)
    return <p className={content.note}>No rule of your own yet: the built-in kinds are searched for.</p>;
  return (
    <DataTable
      caption="Rules of your own"
      columns={[{ name: 'Rule of your own' }, ...(onEdit ? [{ name: 'Change' }] : [])]}
      rows={entries.map((entry) => {
        const { title, text } = entryWords(entry);
        return {
          id: entryId(entry),
          cells: [
            <div key="rule" className={content.what}>
              <b className={styles.key}>{title}</b>
              <span>{text}</span>
            </div>,
            ...(onEdit ? [<EditButton key="edit" entry={entry} onEdit={onEdit} />] : []),
          ],
        };
      })}
    />
  );
}

function Kinds({ kept, hidden, onEdit }: RulesProps & { hidden: StatusView['redacted'] }) {
  const isSearched = (kind: RedactionKind): boolean => kind !== 'NATIONAL_ID' || kept.settings.nationalIds.length > 0;
  return (
    <DataTable
      caption="Built-in kinds"
      columns={[
        { name: 'Built-in kind' },
        { name: 'Becomes' },
        { name: 'Hidden', figure: true },
        ...(onEdit ? [{ name: 'Change' }] : []),
      ]}
      rows={redactionKinds.map((kind) => {
        const entry: RedactionEntry = { what: 'kind', kind, mode: kept.settings.modes[kind] };
        return {
          id: kind,
          cells: [
            kindWords[kind],
            isSearched(kind) ? modeWords[entry.mode] : 'not searched for: no country is set',
            shortNumberWords(hidden.find((one) => one.kind === kind)?.count ?? 0),
            ...(onEdit ? [<EditButton key="edit" entry={entry} onEdit={onEdit} />] : []),
          ],
        };
      })}
    />
  );
}

function EditButton({ entry, onEdit }: { entry: RedactionEntry; onEdit: (entry: RedactionEntry) => void }) {
  return (
    <Button look="small" aria-label={`Edit ${entryWords(entry).title}`} onClick={() => onEdit(entry)}>
      Edit
    </Button>
  );
}
