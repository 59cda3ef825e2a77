import type { Random } from './random.ts';

/**
 * Consistent probability sampling as OpenTelemetry writes it into `tracestate`: a trace is kept when the last 56 bits
 * of its id reach the threshold, and the threshold tells how many traces one stands for.
 */
export interface Sampling {
  /** As it will be read back from the threshold, which has limited digits. */
  readonly probability: number;
  /** Threshold in units of 2^-28. */
  readonly threshold: number;
  readonly traceState: string;
}

const STEPS = 2 ** 28;

/** `probability` in (0, 1]. Seven hexadecimal digits keep it to 0.01 % for one in ten thousand. */
export function samplingOf(probability: number): Sampling {
  const threshold = Math.min(STEPS - 1, Math.max(0, Math.round((1 - probability) * STEPS)));
  const digits = threshold.toString(16).padStart(7, '0').replace(/0+$/, '');
  return { probability: 1 - threshold / STEPS, threshold, traceState: `ot=th:${digits || '0'}` };
}

function writeWord(into: Uint8Array, at: number, word: number): void {
  into[at] = word >>> 24;
  into[at + 1] = word >>> 16;
  into[at + 2] = word >>> 8;
  into[at + 3] = word;
}

/** 16 bytes; the randomness in the last seven passes the threshold. */
export function keptTraceId(random: Random, { threshold }: Sampling): Uint8Array {
  const id = new Uint8Array(16);
  writeWord(id, 0, random.bits());
  writeWord(id, 4, random.bits());
  // The last 56 bits: 28 that pass the threshold, then 28 of chance.
  const passing = threshold + Math.floor(random.next() * (STEPS - threshold));
  const below = random.bits();
  writeWord(id, 12, below);
  writeWord(id, 8, (below & 0xff000000) | (passing >>> 4));
  id[12] = ((passing & 0xf) << 4) | ((below >>> 24) & 0xf);
  return id;
}

/** 8 bytes, never all zero. */
export function createSpanId(random: Random): Uint8Array {
  const id = new Uint8Array(8);
  writeWord(id, 0, random.bits());
  writeWord(id, 4, random.bits() | 1);
  return id;
}
