import type { EntityId } from '@foreshock/model/entity.ts';
import { buildTraces, type SpanNode } from './trace-tree.ts';
import type { TracedSpan } from './traced-span.ts';

/** A call in a trace, with what it wrote and whom it called; times in milliseconds from the start of the trace. */
export interface Call {
  readonly of: string;
  readonly operation?: string;
  readonly from?: number;
  readonly to?: number;
  readonly logs?: readonly string[];
  readonly failed?: boolean;
  readonly calls?: readonly Call[];
}

export const entity = (name: string): EntityId => `ent_${name}` as EntityId;
export const key = (name: string, operation = 'GET'): string => `${entity(name)} ${operation}`;

/** So many traces of the same shape; `shape` may depend on the number of the trace. */
export function traces(count: number, shape: (trace: number) => Call): SpanNode[] {
  const spans: TracedSpan[] = [];
  for (let trace = 0; trace < count; trace++) add(spans, `t${trace}`, '', shape(trace), 0);
  return buildTraces(spans);
}

function add(spans: TracedSpan[], traceId: string, parentSpanId: string, call: Call, start: number): void {
  const { of, operation = 'GET', from = start, to = from + 10, logs = [], failed = false, calls = [] } = call;
  const spanId = `s${spans.length}`;
  spans.push({
    traceId,
    spanId,
    parentSpanId,
    entity: entity(of),
    operation,
    start: from,
    end: to,
    failed,
    logs: logs.map((statement) => ({ statement, time: from + 1, isError: statement.startsWith('ERROR') })),
  });
  for (const inner of calls) add(spans, traceId, spanId, inner, from + 1);
}
