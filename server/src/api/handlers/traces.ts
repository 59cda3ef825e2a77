import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { shapeOfTrace } from '@foreshock/model/trace-shape.ts';
import type { SpanRow } from '../../store/telemetry/telemetry-store.ts';
import { costOf } from '../cost-of.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { resolveRange } from '../time-range.ts';
import { readSpanEvents } from './span-events.ts';

const MAX_SPANS = 5000;

export function traceHandlers(tools: HandlerTools): Pick<Handlers, 'searchTraces' | 'getTrace'> {
  const { clock, store } = tools;
  return {
    async searchTraces({ input, caller }) {
      const started = clock.now();
      const range = resolveRange(input, started);
      if (!range.ok) return range;
      const page = await store.tenant(caller.tenant).selectTraces({
        range: range.value,
        limit: input.limit,
        order: input.order,
        errorsOnly: input.errorsOnly,
        ...(input.entity !== undefined && { entity: input.entity as EntityId }),
        ...(input.operation !== undefined && { operation: input.operation }),
        ...(input.minDurationMs !== undefined && { minDurationMs: input.minDurationMs }),
        ...(input.maxDurationMs !== undefined && { maxDurationMs: input.maxDurationMs }),
        ...(input.cursor !== undefined && { cursor: input.cursor }),
      });
      if (!page.ok) return page;
      const entities = await tools.directories.of(
        caller.tenant,
        page.value.traces.map((trace) => trace.rootEntity),
      );
      return success({
        items: page.value.traces.map((trace) => ({
          traceId: trace.traceId,
          rootName: trace.rootName,
          rootEntity: entities.ref(trace.rootEntity),
          start: formatTime(trace.start),
          durationMs: trace.durationMs,
          spans: trace.spans,
          errors: trace.errors,
          entities: trace.entities,
        })),
        next: page.value.next ?? null,
        cost: costOf(tools, range.value, started, page.value.traces.length),
      });
    },

    async getTrace({ input, caller }) {
      const traceId = input.traceId.toLowerCase();
      const rows = await store.tenant(caller.tenant).selectTrace(traceId);
      if (!rows.ok) return rows;
      if (rows.value.length === 0) {
        return failure(
          'trace-not-found',
          `no span of trace ${traceId} is kept: it may be older than the retention, or not sampled`,
        );
      }
      const entities = await tools.directories.of(
        caller.tenant,
        rows.value.map((row) => row.entity),
      );
      const zero = rows.value.reduce(
        (least, row) => (BigInt(row.startTimeUnixNano) < least ? BigInt(row.startTimeUnixNano) : least),
        BigInt(rows.value[0]!.startTimeUnixNano),
      );
      const placed = shapeOfTrace(rows.value.map((row) => placeSpan(row, zero)));
      return success({
        traceId,
        start: formatTime(Number(zero / 1_000_000n)),
        durationMs: Math.max(...placed.map(({ span }) => span.end)),
        truncated: rows.value.length >= MAX_SPANS,
        spans: placed.map(({ span, shape }) => ({
          spanId: span.spanId,
          parentSpanId: span.parentSpanId || null,
          name: span.row.name,
          kind: span.row.kind,
          entity: entities.ref(span.row.entity),
          startMs: span.start,
          durationMs: span.end - span.start,
          selfMs: shape.selfMs,
          onCriticalPath: shape.onCriticalPath,
          status: span.row.status,
          statusMessage: span.row.statusMessage,
          errorOrigin: shape.errorOrigin,
          depth: shape.depth,
          attributes: span.row.attributes.map((attribute) => ({ ...attribute })),
          resource: span.row.resource.map((attribute) => ({ ...attribute })),
          events: readSpanEvents(span.row.events, zero),
        })),
      });
    },
  };
}

/** Milliseconds since the start of the trace. */
function placeSpan(
  row: SpanRow,
  zero: bigint,
): { spanId: string; parentSpanId: string; start: number; end: number; failed: boolean; row: SpanRow } {
  const start = Number(BigInt(row.startTimeUnixNano) - zero) / 1e6;
  const end = start + Math.max(0, Number(row.durationNano)) / 1e6;
  return { spanId: row.spanId, parentSpanId: row.parentSpanId, start, end, failed: row.status === 'error', row };
}
