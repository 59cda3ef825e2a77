import { isAlphanumeric, type RedactionRule, triggers } from '../redaction-rule.ts';

/** Without groups, or grouped as issuers do. */
const NUMBER = /(?<!\d)(?:\d{14,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5})(?!\d)/g;
/** By ISO/IEC 7812 ranges: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const ISSUER =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|(?:50|5[6-8]|63|67)\d{14,17})$/;

/** Numbers of payment cards. Ids of the same length are told apart by issuer range, check digit and what they are part of. */
export const paymentCard: RedactionRule = {
  name: 'payment-card',
  trigger: triggers.digits,
  rank: 30,
  find(text, report) {
    NUMBER.lastIndex = 0;
    for (let match = NUMBER.exec(text); match; match = NUMBER.exec(text)) {
      const end = match.index + match[0].length;
      const digits = match[0].replace(/[ -]/g, '');
      if (!isPartOfId(text, match.index, end) && ISSUER.test(digits) && isLuhn(digits))
        report(match.index, end, 'CARD');
      // A year before a card is a group of four as well: the card may begin inside of what was no card.
      else NUMBER.lastIndex = match.index + 4;
    }
  },
};

/** Letters, further digits or signs that join words stand next to it. */
function isPartOfId(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  const next = text.charCodeAt(end);
  const isEscaped = text.charCodeAt(start - 2) === 92 || text.charCodeAt(start - 3) === 37;
  if (
    start > 0 &&
    !isEscaped &&
    (isAlphanumeric(before) || before === 95 || before === 45 || before === 46 || before === 43)
  )
    return true;
  if (isAlphanumeric(next) || next === 95) return true;
  return (next === 45 || next === 46) && isAlphanumeric(text.charCodeAt(end + 1));
}

/** The check digit of ISO/IEC 7812-1. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && !/^(\d)\1+$/.test(digits);
}
