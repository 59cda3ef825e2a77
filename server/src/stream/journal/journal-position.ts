import type { StreamPosition } from '../telemetry-stream.ts';

/**
 * A place in the journal as if all segments ever written were one file: bytes since the beginning. A place is never used
 * twice, not even for a record that failed to reach the disk, because the store takes the second of two equal positions
 * for a repetition and drops it.
 */
export type JournalOffset = number;

/** 56 bits: more than a journal can reach, and below 2^53 as long as the clock shows a year before 2106. */
const HEX_DIGITS = 14;

/**
 * Where a journal begins that finds no other. Someone may delete the journal's directory and keep the store: the new
 * journal must then begin beyond the old one, which it does unless it had grown by more than 1 MiB in every second.
 */
const BYTES_PER_SECOND_SINCE_1970 = 2 ** 20;

export function firstOffset(now: number): JournalOffset {
  return Math.floor(now / 1_000) * BYTES_PER_SECOND_SINCE_1970;
}

export function formatPosition(offset: JournalOffset): StreamPosition {
  return offset.toString(16).padStart(HEX_DIGITS, '0') as StreamPosition;
}

/** `undefined` unless it is 14 lower-case hex digits. */
export function parsePosition(text: string): JournalOffset | undefined {
  return /^[0-9a-f]{14}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}
