import { isPlaceholder, isWordStart, type RedactionRule, triggers } from '../redaction-rule.ts';

const SCHEME = /(?:bearer|basic|digest|negotiate|ntlm|hawk|aws4-hmac-sha256)(?:\s|%20|\+)+/gi;
const VALUE = /[^\s"'`,;<>(){}[\]\\&|]+/y;
/** A word of a sentence, such as "Bearer authentication failed". */
const PROSE = /^[A-Za-z][a-z]*[.:!?]?$/;
const LEAST = 8;
const MAX_LINE = 2_000;

/** Credentials behind a scheme of HTTP authentication (RFC 7235). */
export const authorization: RedactionRule = {
  name: 'authorization',
  trigger: triggers.scheme,
  rank: 20,
  find(text, report) {
    let done = 0;
    for (const match of text.matchAll(SCHEME)) {
      if (match.index < done || !isWordStart(text, match.index)) continue;
      const start = match.index + match[0].length;
      const scheme = match[0].slice(0, 3).toLowerCase();
      if (scheme === 'dig' || scheme === 'haw' || scheme === 'aws') {
        done = parametersEnd(text, start);
        const parameters = text.slice(start, done);
        if (parameters.includes('=') && !isPlaceholder(parameters)) report(start, done, 'AUTHORIZATION');
        continue;
      }
      VALUE.lastIndex = start;
      const value = VALUE.exec(text)?.[0];
      if (value === undefined) continue;
      done = start + value.length;
      if (isCredential(scheme, value)) report(start, done, 'AUTHORIZATION');
    }
  },
};

function isCredential(scheme: string, value: string): boolean {
  if (scheme === 'bas')
    return isUserAndPassword(value) || (value.length >= LEAST && /[A-Z0-9]/.test(value.slice(1)) && !PROSE.test(value));
  return value.length >= LEAST && !PROSE.test(value) && !/^(?:realm|error|scope|token_type|auth)\b/i.test(value);
}

function isUserAndPassword(value: string): boolean {
  return (
    /^[\w+/-]{4,}={0,2}$/.test(value) &&
    /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'))
  );
}

/** Up to the end of the line, or of the quote that was opened before. */
function parametersEnd(text: string, start: number): number {
  const stop = Math.min(text.length, start + MAX_LINE);
  let at = start;
  let quoted = false;
  while (at < stop) {
    const char = text[at]!;
    if (char === '\n' || char === '\r') break;
    if (char === '"') {
      // A quote that does not follow `=` closes either a value or the header as a whole.
      if (!quoted && text[at - 1] !== '=') break;
      quoted = !quoted;
    }
    if (!quoted && (char === "'" || char === '\\' || char === '}' || char === ']')) break;
    at++;
  }
  return at;
}
