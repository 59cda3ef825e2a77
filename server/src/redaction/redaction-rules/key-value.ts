import type { RedactionKind } from '@foreshock/model/redaction.ts';
import { isAlphanumeric, isPlaceholder, type RedactionRule, type Report, triggers } from '../redaction-rule.ts';
import { entropyOf, kindOfKey, saysNothing } from '../sensitive-key.ts';

const MAX_KEY = 64;
/** Longer values are cut at the next blank or quote anyway; this bounds those that have none. */
const MAX_VALUE = 65_536;
const MAX_SCHEME = 40;
const SCHEME = /^(?:bearer|basic|digest|negotiate|token|apikey|ntlm)\s+/i;

/**
 * Values behind a name that promises a secret or a person, in the forms that logs have: `key=value`, `key: value`,
 * `"key":"value"` with and without escapes, `key => value`, `<key>value</key>`, `key%3Dvalue`, `--key value`.
 */
export const keyValue: RedactionRule = {
  name: 'key-value',
  trigger: triggers.keyword,
  rank: 25,
  find(text, report) {
    let done = 0;
    for (let at = 0; at < text.length; at++) {
      const width = separatorWidth(text, at);
      if (width === 0 || at < done) continue;
      const key = keyBefore(text, at);
      if (key === undefined) continue;
      const kind = kindOfKey(key);
      if (kind === undefined) continue;
      const value = valueAfter(text, at, at + width);
      if (value === undefined) continue;
      done = reportValue(text, value, kind, key, report);
    }
  },
};

interface Value {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** The sign between the key and the value: `=`, `:`, ` ` or `>`. */
  readonly sign: string;
}

/** How many characters the separator at `at` has; 0 when there is none. */
function separatorWidth(text: string, at: number): number {
  switch (text.charCodeAt(at)) {
    case 61: // =, =>, ==
      return text[at + 1] === '>' || text[at + 1] === '=' ? 2 : 1;
    case 58: // :, :=
      return text[at + 1] === '=' ? 2 : 1;
    case 62: // <key>
      return 1;
    case 37: // %3D, %3A
      return text[at + 1] === '3' && /[DdAa]/.test(text[at + 2] ?? '') ? 3 : 0;
    case 32: // --key value
      return isAlphanumeric(text.charCodeAt(at - 1)) && isFlag(text, at) ? 1 : 0;
    default:
      return 0;
  }
}

/** A long option ends at `end`. */
function isFlag(text: string, end: number): boolean {
  let start = end;
  while (start > 0 && end - start < MAX_KEY && isKeyPart(text.charCodeAt(start - 1))) start--;
  return text.startsWith('--', start);
}

function isKeyPart(code: number): boolean {
  return isAlphanumeric(code) || code === 95 || code === 45 || code === 46;
}

/** The name that ends before the separator, over one blank, a quote and its escape, and a closing bracket. */
function keyBefore(text: string, separator: number): string | undefined {
  let end = separator;
  if (text.charCodeAt(end - 1) === 32) end--;
  while (end > 0 && separator - end < 4 && /["'`\\\]]/.test(text[end - 1]!)) end--;
  let start = end;
  while (start > 0 && end - start < MAX_KEY && isKeyPart(text.charCodeAt(start - 1))) start--;
  const key = text.slice(start, end);
  return key.length >= 3 && isAlphanumeric(key.charCodeAt(key.length - 1)) && !/[._-]{3}\d{1,2}$/.test(key)
    ? key
    : undefined;
}

function valueAfter(text: string, separator: number, from: number): Value | undefined {
  const sign = text[separator] === '%' ? '=' : text[separator]!;
  let start = from;
  while (start - from < 3 && (text.charCodeAt(start) === 32 || text.charCodeAt(start) === 9)) start++;
  if (text[start] === '[' && sign !== '>') start++;
  const escapeLength = text[start] === '\\' ? 1 : 0;
  const quote = text[start + escapeLength];
  if (sign !== '>' && (quote === '"' || quote === "'" || quote === '`')) {
    start += escapeLength + 1;
    const end = quoteEnd(text, start, quote, escapeLength === 1);
    return { start, end, quoted: true, sign };
  }
  const placeholder = placeholderEnd(text, start);
  if (placeholder > 0) return { start, end: placeholder, quoted: false, sign };
  let end = start;
  const stop = Math.min(text.length, start + MAX_VALUE);
  while (end < stop && !endsValue(text, end, sign)) end++;
  // `a > b` is no element.
  if (end === start || (sign === '>' && text[end + 1] !== '/')) return undefined;
  return { start, end, quoted: false, sign };
}

/** Where the quote closes, or the text ends: a value that was cut is a value. */
function quoteEnd(text: string, start: number, quote: string, escaped: boolean): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') {
      if (escaped && text[at + 1] === quote) return at;
      at++;
    } else if (text[at] === quote) return at;
  }
  return text.length;
}

function endsValue(text: string, at: number, sign: string): boolean {
  const code = text.charCodeAt(at);
  if (code <= 32 || code === 34 || code === 0xa0) return true;
  const char = text[at]!;
  if (sign === '>') return char === '<';
  if (char === '<') return text[at + 1] === '/' || placeholderEnd(text, at) > 0;
  if (char === ';' || char === '|') return true;
  if (char === ',' || char === '&') return NEXT_PAIR.test(text.slice(at + 1, at + 1 + MAX_KEY));
  if (char === '%' && text.startsWith('%26', at)) return true;
  if (")]}>'`".includes(char)) return isClosing(text, at);
  // Escaped line ends and quotes.
  return char === '\\' && /[nrt"']/.test(text[at + 1] ?? '');
}

/** Where the placeholder ends that begins at `at`; 0 when none does. */
function placeholderEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== 60) return 0;
  const end = text.slice(at, at + 400).indexOf('>');
  return end > 0 && isPlaceholder(text.slice(at, at + end + 1)) ? at + end + 1 : 0;
}

/** Behind a comma or an ampersand a blank, the end, a quote or another name; otherwise they are part of the value. */
const NEXT_PAIR = /^(?:$|[\s"'\\]|amp;|[\w.-]{1,60}(?:=|:|%3D))/;

/** A bracket at the end of what is enclosed; inside of a password it is a sign like others. */
function isClosing(text: string, at: number): boolean {
  let next = at + 1;
  while (next - at < 4 && /[)\]}"'>`]/.test(text[next] ?? '')) next++;
  return next >= text.length || /[\s,;.&]/.test(text[next]!);
}

/** Reports the part of the value that is not to stay. Returns where the value ends. */
function reportValue(text: string, value: Value, kind: RedactionKind, key: string, report: Report): number {
  let { start, end } = value;
  if (kind === 'SESSION' && /cookie$/i.test(key)) return reportCookies(text, value, report);
  // The scheme is not secret; without quotes it parts the name from the value.
  const scheme = SCHEME.exec(text.slice(start, start + MAX_SCHEME))?.[0];
  if (scheme !== undefined) {
    start += scheme.length;
    if (!value.quoted) {
      end = start;
      while (end < text.length && !endsValue(text, end, value.sign)) end++;
    }
  }
  if ((kind === 'PHONE' || kind === 'CARD') && !value.quoted)
    end = Math.max(end, start + (GROUPED_DIGITS.exec(text.slice(start, start + 30))?.[0].length ?? 0));
  // A full stop behind a value belongs to the sentence.
  if (!value.quoted && text[end - 1] === '.' && end - start > 1) end--;
  const content = text.slice(start, end);
  if (isPlaceholder(content) || saysNothing(content)) return end;
  if (!isMeant(text, { ...value, start, end }, content, kind, key)) return end;
  report(start, end, kind);
  return end;
}

/** Numbers of people are written with blanks. */
const GROUPED_DIGITS = /^[+(]?\d[\d ()/.-]{4,24}\d/;

function isMeant(text: string, value: Value, content: string, kind: RedactionKind, key: string): boolean {
  const digits = content.replace(/\D/g, '').length;
  switch (kind) {
    case 'PHONE':
      return digits >= 6 && digits <= 15 && digits * 2 >= content.length;
    case 'CARD':
      return digits >= 12 && digits <= 19 && !/[A-Za-z]/.test(content);
    case 'EMAIL':
      return /@|%40/.test(content);
    case 'USER':
    case 'NATIONAL_ID':
    case 'IBAN':
      return !isProse(text, value, content);
    case 'SESSION':
      return content.length >= 8 && isRandomLooking(content);
    case 'SECRET':
      // Ids of sessions and counts of words are numbers; so are codes and pins, which have a name of their own.
      if (/^-?\d+(?:\.\d+)?$/.test(content) && !/(?:pin|cvv\d?|cvc|otp|code)$/i.test(key)) return content.length >= 12;
      return value.sign === '=' || value.quoted || value.sign === '>'
        ? !isPlainWord(content) || value.quoted
        : isRandomLooking(content);
    default:
      return !isProse(text, value, content);
  }
}

/** `token=start`, `secret=default-token`: short and without digits. */
function isPlainWord(content: string): boolean {
  return content.length < 8 && /^[a-z]+$/i.test(content);
}

function isRandomLooking(content: string): boolean {
  if (/^0x[0-9a-f]+$/i.test(content)) return false;
  return content.length >= 8 && /\d/.test(content) && /[A-Za-z]/.test(content) && entropyOf(content) >= 2.5;
}

/** "password: must be longer", "password is wrong": a lower-case word that other words follow. */
function isProse(text: string, value: Value, content: string): boolean {
  if (value.quoted || value.sign === '=' || value.sign === '>') return false;
  return /^[A-Za-z][a-z'-]*[,.]?$/.test(content) && /^[.,]?\s+\(?[a-z]/.test(text.slice(value.end, value.end + 4));
}

/** Attributes of Set-Cookie and what is no value. */
const COOKIE_ATTRIBUTE = /^(?:path|domain|expires|max-age|samesite|secure|httponly|version|priority|partitioned)$/i;
const FIRST_COOKIE = /^[\w.!#$%&'*+^`|~-]{1,128}=/;
const MAX_HEADER = 8_192;
const COOKIE = /([\w.!#$%&'*+^`|~-]{1,128})=("?)([^;,"\s\\]*)/g;

/** Every cookie of a header has its own value. Returns where the header ends. */
function reportCookies(text: string, value: Value, report: Report): number {
  const end = value.quoted ? value.end : headerEnd(text, value.start);
  const header = text.slice(value.start, end);
  if (!FIRST_COOKIE.test(header)) {
    const content = text.slice(value.start, value.end);
    if (content.length >= 8 && /\d/.test(content) && !isPlaceholder(content)) report(value.start, value.end, 'SESSION');
    return value.end;
  }
  for (const match of header.matchAll(COOKIE)) {
    const content = match[3]!;
    if (COOKIE_ATTRIBUTE.test(match[1]!) || content.length < 4 || isPlaceholder(content) || saysNothing(content))
      continue;
    const start = value.start + match.index + match[0].length - content.length;
    report(start, start + content.length, 'SESSION');
  }
  return end;
}

/** A header ends with its line, or with the quote that it stands in. */
function headerEnd(text: string, start: number): number {
  const rest = text.slice(start, start + MAX_HEADER);
  const end = rest.search(/["\r\n]|\\[rn"]/);
  return end < 0 ? start + rest.length : start + end;
}
