import { MAX_RECORDS } from './limits.ts';

/** What is wrong with a record, so that it alone is refused. Sent to developers: what it needs and what to do. */
export const refusalReasons = {
  logTraceId: 'trace_id must be 16 bytes or absent; send 32 hex digits in OTLP/JSON',
  logSpanId: 'span_id must be 8 bytes or absent; send 16 hex digits in OTLP/JSON',
  traceId: 'trace_id must be 16 bytes and not all zero; send 32 hex digits in OTLP/JSON',
  spanId: 'span_id must be 8 bytes and not all zero; send 16 hex digits in OTLP/JSON',
  parentSpanId: 'parent_span_id must be 8 bytes or absent; send 16 hex digits in OTLP/JSON',
  noValue: 'a number point needs as_double or as_int; set flag 1 where no value was recorded',
  bucketCounts: 'bucket_counts must hold one number more than explicit_bounds; send both or neither',
  tooManyBuckets: 'a point may hold 16384 buckets at most; merge buckets before sending',
} as const;
export type RefusalReason = (typeof refusalReasons)[keyof typeof refusalReasons];

/** Counts the records of one request, and those refused by reason. */
export class Refusals {
  records = 0;
  refused = 0;
  /** True when there are more records than a request may hold: then it is refused as a whole. */
  isOverfull = false;
  readonly #noun: string;
  readonly #byReason = new Map<RefusalReason, number>();

  /** `noun`: what the records are called, in the plural. */
  constructor(noun: string) {
    this.#noun = noun;
  }

  /** Call once per record, before it is read. */
  countRecord(): void {
    this.records++;
    if (this.records > MAX_RECORDS) this.isOverfull = true;
  }

  refuse(reason: RefusalReason): void {
    this.refused++;
    this.#byReason.set(reason, (this.#byReason.get(reason) ?? 0) + 1);
  }

  /** One sentence per reason, then what was kept but not whole. */
  reasons(hasCutValue: boolean): string[] {
    const sentences = [...this.#byReason].map(
      ([reason, count]) => `${count} of ${this.records} ${this.#noun} refused: ${reason}`,
    );
    if (hasCutValue) sentences.push('values nested deeper than 32 levels were cut; send flatter attributes and bodies');
    return sentences;
  }
}
