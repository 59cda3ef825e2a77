import type { RedactionKind } from '@foreshock/model/redaction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { KeyPurpose } from '../base/crypto/key-ring.ts';
import { createKeyedHash } from '../base/crypto/keyed-hash.ts';

/** What stands for a value: the same for the same value as long as the key lives, and unlinkable to that of another key. */
export type Pseudonyms = (kind: RedactionKind, value: string) => string;

/** 12 hex digits, 48 bits: of a million different values two meet with a chance of 1 in 560. */
const DIGITS = 12;
/** Values come again and again; those of the last minutes are remembered. */
const MAX_REMEMBERED = 20_000;

/** The key of a project's pseudonyms: apart from all others, so that it can outlive or die alone. */
export function pseudonymKeyPurpose(tenant: TenantId, version: number): KeyPurpose {
  return { purpose: 'pseudonym', tenant, part: String(version) };
}

/** `key`: 32 bytes, of one project. */
export function createPseudonyms(key: Uint8Array): Pseudonyms {
  const hash = createKeyedHash(key);
  let recent = new Map<string, string>();
  let older = new Map<string, string>();
  return (kind, value) => {
    const subject = `${kind}\0${normalized(kind, value)}`;
    const known = recent.get(subject) ?? older.get(subject);
    const digits = known ?? digitsOf(hash(subject));
    if (!recent.has(subject)) recent.set(subject, digits);
    if (recent.size >= MAX_REMEMBERED / 2) {
      older = recent;
      recent = new Map();
    }
    return digits;
  };
}

/** Texts that mean the same person or thing get the same pseudonym. */
function normalized(kind: RedactionKind, value: string): string {
  switch (kind) {
    case 'EMAIL':
      return value.replace('%40', '@').toLowerCase();
    case 'IPV6':
      return value.toLowerCase();
    case 'MAC':
    case 'IBAN':
    case 'NATIONAL_ID':
      return value.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
    case 'CARD':
    case 'PHONE':
      return value.replace(/\D/g, '').replace(/^00/, '') || value;
    default:
      return value;
  }
}

/** The first window with two decimal digits at least: what has them is an id to everyone who reads log lines, not a word. */
function digitsOf(hex: string): string {
  for (let at = 0; at + DIGITS <= hex.length; at++) {
    const window = hex.slice(at, at + DIGITS);
    if (window.replace(/\D/g, '').length >= 2) return window;
  }
  return hex.slice(0, DIGITS);
}
