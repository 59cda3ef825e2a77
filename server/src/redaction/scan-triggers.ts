// Hot path, measured by benchmarks/redact.ts: one look at each byte says which rules have anything to do. Most text has
// nothing that any rule would look at, and then nothing else is done with it; no string is made.

import { triggers } from './redaction-rule.ts';
import { isPrivateIpv4 } from './redaction-rules/ip-address.ts';
import { hashOf, nameEnds, type TriggerWord, wordStarts } from './trigger-words.ts';

const INERT = 0;
/** Looked at each by itself. */
const SPECIAL = 1;
/** Words are made of what comes from here on. */
const LETTER = 2;
const DIGIT = 3;

const classes = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const lower = byte | 32;
  if (byte >= 48 && byte <= 57) classes[byte] = DIGIT;
  else if (lower >= 97 && lower <= 122) classes[byte] = LETTER;
}
for (const char of '@:=>+%\\~-') classes[char.charCodeAt(0)] = SPECIAL;

const startHeads = wordStarts.heads;
const endHeads = nameEnds.heads;

const QUOTES = new Uint8Array(256);
for (const char of '"\'`\\]') QUOTES[char.charCodeAt(0)] = 1;

/** What is in `bytes` from `start` to `end`, UTF-8, as joined `triggers`. `keepPrivate`: private IPv4 addresses trigger nothing. */
export function scanTriggers(bytes: Uint8Array, start: number, end: number, keepPrivate: boolean): number {
  let found = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    const kind = classes[byte]!;
    if (kind === INERT) {
      at++;
      continue;
    }
    if (kind === LETTER) {
      if (at + 2 < end) {
        const second = bytes[at + 1]!;
        const third = bytes[at + 2]!;
        const hash = hashOf(byte, second, third);
        if (startHeads[hash] === 1) found |= wordAt(bytes, at, end, wordStarts.lists[hash]!);
        if (classes[third] === DIGIT && classes[second] === LETTER) found |= ibanAt(bytes, at, end);
      }
      at++;
      while (at < end && classes[bytes[at]!]! >= LETTER) at++;
    } else if (kind === DIGIT) {
      found |= numberAt(bytes, at, end, keepPrivate);
      at = numberEnd(bytes, at, end);
    } else if (byte === 45 && !mayMeanMore(bytes[at + 1]!, bytes[at + 3]!)) {
      at++;
    } else {
      found |= specialAt(bytes, at, start, end);
      // `\n` and `%22` part words as the signs do that they stand for.
      if (byte === 92) at += 2;
      else at += byte === 37 && isHex(bytes[at + 1]!) && isHex(bytes[at + 2]!) ? 3 : 1;
    }
  }
  return found;
}

/** A hyphen before another one, before `u`, and three bytes before another one: options and hardware addresses. */
function mayMeanMore(next: number, third: number): boolean {
  return next === 45 || next === 117 || third === 45;
}

function wordEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && classes[bytes[at]!]! >= LETTER) at++;
  return at;
}

/** Digits, their dots, and the letters that go on behind them. */
function numberEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const kind = classes[bytes[at]!]!;
    if (kind === DIGIT || (bytes[at] === 46 && at + 1 < end && classes[bytes[at + 1]!] === DIGIT)) at++;
    else return kind === LETTER ? wordEnd(bytes, at, end) : at;
  }
  return end;
}

function wordAt(bytes: Uint8Array, at: number, end: number, list: readonly TriggerWord[]): number {
  let found = 0;
  for (let index = 0; index < list.length; index++) {
    const word = list[index]!.bytes;
    if (at + word.length > end) continue;
    let same = 0;
    while (same < word.length && bytes[at + same] === word[same]) same++;
    if (same === word.length) found |= list[index]!.trigger;
  }
  return found;
}

/** Two letters, two digits, and 11 characters more at least. */
function ibanAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 15 > end || classes[bytes[at + 3]!] !== DIGIT) return 0;
  let characters = 4;
  for (let next = at + 4; next < end && characters < 15; next++) {
    const kind = classes[bytes[next]!]!;
    if (kind >= LETTER) characters++;
    else if (bytes[next] !== 32 && bytes[next] !== 45) return 0;
  }
  return characters >= 15 ? triggers.iban : 0;
}

function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && classes[bytes[at]!] === DIGIT) at++;
  return at;
}

function numberAt(bytes: Uint8Array, at: number, end: number, keepPrivate: boolean): number {
  const stop = digitsEnd(bytes, at, end);
  const length = stop - at;
  if (stop >= end) return length >= 14 ? cardDigits(bytes[at]!) : 0;
  const next = bytes[stop]!;
  if (next === 46 && length <= 3) return ipv4At(bytes, at, stop, end, keepPrivate);
  if (length >= 14) return cardDigits(bytes[at]!);
  if (length === 4 && (next === 32 || next === 45)) {
    const second = digitsEnd(bytes, stop + 1, end) - stop - 1;
    return second === 4 || second === 6 ? cardDigits(bytes[at]!) : 0;
  }
  const isBotKey = next === 58 && length >= 8 && bytes[stop + 1] === 65 && bytes[stop + 2] === 65;
  return isBotKey ? triggers.prefix : 0;
}

/** Numbers of cards begin with 2 to 6. */
function cardDigits(first: number): number {
  return first >= 50 && first <= 54 ? triggers.digits : 0;
}

function ipv4At(bytes: Uint8Array, at: number, firstEnd: number, end: number, keepPrivate: boolean): number {
  let groupStart = firstEnd + 1;
  let second = 0;
  for (let group = 1; group < 4; group++) {
    const stop = digitsEnd(bytes, groupStart, end);
    const length = stop - groupStart;
    if (length === 0 || length > 3) return 0;
    if (group === 1) second = numberOf(bytes, groupStart, stop);
    if (group < 3 && bytes[stop] !== 46) return 0;
    groupStart = stop + 1;
  }
  return keepPrivate && isPrivateIpv4(numberOf(bytes, at, firstEnd), second) ? 0 : triggers.ipv4;
}

function numberOf(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + bytes[at]! - 48;
  return value;
}

function specialAt(bytes: Uint8Array, at: number, start: number, end: number): number {
  switch (bytes[at]) {
    case 64: // @
      return at > start && isAddressSign(bytes, at, at + 1, end) ? triggers.at : 0;
    case 58: // :
      return nameBefore(bytes, start, at) | colonsAt(bytes, at, start, end);
    case 61: // =
    case 62: // >
      return nameBefore(bytes, start, at);
    case 43: // +
      return isPhone(bytes, at, start, end) ? triggers.plus : 0;
    case 37: // %
      return escapeAt(bytes, at, start, end);
    case 126: // ~
      return at > start && bytes[at - 1] === 81 ? triggers.prefix : 0;
    case 45: // -
      return dashAt(bytes, at, start, end);
    default:
      return 0;
  }
}

/** Something stands before the sign, and a host may follow it. */
function isAddressSign(bytes: Uint8Array, sign: number, next: number, end: number): boolean {
  if (bytes[sign - 1]! <= 32 || bytes[sign - 1] === 34) return false;
  // Where the line was cut, a password may stand before it.
  if (next >= end) return true;
  const following = bytes[next]!;
  if (following === 115 && bytes[next + 1] === 104 && bytes[next + 2] === 97 && bytes[next + 6] === 58) return false;
  if (following === 91 || following === 47 || isSign(following)) return true;
  return following > 127 || classes[following]! >= LETTER;
}

function escapeAt(bytes: Uint8Array, at: number, start: number, end: number): number {
  const first = bytes[at + 1];
  const second = bytes[at + 2];
  if (at + 2 >= end) return 0;
  if (first === 52 && second === 48) return at > start && isAddressSign(bytes, at, at + 3, end) ? triggers.at : 0;
  return first === 51 && (second === 65 || second === 97 || second === 68 || second === 100)
    ? nameBefore(bytes, start, at)
    : 0;
}

/** A name that promises something ends before the separator at `at`: over a blank, a quote with its escape, and digits. */
function nameBefore(bytes: Uint8Array, start: number, at: number): number {
  let end = at;
  if (end > start && bytes[end - 1] === 32) end--;
  while (end > start && at - end < 4 && QUOTES[bytes[end - 1]!] === 1) end--;
  for (let digits = 0; digits < 2 && end > start && classes[bytes[end - 1]!] === DIGIT; digits++) end--;
  if (end < at && classes[bytes[end]!] === DIGIT)
    for (let signs = 0; signs < 2 && end > start && isSign(bytes[end - 1]!); signs++) end--;
  if (end - start < 3 || classes[bytes[end - 1]!]! < LETTER) return 0;
  const hash = hashOf(bytes[end - 1]!, bytes[end - 2]!, bytes[end - 3]!);
  return endHeads[hash] === 1 ? endsName(bytes, start, end, nameEnds.lists[hash]!) : 0;
}

function endsName(bytes: Uint8Array, start: number, end: number, list: readonly TriggerWord[]): number {
  for (let index = 0; index < list.length; index++) {
    const word = list[index]!;
    const { length } = word.bytes;
    if (end - start < length) continue;
    let same = 0;
    while (same < length && lower(bytes[end - 1 - same]!) === word.bytes[same]) same++;
    if (same < length) continue;
    if (!word.alone || end - length === start) return word.trigger;
    const before = classes[bytes[end - length - 1]!]!;
    const isUpper = bytes[end - length]! < 91;
    if (before < LETTER || isUpper) return word.trigger;
  }
  return 0;
}

/** Point, hyphen or underscore. */
function isSign(byte: number): boolean {
  return byte === 46 || byte === 45 || byte === 95;
}

function lower(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function isHex(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70);
}

/** `::` between groups of an address, or six groups in a row. Times have three, names of scopes more than hex digits. */
function colonsAt(bytes: Uint8Array, at: number, start: number, end: number): number {
  let before = at;
  while (before > start && at - before < 5 && isHex(bytes[before - 1]!)) before--;
  const isScope = at - before > 4 || (before > start && classes[bytes[before - 1]!] === LETTER);
  if (isScope) return 0;
  if (bytes[at + 1] === 58)
    return at + 2 < end && isHex(bytes[at + 2]!) ? triggers.colons : at > before ? triggers.colons : 0;
  let colons = 1;
  let length = 0;
  for (let next = at + 1; next < end; next++) {
    if (isHex(bytes[next]!)) {
      length++;
      if (length > 4) return 0;
    } else if (bytes[next] === 58 && (length > 0 || colons > 1)) {
      colons++;
      length = 0;
      if (colons >= 5) return triggers.colons;
    } else return 0;
  }
  return 0;
}

function isPhone(bytes: Uint8Array, at: number, start: number, end: number): boolean {
  if (at > start) {
    const before = bytes[at - 1]!;
    if (classes[before]! >= LETTER || before === 43 || before === 47) return false;
  }
  let digits = 0;
  for (let next = at + 1; next < end && next < at + 26; next++) {
    if (classes[bytes[next]!] === DIGIT) {
      digits++;
      if (digits >= 8) return true;
    } else if (
      bytes[next] !== 32 &&
      bytes[next] !== 45 &&
      bytes[next] !== 46 &&
      bytes[next] !== 40 &&
      bytes[next] !== 41 &&
      bytes[next] !== 47
    )
      return false;
  }
  return false;
}

function isOfName(byte: number): boolean {
  return isSign(byte) || classes[byte]! >= LETTER;
}

/** `--name value`, `-u user:password`, or a hardware address with dashes. */
function dashAt(bytes: Uint8Array, at: number, start: number, end: number): number {
  if (bytes[at + 1] === 45 && at + 2 < end && isOfName(bytes[at + 2]!)) {
    const isUser = bytes[at + 2] === 117 && bytes[at + 3] === 115 && bytes[at + 4] === 101 && bytes[at + 5] === 114;
    const option = isUser ? triggers.option : 0;
    // A run of hyphens is gone over once, from its first.
    if (at > start && isOfName(bytes[at - 1]!)) return option;
    let next = at + 3;
    while (next < end && isOfName(bytes[next]!)) next++;
    return bytes[next] === 32 ? option | nameBefore(bytes, start, next) : option;
  }
  if (bytes[at + 1] === 117 && bytes[at + 2] === 32) return triggers.option;
  const isPair = at - start >= 2 && at + 6 < end && bytes[at + 3] === 45 && bytes[at + 6] === 45;
  return isPair && isHex(bytes[at - 1]!) && isHex(bytes[at + 1]!) && isHex(bytes[at + 4]!) ? triggers.colons : 0;
}
