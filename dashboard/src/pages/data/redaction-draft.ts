import { type RedactionKind, type RedactionMode, redactionKinds } from '@foreshock/model/redaction.ts';
import type { RedactionSettingsView } from '../../answer-shapes.ts';
import { entriesOf, entryId, type RedactionEntry } from './redaction-entry.ts';

/** An entry as the fields of the editor hold it. */
export interface RedactionDraft {
  readonly what: RedactionEntry['what'];
  readonly name: string;
  readonly pattern: string;
  readonly keyword: string;
  readonly text: string;
  readonly kind: RedactionKind;
  readonly mode: RedactionMode;
}

export function draftOfEntry(entry: RedactionEntry | undefined): RedactionDraft {
  const empty = { what: 'field', name: '', pattern: '', keyword: '', text: '', kind: 'EMAIL', mode: 'hash' } as const;
  return { ...empty, ...entry };
}

const PATTERN_NAME = /^[A-Z][A-Z0-9_]{1,29}$/;

/** The entry, or which field keeps it from being one and what to write there. */
export function readRedactionDraft(
  draft: RedactionDraft,
  settings: RedactionSettingsView,
  replaced: RedactionEntry | undefined,
): { readonly entry: RedactionEntry } | { readonly fault: string } {
  const entry = entryOf(draft);
  if ('fault' in entry) return entry;
  const isTaken = entriesOf(settings).some(
    (other) => entryId(other) === entryId(entry) && (!replaced || entryId(other) !== entryId(replaced)),
  );
  return isTaken ? { fault: 'There is such a rule already: change that one' } : { entry };
}

function entryOf(draft: RedactionDraft): RedactionEntry | { readonly fault: string } {
  const { what, mode } = draft;
  switch (what) {
    case 'kind':
      return { what, kind: draft.kind, mode };
    case 'field': {
      const name = draft.name.trim();
      return name === '' ? { fault: 'Field: name an attribute, for example customer.*' } : { what, name, mode };
    }
    case 'pattern': {
      const name = draft.name.trim();
      const isKind = (redactionKinds as readonly string[]).includes(name);
      if (!PATTERN_NAME.test(name) || isKind)
        return {
          fault: `Name: ${isKind ? 'that is a built-in kind' : 'it stands in the place of the value'}; write 2 to 30 of A to Z, 0 to 9 and _, for example MEMBER`,
        };
      if (draft.pattern === '') return { fault: 'Pattern: write one, for example MB-[0-9]{5}' };
      return { what, name, pattern: draft.pattern, keyword: draft.keyword, mode };
    }
    default:
      return draft.text === '' ? { fault: 'Write what stays' } : { what, text: draft.text };
  }
}
