import type { AttributeColumns } from './attributes.ts';
import type { ResourceScope } from './resource.ts';
import type { TextColumn } from './text-column.ts';

/** One request's log records as columns, every array `count` long. Owned by one step at a time. */
export interface LogColumns {
  readonly signal: 'logs';
  readonly count: number;
  /** Nanoseconds; never 0: event time, else observed, else receive time (OTLP logs data model). */
  readonly timeUnixNano: BigUint64Array;
  readonly observedTimeUnixNano: BigUint64Array;
  /** 0 unspecified, 1-24 TRACE..FATAL4. */
  readonly severityNumber: Uint8Array;
  readonly severityText: TextColumn;
  readonly eventName: TextColumn;
  /** Index into `valueKinds` of attributes.ts. */
  readonly bodyKind: Uint8Array;
  /** Strings as they are; structured bodies as JSON text. */
  readonly body: TextColumn;
  /** 16 bytes a row, all zero when absent. */
  readonly traceId: Uint8Array;
  /** 8 bytes a row, all zero when absent. */
  readonly spanId: Uint8Array;
  readonly flags: Uint32Array;
  readonly attributes: AttributeColumns;
  /** Index into `sources`. */
  readonly source: Uint32Array;
  readonly sources: readonly ResourceScope[];
}
