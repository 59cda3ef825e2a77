import { isAlphanumeric, isDigit, isHexDigit, isLetter, type RedactionRule, triggers } from '../redaction-rule.ts';

/** RFC 5321: 64 before the sign, 254 in all. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

/** What stands behind the last dot of file and unit names, `icon@2x.png`, `getty@tty1.service`, and never of a domain. */
const NOT_TOP_LEVEL = new Set(
  (
    'png jpg jpeg gif svg webp ico css scss js mjs cjs ts tsx jsx map json html htm xml yaml yml toml txt log conf cfg ' +
    'java class jar py pyc go rb php rs kt cs cpp hpp so dll exe gz tgz zip tar service slice socket mount target timer ' +
    'scope path device swap'
  ).split(' '),
);

/** E-mail addresses: from each `@`, or `%40`, to both sides. */
export const email: RedactionRule = {
  name: 'email',
  trigger: triggers.at,
  rank: 40,
  find(text, report) {
    let done = 0;
    for (const { at, length } of signs(text)) {
      const start = localStart(text, at, done);
      if (start === at) continue;
      const end = domainEnd(text, at + length);
      if (end < 0 || end - start > MAX_ADDRESS) continue;
      report(start, end, 'EMAIL');
      done = end;
    }
  },
};

/** Each `@` and `%40`, from the left. */
function* signs(text: string): Generator<{ readonly at: number; readonly length: number }> {
  let plain = text.indexOf('@');
  let escaped = text.indexOf('%40');
  while (plain >= 0 || escaped >= 0) {
    if (escaped < 0 || (plain >= 0 && plain < escaped)) {
      yield { at: plain, length: 1 };
      plain = text.indexOf('@', plain + 1);
    } else {
      yield { at: escaped, length: 3 };
      escaped = text.indexOf('%40', escaped + 3);
    }
  }
}

/** `at` itself when nothing before it, back to `from`, may be a mailbox. */
function localStart(text: string, at: number, from: number): number {
  const stop = Math.max(from, at - MAX_LOCAL);
  let start = at;
  while (start > stop && isLocal(text.charCodeAt(start - 1))) start--;
  // The whole of a longer run is no mailbox.
  if (start === at - MAX_LOCAL && start > 0 && isLocal(text.charCodeAt(start - 1))) return at;
  // What an escape left before it, `\n` or `%22`, is not part of it; nor are dots and signs at its front.
  const before = text.charCodeAt(start - 1);
  if (before === 92 && isLetter(text.charCodeAt(start))) start++;
  else if (before === 37 && isHexDigit(text.charCodeAt(start)) && isHexDigit(text.charCodeAt(start + 1))) start += 2;
  while (
    start < at &&
    !isAlphanumeric(text.charCodeAt(start)) &&
    text.charCodeAt(start) !== 95 &&
    text.charCodeAt(start) < 128
  )
    start++;
  return Math.min(start, at);
}

function isLocal(code: number): boolean {
  // Of the signs that RFC 5322 lets in those that people use: ' + - . _
  return (
    isAlphanumeric(code) ||
    code === 46 ||
    code === 95 ||
    code === 45 ||
    code === 43 ||
    code === 39 ||
    (code > 127 && code !== 0xfffd && code !== 0xa0)
  );
}

/** Where the domain that begins at `start` ends; -1 when there is none with a top-level domain. */
function domainEnd(text: string, start: number): number {
  let end = start;
  const stop = Math.min(text.length, start + MAX_ADDRESS);
  while (end < stop && isDomain(text.charCodeAt(end))) end++;
  while (end > start && !isAlphanumeric(text.charCodeAt(end - 1)) && text.charCodeAt(end - 1) < 128) end--;
  const domain = text.slice(start, end);
  const dot = domain.lastIndexOf('.');
  if (dot <= 0) return -1;
  const top = domain.slice(dot + 1).toLowerCase();
  const isName = top.length >= 2 && [...top].every((char) => isLetter(char.charCodeAt(0)) || char > '\u007f');
  if (!(isName || top.startsWith('xn--')) || NOT_TOP_LEVEL.has(top)) return -1;
  // `lodash@4.17.21-beta.rc` is a version.
  if (isDigit(domain.charCodeAt(0)) && /^\d+\.\d/.test(domain)) return -1;
  return end;
}

function isDomain(code: number): boolean {
  return isAlphanumeric(code) || code === 46 || code === 45 || (code > 127 && code !== 0xfffd && code !== 0xa0);
}
