import { isErrorSeverity } from '@foreshock/model/severity.ts';
import { withoutIds } from '@foreshock/model/wording/operation-name.ts';
import type { SpanFact, SpanLog } from '../../store/telemetry/telemetry-store.ts';
import type { SpanStatement, TracedSpan } from './traced-span.ts';

/** Joins spans with the log statements written in them. */
export function joinSpans(spans: readonly SpanFact[], logs: readonly SpanLog[]): TracedSpan[] {
  const statements = new Map<string, SpanStatement[]>();
  for (const log of logs) {
    const key = `${log.traceId} ${log.spanId}`;
    const statement = {
      statement: log.location || log.template,
      time: log.time,
      isError: isErrorSeverity(log.severityNumber),
    };
    const known = statements.get(key);
    if (known) known.push(statement);
    else statements.set(key, [statement]);
  }
  return spans.map((span) => ({
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    entity: span.entity,
    operation: withoutIds(span.name),
    start: span.start,
    end: span.end,
    failed: span.status === 'error',
    logs: statements.get(`${span.traceId} ${span.spanId}`) ?? [],
  }));
}
