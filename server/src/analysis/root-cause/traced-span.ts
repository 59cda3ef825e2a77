import type { EntityId } from '@foreshock/model/entity.ts';

/** A span and the log statements written in it: what the contrasts are made from. */
export interface TracedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly entity: EntityId;
  readonly operation: string;
  /** Milliseconds with a fraction. */
  readonly start: number;
  readonly end: number;
  readonly failed: boolean;
  readonly logs: readonly SpanStatement[];
}

export interface SpanStatement {
  /** Source location where the sender gives it, else the template. */
  readonly statement: string;
  readonly time: number;
  readonly isError: boolean;
}

/** One operation of one entity. */
export type SpanKey = string;

export function keyOf(span: TracedSpan): SpanKey {
  return `${span.entity} ${span.operation}`;
}

export function entityOfKey(key: SpanKey): EntityId {
  return key.slice(0, key.indexOf(' ')) as EntityId;
}

export function operationOfKey(key: SpanKey): string {
  return key.slice(key.indexOf(' ') + 1);
}
