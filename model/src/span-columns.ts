import type { AttributeColumns } from './attributes.ts';
import type { ResourceScope } from './resource.ts';
import type { TextColumn } from './text-column.ts';

/** Index = the number in OTLP. */
export const spanKinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKind = (typeof spanKinds)[number];
export const spanStatuses = ['unset', 'ok', 'error'] as const;
export type SpanStatus = (typeof spanStatuses)[number];

/** One request's spans as columns, every array `count` long. Owned by one step at a time. */
export interface SpanColumns {
  readonly signal: 'traces';
  readonly count: number;
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly traceState: TextColumn;
  readonly name: TextColumn;
  /** Index into `spanKinds`; larger numbers of later versions are kept. */
  readonly kind: Uint8Array;
  readonly startTimeUnixNano: BigUint64Array;
  readonly endTimeUnixNano: BigUint64Array;
  /** Index into `spanStatuses`. */
  readonly statusCode: Uint8Array;
  readonly statusMessage: TextColumn;
  readonly flags: Uint32Array;
  readonly attributes: AttributeColumns;
  /** Events and links as JSON text, `[]` when there are none; shapes as in OTLP/JSON. */
  readonly events: TextColumn;
  readonly links: TextColumn;
  readonly source: Uint32Array;
  readonly sources: readonly ResourceScope[];
}
