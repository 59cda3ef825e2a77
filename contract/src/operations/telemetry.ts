import { z } from 'zod';
import { offered, operation } from '../operation.ts';
import { Duration, EntityRef, PositiveDuration, pageInput, rangeInput, Time } from '../shapes.ts';

/** A year: nothing that is one request takes longer. */
const LONGEST_TRACE_MS = 31_536_000_000;

export const Attribute = z.object({ key: z.string(), value: z.string(), kind: z.string() });

export const LogFilterInput = z.object({
  field: z
    .string()
    .max(200)
    .describe(
      'service, entity, severity, template, trace_id, span_id, body, event_name, attributes.KEY or resource.KEY',
    ),
  operator: z.enum(['=', '!=', 'contains', '>=', '<=', 'exists']),
  value: z.string().max(2000).default(''),
});

const selection = {
  ...rangeInput,
  filters: z.array(LogFilterInput).max(20).default([]),
  text: z.string().max(1000).default(''),
};

export const LogRecordView = z.object({
  id: z.string(),
  time: Time,
  timeUnixNano: z.string(),
  severity: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'unspecified']),
  severityNumber: z.number().int(),
  severityText: z.string(),
  eventName: z.string(),
  body: z.string(),
  entity: EntityRef,
  template: z.string().nullable(),
  traceId: z.string().nullable(),
  spanId: z.string().nullable(),
  attributes: z.array(Attribute),
  resource: z.array(Attribute),
  scopeName: z.string(),
});

export const Cost = z.object({
  tookMs: z.number(),
  from: Time,
  to: Time,
  rows: z.number().int().describe('in this answer'),
  limits: z
    .object({ tookMs: z.number(), memoryBytes: z.number() })
    .describe('of one question; what needs more is refused as too expensive'),
});

export const searchLogs = operation({
  name: 'searchLogs',
  summary: 'Log records by text and filters.',
  kind: 'query',
  route: 'POST /api/v1/logs:search',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...selection, order: z.enum(['newest', 'oldest']).default('newest'), ...pageInput }),
  output: z.object({ items: z.array(LogRecordView), next: z.string().nullable(), cost: Cost }),
  errors: ['input-invalid', 'query-too-expensive', 'store-unavailable'],
});

export const countLogs = operation({
  name: 'countLogs',
  summary: 'Log records over time by severity, for a histogram.',
  kind: 'query',
  route: 'POST /api/v1/logs:histogram',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...selection, step: PositiveDuration.optional() }),
  output: z.object({
    step: Duration,
    from: Time,
    to: Time,
    buckets: z.array(z.object({ time: Time, info: z.number(), warn: z.number(), error: z.number() })),
    total: z.number(),
    cost: Cost,
  }),
  errors: ['input-invalid', 'query-too-expensive', 'store-unavailable'],
});

export const listTopValues = operation({
  name: 'listTopValues',
  summary: 'Most frequent values of a field of the log records selected.',
  kind: 'query',
  route: 'POST /api/v1/logs:values',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...selection, field: z.string().max(200), limit: z.number().int().min(1).max(100).default(10) }),
  output: z.object({
    items: z.array(z.object({ value: z.string(), label: z.string(), count: z.number() })),
    cost: Cost,
  }),
  errors: ['input-invalid', 'query-too-expensive', 'store-unavailable'],
});

export const listTemplates = operation({
  name: 'listTemplates',
  summary: 'Log templates seen in the range, new ones first, then by count.',
  kind: 'query',
  route: 'GET /api/v1/templates',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    ...rangeInput,
    entity: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        entity: EntityRef,
        text: z.string(),
        severity: LogRecordView.shape.severity,
        state: z.enum(['new', 'known', 'vanished']),
        firstSeen: Time,
        lastSeen: Time,
        count: z.number(),
      }),
    ),
  }),
  errors: ['input-invalid'],
});

export const countTemplate = operation({
  name: 'countTemplate',
  summary: 'One template over time.',
  kind: 'query',
  route: 'GET /api/v1/templates/{id}/counts',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string(), ...rangeInput, step: PositiveDuration.optional() }),
  output: z.object({ step: Duration, from: Time, values: z.array(z.number()) }),
  errors: ['input-invalid'],
});

export const listSeries = operation({
  name: 'listSeries',
  summary: 'Metric series in the range, by metric and entity.',
  kind: 'query',
  route: 'GET /api/v1/metrics',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    ...rangeInput,
    entity: z.string().optional(),
    metric: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(5000).default(1000),
  }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        entity: EntityRef,
        metric: z.string(),
        unit: z.string(),
        type: z.string(),
        temporality: z.string(),
        monotonic: z.boolean(),
        attributes: z.record(z.string(), z.string()),
      }),
    ),
  }),
  errors: ['input-invalid'],
});

export const queryMetrics = operation({
  name: 'queryMetrics',
  summary:
    'Values of series over a range; counters as rate per second. With what was usual and where it was anomalous.',
  kind: 'query',
  route: 'POST /api/v1/metrics:query',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    ...rangeInput,
    series: z.array(z.string()).max(20).default([]).describe('ids; or else entity and metric'),
    entity: z.string().optional().describe('id; with metric the first 20 series of it'),
    metric: z.string().optional().describe('name, such as db.client.connection.count'),
    step: PositiveDuration.optional(),
  }),
  output: z.object({
    step: Duration,
    from: Time,
    to: Time,
    items: z.array(
      z.object({
        id: z.string(),
        entity: EntityRef,
        metric: z.string(),
        unit: z.string(),
        attributes: z.record(z.string(), z.string()),
        values: z.array(z.number().nullable()),
        anomalies: z.array(z.object({ id: z.string(), onset: Time, end: Time.nullable(), surprise: z.number() })),
      }),
    ),
    cost: Cost,
  }),
  errors: ['input-invalid', 'query-too-expensive', 'store-unavailable'],
});

export const queryRequests = operation({
  name: 'queryRequests',
  summary: 'Request rate, errors and latency of services over a range, from spans.',
  kind: 'query',
  route: 'POST /api/v1/requests:query',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    ...rangeInput,
    entity: z.string().optional(),
    operation: z.string().optional(),
    byOperation: z.boolean().default(false),
    step: PositiveDuration.optional(),
  }),
  output: z.object({
    step: Duration,
    from: Time,
    to: Time,
    items: z.array(
      z.object({
        entity: EntityRef,
        operation: z.string(),
        requestsPerSecond: z.array(z.number().nullable()),
        errorShare: z.array(z.number().nullable()),
        p50Ms: z.array(z.number().nullable()),
        p95Ms: z.array(z.number().nullable()),
      }),
    ),
    cost: Cost,
  }),
  errors: ['input-invalid', 'query-too-expensive', 'store-unavailable'],
});

export const searchTraces = operation({
  name: 'searchTraces',
  summary: 'Traces by service, operation, duration and error.',
  kind: 'query',
  route: 'POST /api/v1/traces:search',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    ...rangeInput,
    entity: z.string().optional(),
    operation: z.string().optional(),
    minDurationMs: z.number().min(0).max(LONGEST_TRACE_MS).optional(),
    maxDurationMs: z.number().min(0).max(LONGEST_TRACE_MS).optional(),
    errorsOnly: z.boolean().default(false),
    order: z.enum(['newest', 'slowest']).default('newest'),
    ...pageInput,
  }),
  output: z.object({
    items: z.array(
      z.object({
        traceId: z.string(),
        rootName: z.string(),
        rootEntity: EntityRef,
        start: Time,
        durationMs: z.number(),
        spans: z.number().int(),
        errors: z.number().int(),
        entities: z.number().int(),
      }),
    ),
    next: z.string().nullable(),
    cost: Cost,
  }),
  errors: ['input-invalid', 'query-too-expensive', 'store-unavailable'],
});

export const getTrace = operation({
  name: 'getTrace',
  summary: 'All spans of one trace with self time, the critical path and where the error began.',
  kind: 'query',
  route: 'GET /api/v1/traces/{traceId}',
  role: 'viewer',
  tool: offered(),
  input: z.object({ traceId: z.string().regex(/^[0-9a-fA-F]{32}$/, 'expected 32 hex digits') }),
  output: z.object({
    traceId: z.string(),
    start: Time,
    durationMs: z.number(),
    truncated: z.boolean(),
    spans: z.array(
      z.object({
        spanId: z.string(),
        parentSpanId: z.string().nullable(),
        name: z.string(),
        kind: z.string(),
        entity: EntityRef,
        startMs: z.number().describe('since the start of the trace'),
        durationMs: z.number(),
        selfMs: z.number(),
        onCriticalPath: z.boolean(),
        status: z.enum(['unset', 'ok', 'error']),
        statusMessage: z.string(),
        errorOrigin: z.boolean(),
        depth: z.number().int(),
        attributes: z.array(Attribute),
        resource: z.array(Attribute),
        events: z.array(z.object({ startMs: z.number(), name: z.string(), attributes: z.array(Attribute) })),
      }),
    ),
  }),
  errors: ['trace-not-found', 'store-unavailable'],
});
