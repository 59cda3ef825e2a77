import type { NationalIdCountry } from '@foreshock/model/redaction.ts';
import { isWordStart, type RedactionRule } from '../redaction-rule.ts';

interface IdForm {
  readonly pattern: RegExp;
  /** The id without blanks and signs. */
  isValid(id: string): boolean;
}

const digitsOf = (id: string): number[] => [...id].map(Number);
const weighted = (id: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (digitsOf(id)[index] ?? 0), 0);
const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** The forms, each with the check that its country publishes. */
export const idForms: Readonly<Record<NationalIdCountry, IdForm>> = {
  // CPF: two check digits, modulo 11.
  br: {
    pattern: /\d{3}\.\d{3}\.\d{3}-\d{2}|\d{11}/g,
    isValid: (id) => {
      const check = (length: number): number => {
        const weights = Array.from({ length }, (_, index) => length + 1 - index);
        return ((weighted(id, weights) * 10) % 11) % 10;
      };
      return !/^(\d)\1+$/.test(id) && check(9) === Number(id[9]) && check(10) === Number(id[10]);
    },
  },
  // Steuer-ID: ISO 7064 MOD 11,10.
  de: {
    pattern: /[1-9]\d(?: ?\d{3}){3}/g,
    isValid: (id) => {
      let product = 10;
      for (const digit of digitsOf(id.slice(0, 10))) {
        const sum = (digit + product) % 10 || 10;
        product = (sum * 2) % 11;
      }
      return (11 - product) % 10 === Number(id[10]);
    },
  },
  // DNI and NIE: a letter by the number modulo 23.
  es: {
    pattern: /(?:[XYZxyz]-?\d{7}|\d{8})-?[A-Za-z]/g,
    isValid: (id) => {
      const number = Number(
        id
          .toUpperCase()
          .replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
          .slice(0, 8),
      );
      return DNI_LETTERS[number % 23] === id.at(-1)!.toUpperCase();
    },
  },
  // NIR: 97 less the number modulo 97.
  fr: {
    pattern: /[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}/g,
    isValid: (id) => {
      const number = BigInt(id.slice(0, 13).replace('2A', '19').replace('2B', '18'));
      return 97n - (number % 97n) === BigInt(id.slice(13));
    },
  },
  // National Insurance number: no check digit, but prefixes that are not given.
  gb: {
    pattern: /[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z](?: ?\d{2}){3} ?[A-Da-d]/g,
    isValid: (id) => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/i.test(id),
  },
  // Codice fiscale: a letter by the sum of tabled values.
  it: {
    pattern: /[A-Za-z]{6}\d{2}[A-EHLMPR-Ta-ehlmpr-t]\d{2}[A-Za-z]\d{3}[A-Za-z]/g,
    isValid: (id) => {
      const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
      const place = (char: string): number => (/\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65);
      const text = id.toUpperCase();
      const sum = [...text.slice(0, 15)].reduce(
        (total, char, index) => total + (index % 2 === 0 ? odd[place(char)]! : place(char)),
        0,
      );
      return sum % 26 === text.charCodeAt(15) - 65;
    },
  },
  // BSN: the eleven test.
  nl: {
    pattern: /\d{9}|\d{4}\.\d{2}\.\d{3}/g,
    isValid: (id) => weighted(id, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && id !== '000000000',
  },
  // PESEL: weights modulo 10, and a month that exists.
  pl: {
    pattern: /\d{11}/g,
    isValid: (id) =>
      (10 - (weighted(id, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(id[10]) &&
      Number(id.slice(2, 4)) % 20 >= 1 &&
      Number(id.slice(2, 4)) % 20 <= 12,
  },
  // Social Security number: written in groups only; numbers that are not given.
  us: {
    pattern: /\d{3}-\d{2}-\d{4}/g,
    isValid: (id) => !/^(?:000|666|9)/.test(id) && id.slice(3, 5) !== '00' && id.slice(5) !== '0000',
  },
};

export function createNationalIdRule(countries: readonly NationalIdCountry[]): RedactionRule {
  const chosen = countries.map((country) => idForms[country]);
  return {
    name: 'national-id',
    trigger: 0,
    rank: 33,
    find(text, report) {
      for (const { pattern, isValid } of chosen) {
        for (const match of text.matchAll(pattern)) {
          const end = match.index + match[0].length;
          const isInside =
            !isWordStart(text, match.index) ||
            /[\w.-]/.test(text[match.index - 1] ?? '') ||
            /^(?:\w|[.-]\w)/.test(text.slice(end, end + 2));
          if (!isInside && isValid(match[0].replace(/[ .-]/g, ''))) report(match.index, end, 'NATIONAL_ID');
        }
      }
    },
  };
}
