import { isAlphanumeric, isWordStart, type RedactionRule, triggers } from '../redaction-rule.ts';

const START = /[A-Za-z]{2}\d{2}/g;

/** Length by country, IBAN registry (SWIFT) of 2025. */
const LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Account numbers (ISO 13616): country, its length, and a rest of 1 modulo 97. */
export const iban: RedactionRule = {
  name: 'iban',
  trigger: triggers.iban,
  rank: 31,
  find(text, report) {
    for (const match of text.matchAll(START)) {
      const length = LENGTHS.get(match[0].slice(0, 2).toUpperCase());
      if (length === undefined || !isWordStart(text, match.index)) continue;
      // Parts of other ids stand behind a hyphen; an account is written whole or in groups of four.
      if (text.charCodeAt(match.index - 1) === 45) continue;
      const sign = text.charCodeAt(match.index + 4);
      const isGrouped = sign === 32 || sign === 45;
      let account = '';
      let end = match.index;
      while (account.length < length && isAlphanumeric(text.charCodeAt(end))) {
        account += text[end]!;
        end++;
        if (isGrouped && account.length % 4 === 0 && account.length < length && text.charCodeAt(end) === sign) end++;
      }
      const next = text.charCodeAt(end);
      const isPart = isAlphanumeric(next) || (next === 45 && isAlphanumeric(text.charCodeAt(end + 1)));
      if (account.length === length && !isPart && hasIbanChecksum(account)) report(match.index, end, 'IBAN');
    }
  },
};

/** ISO 7064 MOD 97-10 over the text with its first four characters moved to the end. */
export function hasIbanChecksum(account: string): boolean {
  let rest = 0;
  for (const char of (account.slice(4) + account.slice(0, 4)).toUpperCase()) {
    const code = char.charCodeAt(0);
    const value = code <= 57 ? code - 48 : code - 55;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
