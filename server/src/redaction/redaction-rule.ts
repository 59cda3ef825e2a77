import { type RedactionKind, redactionKinds } from '@foreshock/model/redaction.ts';

/** What `scanTriggers` saw in a text, as bits: a rule whose trigger is not there need not look. */
export const triggers = {
  at: 1,
  ipv4: 2,
  colons: 4,
  digits: 8,
  plus: 16,
  prefix: 32,
  keyword: 64,
  iban: 128,
  scheme: 256,
  spoken: 512,
  option: 1024,
} as const;

/** A part of a text, `text.slice(start, end)`, that is not to stay. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly kind: RedactionKind;
}

export type Report = (start: number, end: number, kind: RedactionKind) => void;

/**
 * Looks for one kind of thing. Takes time linear in the text, whatever the text is, and reports the same part of a text
 * however often it is asked; never a part that is already a placeholder.
 */
export interface RedactionRule {
  readonly name: string;
  /** One of `triggers`, or several joined; 0 for a rule that looks at every text. */
  readonly trigger: number;
  /** Where findings overlap, the rule with the lower number has it. */
  readonly rank: number;
  find(text: string, report: Report): void;
}

/**
 * What stands in the place of a redacted value: `<PASSWORD>`, `<EMAIL:7f3c9a1b2d4e>`, `<CARD:*1111>`, `<CUSTOM_TICKET>`. No
 * wider than what is written, or a secret in such brackets would pass for one.
 */
const FORM = `<(?:${redactionKinds.join('|')})(?:_[A-Z][A-Z0-9_]{1,29})?(?::(?:[0-9a-f]{12}|\\*\\d{0,4}|\\*@[\\w.-]{1,200}|(?:\\d{1,3}\\.){3}\\*|[A-Za-z]{2}\\*))?>`;
const PLACEHOLDER = new RegExp(`^${FORM}$`);
const PLACEHOLDERS = new RegExp(FORM, 'g');

export function isPlaceholder(value: string): boolean {
  return value.charCodeAt(0) === 60 && PLACEHOLDER.test(value);
}

/** Start and end of each placeholder in the text. */
export function placeholdersIn(text: string): (readonly [number, number])[] {
  if (!text.includes('<')) return [];
  return [...text.matchAll(PLACEHOLDERS)].map((match) => [match.index, match.index + match[0].length] as const);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

export function isAlphanumeric(code: number): boolean {
  return isDigit(code) || isLetter(code);
}

/**
 * True where a word may begin at `at`: text start, after anything but a letter or digit, and after what an escape leaves:
 * `\n`, `\"`, `%22`.
 */
export function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  if (!isAlphanumeric(before)) return true;
  if (at >= 2 && text.charCodeAt(at - 2) === 92) return true;
  return at >= 3 && text.charCodeAt(at - 3) === 37 && isHexDigit(before) && isHexDigit(text.charCodeAt(at - 2));
}

export function isHexDigit(code: number): boolean {
  const lower = code | 32;
  return isDigit(code) || (lower >= 97 && lower <= 102);
}
