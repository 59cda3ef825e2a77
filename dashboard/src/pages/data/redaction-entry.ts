import type { RedactionKind, RedactionMode } from '@foreshock/model/redaction.ts';
import type { RedactionSettingsView } from '../../answer-shapes.ts';

/** One thing that a project has said about what is hidden. */
export type RedactionEntry =
  | { readonly what: 'field'; readonly name: string; readonly mode: RedactionMode }
  | {
      readonly what: 'pattern';
      readonly name: string;
      readonly pattern: string;
      readonly keyword: string;
      readonly mode: RedactionMode;
    }
  | { readonly what: AllowWhat; readonly text: string }
  | { readonly what: 'kind'; readonly kind: RedactionKind; readonly mode: RedactionMode };

export type AllowWhat = 'allow-key' | 'allow-value' | 'allow-pattern';

const listOf = { 'allow-key': 'keys', 'allow-value': 'values', 'allow-pattern': 'patterns' } as const;
export const allowWhats = ['allow-key', 'allow-value', 'allow-pattern'] as const satisfies readonly AllowWhat[];

/** What the project has added, in the order in which it is asked; built-in kinds are not here. */
export function entriesOf(settings: RedactionSettingsView): readonly RedactionEntry[] {
  return [
    ...settings.fields.map((field) => ({ what: 'field' as const, ...field })),
    ...settings.patterns.map((pattern) => ({ what: 'pattern' as const, ...pattern })),
    ...allowWhats.flatMap((what) => settings.allow[listOf[what]].map((text) => ({ what, text }))),
  ];
}

/** Equal for what is the same thing with another mode. */
export function entryId(entry: RedactionEntry): string {
  switch (entry.what) {
    case 'field':
    case 'pattern':
      return `${entry.what} ${entry.name}`;
    case 'kind':
      return `kind ${entry.kind}`;
    default:
      return `${entry.what} ${entry.text}`;
  }
}

/** `replaced` goes; the new one takes its place where it is of the same sort, else it comes last. */
export function withEntry(
  settings: RedactionSettingsView,
  entry: RedactionEntry,
  replaced?: RedactionEntry,
): RedactionSettingsView {
  if (entry.what === 'kind') return { ...settings, modes: { ...settings.modes, [entry.kind]: entry.mode } };
  const rest = entriesOf(settings);
  const at = replaced ? rest.findIndex((one) => entryId(one) === entryId(replaced)) : -1;
  return withEntries(settings, at < 0 ? [...rest, entry] : rest.with(at, entry));
}

export function withoutEntry(settings: RedactionSettingsView, entry: RedactionEntry): RedactionSettingsView {
  return withEntries(
    settings,
    entriesOf(settings).filter((one) => entryId(one) !== entryId(entry)),
  );
}

function withEntries(settings: RedactionSettingsView, entries: readonly RedactionEntry[]): RedactionSettingsView {
  const allowed = (wanted: AllowWhat): string[] =>
    entries.flatMap((entry) => (entry.what === wanted ? [entry.text] : []));
  return {
    ...settings,
    fields: entries.flatMap((entry) => (entry.what === 'field' ? [{ name: entry.name, mode: entry.mode }] : [])),
    patterns: entries.flatMap((entry) => {
      if (entry.what !== 'pattern') return [];
      const { what: _, ...pattern } = entry;
      return [pattern];
    }),
    allow: { keys: allowed('allow-key'), values: allowed('allow-value'), patterns: allowed('allow-pattern') },
  };
}
