import { type RedactionRule, triggers } from '../redaction-rule.ts';

const BEGIN = '-----BEGIN ';
/** Labels are short: `RSA PRIVATE KEY`, `OPENSSH PRIVATE KEY`, `PGP PRIVATE KEY BLOCK`. */
const MAX_LABEL = 60;

/**
 * Private keys in PEM, OpenSSH, PGP and PuTTY form, with real or escaped line ends, and of `age`. A key that was cut ends
 * with the text. Certificates and public keys are public.
 */
export const privateKey: RedactionRule = {
  name: 'private-key',
  trigger: triggers.prefix,
  rank: 10,
  find(text, report) {
    for (let begin = text.indexOf(BEGIN); begin >= 0; ) {
      const labelEnd = text.indexOf('-----', begin + BEGIN.length);
      const label = text.slice(begin + BEGIN.length, labelEnd < 0 ? text.length : labelEnd);
      let next = begin + BEGIN.length;
      if (label.length <= MAX_LABEL && label.includes('PRIVATE KEY')) {
        const footer = `-----END ${label}-----`;
        const end = text.indexOf(footer, next);
        next = end < 0 ? text.length : end + footer.length;
        report(begin, next, 'PRIVATE_KEY');
      }
      begin = text.indexOf(BEGIN, next);
    }
    const putty = text.indexOf('PuTTY-User-Key-File-');
    if (putty >= 0) report(putty, text.length, 'PRIVATE_KEY');
    for (const match of text.matchAll(/AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{40,}/g))
      report(match.index, match.index + match[0].length, 'PRIVATE_KEY');
  },
};
