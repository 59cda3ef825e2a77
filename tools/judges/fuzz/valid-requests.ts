import fc from 'fast-check';
import { arbitraryRequests, requestNames } from '../../../test/support/otlp-arbitrary.ts';
import { encodeWithLibrary } from '../../../test/support/otlp-proto.ts';
import type { Random } from './random.ts';

export type FuzzSignal = keyof typeof requestNames;
export const fuzzSignals: readonly FuzzSignal[] = ['logs', 'metrics', 'traces'];

/** A request that holds together, in both formats. */
export interface ValidRequest {
  readonly signal: FuzzSignal;
  readonly protobuf: Uint8Array;
  readonly json: string;
}

/** `count` of each signal: hostile keys, times, ids and values, all of them well formed. */
export function createValidRequests(random: Random, count: number): ValidRequest[] {
  return fuzzSignals.flatMap((signal) => {
    const seed = random.below(2 ** 31);
    return fc.sample(arbitraryRequests[signal], { seed, numRuns: count }).map((message) => ({
      signal,
      protobuf: encodeWithLibrary(requestNames[signal], message),
      json: JSON.stringify(jsonOf('', message)),
    }));
  });
}

/** As OTLP/JSON wants it: ids in hex, other bytes in base64, doubles that are no numbers by name. */
function jsonOf(key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString(/Id$/.test(key) ? 'hex' : 'base64');
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map((item) => jsonOf(key, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, jsonOf(name, item)]));
}
