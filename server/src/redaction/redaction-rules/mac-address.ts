import { type RedactionRule, triggers } from '../redaction-rule.ts';

const MAC = /(?<![\w:-])[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\1){4}[0-9a-fA-F]{2}(?![\w]|[:-]\w)/g;

/** Hardware addresses of six bytes; longer chains are fingerprints of keys. All zeros and all ones name nobody. */
export const macAddress: RedactionRule = {
  name: 'mac-address',
  trigger: triggers.colons,
  rank: 48,
  find(text, report) {
    for (const match of text.matchAll(MAC)) {
      const digits = match[0].replace(/[:-]/g, '').toLowerCase();
      if (digits === '000000000000' || digits === 'ffffffffffff') continue;
      report(match.index, match.index + match[0].length, 'MAC');
    }
  },
};
