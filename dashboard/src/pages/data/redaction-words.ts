/** Words for what is searched for and what becomes of it. */

import type { RedactionKind, RedactionMode } from '@foreshock/model/redaction.ts';
import type { RedactionPreviewView } from '../../answer-shapes.ts';
import { shortNumberWords } from '../../words/value-words.ts';
import type { RedactionEntry } from './redaction-entry.ts';

export const kindWords: Readonly<Record<RedactionKind, string>> = {
  EMAIL: 'e-mail addresses',
  IPV4: 'IPv4 addresses',
  IPV6: 'IPv6 addresses',
  MAC: 'MAC addresses',
  PHONE: 'phone numbers',
  CARD: 'card numbers',
  IBAN: 'bank accounts (IBAN)',
  NATIONAL_ID: 'national ids',
  USER: 'names of users, by the name of the field',
  SESSION: 'sessions and cookies',
  JWT: 'JSON web tokens',
  PRIVATE_KEY: 'private keys',
  API_KEY: 'keys of vendors',
  AUTHORIZATION: 'authorization headers',
  PASSWORD: 'passwords',
  SECRET: 'other secrets, by the name of the field',
  CUSTOM: 'fields and patterns of your own',
};

export const modeWords: Readonly<Record<RedactionMode, string>> = {
  keep: 'stays',
  mask: 'masked',
  hash: 'a pseudonym',
  drop: 'removed',
};

export const modeChoices: Readonly<Record<RedactionMode, string>> = {
  hash: 'a pseudonym: equal values stay equal',
  mask: 'masked: the part that tells least stays',
  drop: 'removed: only its kind stays',
  keep: 'stays as it is',
};

export const whatWords: Readonly<Record<RedactionEntry['what'], string>> = {
  field: 'the value of a field',
  pattern: 'what a pattern finds',
  'allow-key': 'keep what stands under a key',
  'allow-value': 'keep a value',
  'allow-pattern': 'keep values that a pattern covers',
  kind: 'a built-in kind',
};

/** What a rule is about, and what becomes of it. */
export function entryWords(entry: RedactionEntry): { readonly title: string; readonly text: string } {
  switch (entry.what) {
    case 'field':
      return { title: entry.name, text: `whole value of the field: ${modeWords[entry.mode]}` };
    case 'pattern':
      return {
        title: entry.name,
        text: `${entry.pattern}${entry.keyword === '' ? '' : ` in texts with ${entry.keyword}`}: ${modeWords[entry.mode]}`,
      };
    case 'kind':
      return { title: kindWords[entry.kind], text: modeWords[entry.mode] };
    case 'allow-key':
      return { title: entry.text, text: 'stays under this key, but for credentials of a fixed form' };
    case 'allow-value':
      return { title: entry.text, text: 'this value stays' };
    case 'allow-pattern':
      return { title: entry.text, text: 'values that this pattern covers stay' };
  }
}

export function redactionPreviewSentence({ searched, changed, cut }: RedactionPreviewView): string {
  const parts = [
    [searched.logs, 'log records', 'log record'],
    [searched.spans, 'spans', 'span'],
    [searched.series, 'series', 'series'],
  ] as const;
  const read = parts
    .filter(([count]) => count > 0)
    .map(([count, many, one]) => `${shortNumberWords(count)} ${count === 1 ? one : many}`);
  if (read.length === 0) return 'Nothing of the last hour is stored yet, so there is nothing to try it on.';
  const where = `${cut ? 'the newest ' : ''}${listWords(read)} of the last hour`;
  if (changed.values === 0) return `Would hide nothing more in ${where}.`;
  const values = `${shortNumberWords(changed.values)} ${changed.values === 1 ? 'value' : 'values'}`;
  return `Would hide ${values} more in ${where}.`;
}

/** `1,000 MEMBER, 12 e-mail addresses` */
export function countWords(counts: RedactionPreviewView['found']): string {
  return counts.map(({ name, values }) => `${shortNumberWords(values)} ${foundWords(name)}`).join(', ');
}

function foundWords(name: string): string {
  const pattern = /^CUSTOM_(.+)$/.exec(name)?.[1];
  if (pattern !== undefined) return pattern;
  return name === 'CUSTOM' ? 'values of fields' : (kindWords[name as RedactionKind] ?? name);
}

function listWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
