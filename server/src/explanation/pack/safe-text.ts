import { hashId } from '../../base/crypto/digest.ts';
import { nameAddressesReader } from './addresses-reader.ts';

/** What a text of telemetry may take of a prompt. */
export const MOST_CHARACTERS = 200;

/** One line without control, zero-width and bidirectional characters, in the form of Unicode where look-alikes of one letter are one (NFKC). */
export function safeText(text: string): string {
  const plain = text
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...plain].slice(0, MOST_CHARACTERS).join('');
}

/** A name that is more than a name, such as a sentence, is replaced by the hash of itself. */
export function safeName(name: string): string {
  return /^[A-Za-z0-9._/-]{1,80}$/.test(name) ? name : hashId('name_', name);
}

/** As it may stand in a prompt: a name that could speak to its reader is replaced too. People are shown the name. */
export function promptName(name: string): string {
  return nameAddressesReader(name) ? hashId('name_', name) : safeName(name);
}
