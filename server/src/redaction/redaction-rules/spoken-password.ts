import { isPlaceholder, type RedactionRule, triggers } from '../redaction-rule.ts';
import { saysNothing } from '../sensitive-key.ts';

interface Form {
  readonly pattern: RegExp;
  /** An unquoted word without a digit or sign is part of a sentence. */
  readonly strict: boolean;
}

const QUOTED_OR_WORD = `(?:'([^']{1,200})'|"([^"]{1,200})"|([^\\s"',;]{1,200}))`;
const forms: readonly Form[] = [
  // SQL and shells of databases.
  {
    pattern: new RegExp(
      `\\bidentified\\s{1,3}(?:with\\s{1,3}\\w{1,40}\\s{1,3})?by\\s{1,3}(?:password\\s{1,3})?${QUOTED_OR_WORD}`,
      'gi',
    ),
    strict: false,
  },
  { pattern: /\b(?:encrypted\s{1,3})?password\s{1,3}'([^']{1,200})'/gi, strict: false },
  // Sentences: "password is hunter2", "new password for bob: x".
  {
    pattern: new RegExp(`\\bpassword\\s{1,3}(?:is|was|set to|changed to)\\s{1,3}${QUOTED_OR_WORD}`, 'gi'),
    strict: true,
  },
  {
    pattern: new RegExp(`\\bpassword\\s{1,3}for\\s{1,3}[\\w.@-]{1,64}\\s?[:=]\\s{0,3}${QUOTED_OR_WORD}`, 'gi'),
    strict: true,
  },
  // Commands whose short option is a password.
  {
    pattern:
      /\b(?:mysql|mysqldump|mysqladmin|mariadb|sshpass|mongo|mongosh|mongodump|docker login|podman login|ldapsearch)\s(?:[^|;&\n]{0,200}\s)?-[pw]\s?(?:'([^']{1,200})'|"([^"]{1,200})"|([^\s"'-][^\s"']{0,200}))/g,
    strict: true,
  },
  {
    pattern:
      /\bredis-cli\s(?:[^|;&\n]{0,200}\s)?-a\s{1,3}(?:'([^']{1,200})'|"([^"]{1,200})"|([^\s"'-][^\s"']{0,200}))/g,
    strict: true,
  },
];

/** Passwords that no sign parts from their name. */
export const spokenPassword: RedactionRule = {
  name: 'spoken-password',
  trigger: triggers.spoken,
  rank: 26,
  find(text, report) {
    for (const { pattern, strict } of forms) {
      for (const match of text.matchAll(pattern)) {
        const value = match[1] ?? match[2] ?? match[3]!;
        const isQuoted = match[3] === undefined;
        if (isPlaceholder(value) || saysNothing(value)) continue;
        if (strict && !isQuoted && !/[^A-Za-z.]/.test(value)) continue;
        const end = match.index + match[0].length - (isQuoted ? 1 : 0);
        report(end - value.length, end, 'PASSWORD');
      }
    }
  },
};
