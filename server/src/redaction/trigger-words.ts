// Which beginnings and endings of words make a text worth a closer look. Kept as bytes behind a table over the hash of
// three of them, so that nearly every word is dismissed by one look.
import { triggers } from './redaction-rule.ts';
import { keyForms } from './redaction-rules/vendor-key.ts';

export interface WordTable {
  /** By `hashOf` of three bytes: 1 where words begin so. Small enough to stay in the nearest cache. */
  readonly heads: Uint8Array;
  readonly lists: readonly (readonly TriggerWord[])[];
}

const HASHES = 4_096;

/** Below `HASHES`, the same for upper and lower case. */
export function hashOf(first: number, second: number, third: number): number {
  return ((first & 31) << 7) ^ ((second & 31) << 3) ^ (third & 31);
}

export interface TriggerWord {
  /** Endings are stored backwards. */
  readonly bytes: Uint8Array;
  readonly trigger: number;
  /** Only where no letter or digit stands before it. */
  readonly alone: boolean;
}

const encoder = new TextEncoder();

function tableOf(words: readonly (readonly [string, number, boolean])[]): WordTable {
  const heads = new Uint8Array(HASHES);
  const lists: TriggerWord[][] = Array.from({ length: HASHES }, () => []);
  for (const [word, trigger, alone] of words) {
    const bytes = encoder.encode(word);
    const hash = hashOf(bytes[0]!, bytes[1]!, bytes[2]!);
    heads[hash] = 1;
    lists[hash]!.push({ bytes, trigger, alone });
  }
  return { heads, lists };
}

const HEX = [...'0123456789abcdef'];
/** A prefix so short or so common that more must be seen of it. */
const LONGER: Readonly<Record<string, readonly string[]>> = {
  SK: HEX.map((digit) => `SK${digit}`),
  'discord.com/api/webhooks/': ['discord.com/api'],
  EAA: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `EAA${letter}`),
};
const MAX_PREFIX = 8;

const keyPrefixes = keyForms.flatMap(({ prefix }) => LONGER[prefix] ?? [prefix.slice(0, MAX_PREFIX)]);

const SCHEMES = ['bearer ', 'basic ', 'digest ', 'negotiate ', 'ntlm ', 'hawk ', 'aws4-hmac-'];
const COMMANDS = [
  'mysql ',
  'mysqldum',
  'mysqladm',
  'mariadb ',
  'sshpass ',
  'mongo',
  'docker l',
  'podman l',
  'ldapsear',
  'redis-cl',
];
const SPOKEN = [
  'identified ',
  'password is',
  'password was',
  'password set',
  'password for ',
  'password cha',
  "password '",
];
const inCases = (word: string): string[] => [word, word.toUpperCase(), word[0]!.toUpperCase() + word.slice(1)];

/** By how a word begins. */
export const wordStarts: WordTable = tableOf([
  ...[...new Set(keyPrefixes)].map((prefix) => [prefix, triggers.prefix, false] as const),
  ...['eyJ', 'PuTTY-User', 'AGE-SECRET', 'BEGIN '].map((prefix) => [prefix, triggers.prefix, false] as const),
  ...SCHEMES.flatMap(inCases).map((word) => [word, triggers.scheme, false] as const),
  ...['bearer%20', 'basic%20', 'bearer+', 'Bearer%20', 'Basic%20'].map(
    (word) => [word, triggers.scheme, false] as const,
  ),
  ...SPOKEN.flatMap(inCases).map((word) => [word, triggers.spoken, false] as const),
  ...COMMANDS.map((word) => [word, triggers.spoken, false] as const),
]);

/** Endings of names in front of a separator, lower case: those that `kindOfKey` knows, cut where that loses nothing. */
const ENDINGS =
  'password passwd pwd passwort passphrase passcode confirmation passwordconfirm passwordhash passwords password_hash ' +
  'secret secrets apikey api_key api-key api.key apikeys ' +
  'secretkey secret_key secret-key secret.key accesskey access_key access-key access.key privatekey private_key private-key private.key ' +
  'cryptionkey cryption_key cryption-key signingkey signing_key signing-key masterkey master_key authkey auth_key auth-key ' +
  'sharedkey shared_key accountkey account_key ptionkey storagekey storage_key licensekey license_key sshkey ssh_key ' +
  'applicationkey application_key appkey app_key app-key hmackey hmac_key sessionkey session_key token credential credentials ' +
  'recoverycode recovery_code verificationcode verification_code authorization ' +
  'cookie cookies sessionid session_id session-id session.id sessid sessiontoken connect.sid csrf xsrf ' +
  'email mail emailaddress email_address email-address email.address phone phonenumber phone_number phone-number mobilenumber mobile_number msisdn telephone ' +
  'cardnumber card_number card-number card.number creditcard credit_card ccnumber cc_number ' +
  'securitynumber security_number nationalid national_id passportnumber passport_number ' +
  'username user_name user-name user.name fullname full_name firstname first_name lastname last_name surname ' +
  'dateofbirth date_of_birth birthdate birth_date birthday enduser.id';
const ALONE = 'ssn otp totp pass pin cvv cvc cvv2 jwt sid tel mobile fax card pan iban dob login';

const backwards = (word: string): string => [...word].reverse().join('');

/** By how a name ends, backwards. */
export const nameEnds: WordTable = tableOf([
  ...ENDINGS.split(' ').map((word) => [backwards(word), triggers.keyword, false] as const),
  ...ALONE.split(' ').map((word) => [backwards(word), triggers.keyword, true] as const),
]);
