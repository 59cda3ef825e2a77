import { isAlphanumeric, isDigit, type RedactionRule, triggers } from '../redaction-rule.ts';

/** E.164: at most 15 digits. Written without a blank, fewer than ten are more often a sum or an offset. */
const MOST_DIGITS = 15;
const LEAST_DIGITS_GROUPED = 8;
const LEAST_DIGITS_PLAIN = 10;
const LONGEST = 26;

/** ITU-T E.164 country codes of one and two digits; of the rest the first digit of three. */
const COUNTRY =
  /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2[1-689]\d|3[578]\d|42\d|5[09]\d|6[789]\d|8[05789]\d|9(?:6[0-8]|7[0-79]|9[2-68]))/;

/** Phone numbers in international form. Those of national form are found by their key: `key-value.ts`. */
export const phone: RedactionRule = {
  name: 'phone',
  trigger: triggers.plus,
  rank: 60,
  find(text, report) {
    for (let plus = text.indexOf('+'); plus >= 0; plus = text.indexOf('+', plus + 1)) {
      const before = text.charCodeAt(plus - 1);
      // In base64 and in sums a plus sign stands inside.
      if (plus > 0 && (isAlphanumeric(before) || before === 43 || before === 47)) continue;
      const end = numberEnd(text, plus + 1);
      if (end > 0) report(plus, end, 'PHONE');
    }
  },
};

function numberEnd(text: string, start: number): number {
  let digits = '';
  let groups = 1;
  let end = start;
  let at = start;
  while (at < text.length && at - start < LONGEST) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      digits += text[at]!;
      if (at > start && at !== end) groups++;
      end = at + 1;
    } else if (!isSeparator(code) || at - end >= 2) break;
    at++;
  }
  const least = groups > 1 ? LEAST_DIGITS_GROUPED : LEAST_DIGITS_PLAIN;
  if (digits.length < least || digits.length > MOST_DIGITS || !COUNTRY.test(digits)) return 0;
  const next = text.charCodeAt(end);
  const isPartOfWord = isAlphanumeric(next) || next === 95 || (next === 58 && isDigit(text.charCodeAt(end + 1)));
  const isFraction = next === 46 && isDigit(text.charCodeAt(end + 1));
  return isPartOfWord || isFraction ? 0 : end;
}

/** Blank, hyphen, dot, brackets, slash. */
function isSeparator(code: number): boolean {
  return code === 32 || code === 45 || code === 46 || code === 40 || code === 41 || code === 47;
}
