import { MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Parameters } from './connection.ts';

const NANOSECONDS_PER_MS = 1_000_000n;
const LATEST = 2n ** 64n - 1n;

export type ParameterType =
  | 'String'
  | 'UInt8'
  | 'UInt32'
  | 'UInt64'
  | 'Int64'
  | 'Float64'
  | 'Array(String)'
  | 'Array(UInt64)';
type ParameterValue = Parameters[string];

/** Grows the WHERE of a query. Values go in as parameters only; the text around them is ours. */
export class Conditions {
  readonly #texts: string[] = [];
  readonly #parameters: Record<string, ParameterValue> = {};
  #names = 0;

  /** A placeholder that stands for the value. */
  value(type: ParameterType, value: ParameterValue): string {
    const name = `p${++this.#names}`;
    this.#parameters[name] = value;
    return `{${name}:${type}}`;
  }

  add(text: string): void {
    this.#texts.push(text);
  }

  /** `column` holds nanoseconds. */
  addRange(column: string, range: TimeRange): void {
    this.add(`${column} >= ${this.value('UInt64', nanosecondsOf(range.from))}`);
    this.add(`${column} < ${this.value('UInt64', nanosecondsOf(range.to))}`);
  }

  /** `WHERE` and all conditions; the empty text when there are none. */
  get where(): string {
    return this.#texts.length === 0 ? '' : `WHERE ${this.#texts.map((text) => `(${text})`).join(' AND ')}`;
  }

  get parameters(): Parameters {
    return this.#parameters;
  }
}

/** Within what the column can hold. */
export function nanosecondsOf(timeMs: number): bigint {
  if (timeMs <= 0) return 0n;
  const nanoseconds = BigInt(Math.ceil(timeMs)) * NANOSECONDS_PER_MS;
  return nanoseconds > LATEST ? LATEST : nanoseconds;
}

/** Milliseconds, rounded down, of nanoseconds in decimal digits. */
export function millisecondsOf(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / NANOSECONDS_PER_MS);
}

/** The minutes that begin in the range, for tables of rollups. */
export function addMinutes(conditions: Conditions, range: TimeRange): void {
  conditions.add(`minute >= ${conditions.value('UInt32', minuteAt(range.from))}`);
  conditions.add(`minute < ${conditions.value('UInt32', minuteAt(range.to))}`);
}

const LAST_MINUTE = 2 ** 32 - 1;

/** Minutes since 1970, the first that begins at or after `time`, within what the column can hold. */
export function minuteAt(time: Timestamp): number {
  return Math.min(Math.max(0, Math.ceil(time / MINUTE)), LAST_MINUTE);
}
