import type { RedactionKind } from '@foreshock/model/redaction.ts';

/** Endings of names without signs and case; the longest that fits counts. */
const ENDINGS: Readonly<Partial<Record<RedactionKind, string>>> = {
  PASSWORD:
    'password passwords passwd pwd passphrase passcode passwort passwordconfirmation passwordconfirm passwordhash',
  SECRET:
    'secret secrets clientsecret apikey apikeys secretkey accesskey privatekey encryptionkey signingkey masterkey authkey ' +
    'sharedkey accountkey subscriptionkey storagekey licensekey sshkey applicationkey appkey hmackey token apitoken ' +
    'credential credentials recoverycode verificationcode',
  AUTHORIZATION: 'authorization',
  SESSION:
    'cookie cookies setcookie sessionid sessid sessiontoken sessionkey connectsid csrftoken xsrftoken csrf xsrf csrfmiddlewaretoken',
  EMAIL: 'email emailaddress mailaddress',
  PHONE: 'phone phonenumber mobilenumber msisdn telephone',
  CARD: 'cardnumber creditcard ccnumber',
  NATIONAL_ID: 'socialsecuritynumber nationalid passportnumber',
  USER: 'username userfullname fullname firstname lastname surname dateofbirth birthdate birthday',
};

/** Names that are meant only when they stand alone, by themselves or behind a sign. */
const WHOLE_WORDS: Readonly<Partial<Record<RedactionKind, string>>> = {
  PASSWORD: 'pass pw',
  SECRET: 'otp totp pin cvv cvc cvv2 jwt',
  SESSION: 'sid',
  EMAIL: 'mail',
  PHONE: 'tel mobile fax',
  CARD: 'card pan',
  IBAN: 'iban',
  NATIONAL_ID: 'ssn',
  USER: 'dob login',
};

/** End like a secret and are none: cursors, and the vocabulary of language models. */
const HARMLESS = new Set(
  'pagetoken nextpagetoken nexttoken continuetoken continuationtoken synctoken stoptoken eostoken bostoken padtoken firsttoken pertoken'.split(
    ' ',
  ),
);

const endings = new Map<string, RedactionKind>();
for (const [kind, words] of Object.entries(ENDINGS))
  for (const word of words.split(' ')) endings.set(word, kind as RedactionKind);
const wholeWords = new Map<string, RedactionKind>();
for (const [kind, words] of Object.entries(WHOLE_WORDS))
  for (const word of words.split(' ')) wholeWords.set(word, kind as RedactionKind);
const LONGEST = Math.max(...[...endings.keys()].map((word) => word.length));
const SHORTEST = Math.min(...[...endings.keys()].map((word) => word.length));

/** Names are few: those seen are remembered, up to a bound that hostile senders cannot pass. */
const MAX_REMEMBERED = 4_096;
const remembered = new Map<string, RedactionKind | undefined>();

/** What a value is whose attribute, JSON key or variable has this name; `undefined` for names that promise nothing. */
export function kindOfKey(key: string): RedactionKind | undefined {
  const known = remembered.get(key);
  if (known !== undefined || remembered.has(key)) return known;
  const kind = classify(key);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, kind);
  return kind;
}

function classify(key: string): RedactionKind | undefined {
  const name = normalizedKey(key.replace(/[._-]{0,2}\d{1,2}$/, ''));
  if (HARMLESS.has(name)) return undefined;
  if (name.startsWith('enduser') && name.length > 'enduser'.length && !/role|scope/.test(name)) return 'USER';
  for (let length = Math.min(LONGEST, name.length); length >= SHORTEST; length--) {
    const kind = endings.get(name.slice(-length));
    if (kind !== undefined) return kind;
  }
  return wholeWords.get(lastWord(key));
}

/** Lower case, letters and digits only. */
export function normalizedKey(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** `dbPass`, `db_pass` and `db.pass` end with the word `pass`, `bypass` does not. */
function lastWord(key: string): string {
  const end = /[A-Za-z0-9]+$/.exec(key.slice(-40))?.[0] ?? '';
  return (/[A-Z]?[a-z0-9]+$/.exec(end)?.[0] ?? end).toLowerCase();
}

/** Lower-case texts that stand where a value would and say that there is none. */
const NO_VALUE = new Set(
  (
    'null nil none undefined empty true false yes no on off set unset missing invalid required expired unknown failed ' +
    'wrong incorrect redacted hidden masked filtered removed omitted ok error default optional present absent n/a na ' +
    'enabled disabled changed rejected revoked denied mismatch <nil> <none> <null> <empty> (null) (none) (empty) [] {}'
  ).split(' '),
);

/** True for values that tell nothing: words for "none", variables to be filled in, and masks. */
export function saysNothing(value: string): boolean {
  if (value.length === 0) return true;
  if (value.length <= 10 && NO_VALUE.has(value.toLowerCase())) return true;
  // `$NAME`, `${NAME}`, `{{name}}`, `%s`, `***`, `xxxx`, `[REDACTED]`.
  return /^(?:\$\w+|\$?\{\{?[^{}]*\}{0,2}|\$\([^()]*\)|%[sdv]|[*•x.•-]+|\[?(?:REDACTED|FILTERED|MASKED|HIDDEN|SECRET)\]?|\?+)$/.test(
    value,
  );
}

/** Bits per character of a text by its own letters (Shannon). */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length);
  return entropy;
}
