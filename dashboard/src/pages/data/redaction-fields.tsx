import type { RedactionMode } from '@foreshock/model/redaction.ts';
import content from '../../components/content.module.css';
import form from '../../components/form-fields.module.css';
import type { RedactionDraft } from './redaction-draft.ts';
import { kindWords, modeChoices, whatWords } from './redaction-words.ts';

const whats = ['field', 'pattern', 'allow-key', 'allow-value', 'allow-pattern'] as const;
const modes = ['hash', 'mask', 'drop', 'keep'] as const satisfies readonly RedactionMode[];

interface RedactionFieldsProps {
  readonly draft: RedactionDraft;
  /** It is there already: its sort stays. */
  readonly isChange: boolean;
  readonly onChange: (draft: RedactionDraft) => void;
}

export function RedactionFields({ draft, isChange, onChange }: RedactionFieldsProps) {
  const set = (part: Partial<RedactionDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      {draft.what === 'kind' ? (
        <p>{kindWords[draft.kind]}</p>
      ) : (
        <label>
          What
          <select
            value={draft.what}
            disabled={isChange}
            onChange={(event) => set({ what: whats.find((what) => what === event.target.value) ?? 'field' })}
          >
            {whats.map((what) => (
              <option key={what} value={what}>
                {whatWords[what]}
              </option>
            ))}
          </select>
        </label>
      )}
      {draft.what === 'field' && (
        <TextField
          name="Field, * stands for any characters"
          placeholder="customer.*"
          value={draft.name}
          onChange={(name) => set({ name })}
        />
      )}
      {draft.what === 'pattern' && <PatternFields draft={draft} isChange={isChange} onChange={onChange} />}
      {draft.what === 'allow-key' && (
        <TextField name="Key" placeholder="build.id" value={draft.text} onChange={(text) => set({ text })} />
      )}
      {draft.what === 'allow-value' && (
        <TextField
          name="Value"
          placeholder="support@example.org"
          value={draft.text}
          onChange={(text) => set({ text })}
        />
      )}
      {draft.what === 'allow-pattern' && (
        <TextField
          name="Pattern, RE2 syntax, from the first to the last character"
          placeholder=".*@example\.org"
          value={draft.text}
          onChange={(text) => set({ text })}
        />
      )}
      {!draft.what.startsWith('allow') && (
        <label>
          Becomes
          <select
            value={draft.mode}
            onChange={(event) => set({ mode: modes.find((mode) => mode === event.target.value) ?? 'hash' })}
          >
            {modes.map((mode) => (
              <option key={mode} value={mode}>
                {modeChoices[mode]}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

function PatternFields({ draft, onChange }: RedactionFieldsProps) {
  const set = (part: Partial<RedactionDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <TextField
        name="Pattern, RE2 syntax"
        placeholder="MB-[0-9]{5}"
        value={draft.pattern}
        onChange={(pattern) => set({ pattern })}
      />
      <div className={form.pair}>
        <TextField
          name="Name, stands in its place"
          placeholder="MEMBER"
          value={draft.name}
          onChange={(name) => set({ name: name.toUpperCase() })}
        />
        <TextField
          name="Only in texts with"
          placeholder="MB-"
          value={draft.keyword}
          onChange={(keyword) => set({ keyword })}
        />
      </div>
      {draft.keyword === '' && (
        <p className={content.note}>Without a word that must be there every text is searched, which takes longer.</p>
      )}
    </>
  );
}

interface TextFieldProps {
  readonly name: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TextField({ name, placeholder, value, onChange }: TextFieldProps) {
  return (
    <label>
      {name}
      <input
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
