import { defaultRedactionSettings } from '@foreshock/model/redaction.ts';
import { expect, test } from 'vitest';
import type { RedactionSettingsView } from '../../answer-shapes.ts';
import { draftOfEntry, readRedactionDraft } from './redaction-draft.ts';
import { entriesOf, type RedactionEntry, withEntry, withoutEntry } from './redaction-entry.ts';

// The same shape, with lists that may be changed.
const settings = structuredClone(defaultRedactionSettings) as RedactionSettingsView;
const member: RedactionEntry = {
  what: 'pattern',
  name: 'MEMBER',
  pattern: 'MB-[0-9]{5}',
  keyword: 'MB-',
  mode: 'hash',
};
const customer: RedactionEntry = { what: 'field', name: 'customer.*', mode: 'drop' };
const digest: RedactionEntry = { what: 'allow-pattern', text: 'sha256:[0-9a-f]{64}' };

const all = [customer, member, digest].reduce((before, entry) => withEntry(before, entry), settings);

test('what is added is read back, and what was there is not touched', () => {
  expect(entriesOf(settings)).toEqual([]);
  expect(entriesOf(all)).toEqual([customer, member, digest]);
  expect({ ...all, fields: [], patterns: [], allow: settings.allow }).toEqual(settings);
});

test('a changed one keeps its place, a deleted one is gone, and a kind changes its mode alone', () => {
  const dropped: RedactionEntry = { ...member, mode: 'drop' };
  const renamed: RedactionEntry = { ...customer, name: 'customer.name' };
  expect(entriesOf(withEntry(all, dropped, member))).toEqual([customer, dropped, digest]);
  expect(entriesOf(withEntry(all, renamed, customer))).toEqual([renamed, member, digest]);
  expect(entriesOf(withoutEntry(all, customer))).toEqual([member, digest]);
  expect(withEntry(all, { what: 'kind', kind: 'IPV4', mode: 'mask' })).toEqual({
    ...all,
    modes: { ...all.modes, IPV4: 'mask' },
  });
});

test('a draft that is none yet says which field and what to write', () => {
  const check = (part: Partial<ReturnType<typeof draftOfEntry>>, fault: string) =>
    expect(readRedactionDraft({ ...draftOfEntry(undefined), ...part }, all, undefined), fault).toEqual({
      fault: expect.stringContaining(fault),
    });
  check({ what: 'field', name: ' ' }, 'Field: name an attribute');
  check({ what: 'pattern', name: 'member', pattern: 'x' }, 'Name: it stands in the place');
  check({ what: 'pattern', name: 'EMAIL', pattern: 'x' }, 'Name: that is a built-in kind');
  check({ what: 'pattern', name: 'OTHER', pattern: '' }, 'Pattern: write one');
  check({ what: 'allow-key', text: '' }, 'Write what stays');
  check({ what: 'field', name: 'customer.*' }, 'There is such a rule already');
});

test('an entry that is opened and not changed is the same entry', () => {
  for (const entry of [member, customer, digest])
    expect(readRedactionDraft(draftOfEntry(entry), all, entry)).toEqual({ entry });
});
