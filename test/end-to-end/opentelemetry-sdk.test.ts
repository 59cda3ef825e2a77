// The exporters of the OpenTelemetry SDK for JavaScript, through the public ports; everything is counted by the API.
import { OTLPLogExporter as LogsByGrpc } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as LogsByJson } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as LogsByProto } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as MetricsByGrpc } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as MetricsByJson } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as MetricsByProto } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as TracesByGrpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as TracesByJson } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as TracesByProto } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider, type LogRecordExporter } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, type SignedIn, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

const STORED_WITHIN_MS = 60_000;
const LOGS = 300;
const SPANS = 200;
const COUNTRIES = ['de', 'se', 'fr'];

interface Exporters {
  readonly logs: LogRecordExporter;
  readonly metrics: PushMetricExporter;
  readonly traces: SpanExporter;
}

let platform: Platform;
let client: SignedIn['client'];
beforeAll(async () => {
  platform = await startPlatform();
  ({ client } = await platform.signIn());
}, START_WITHIN_MS);
afterAll(async () => {
  await platform?.remove();
});

function exporters(protocol: 'grpc' | 'http/json' | 'http/protobuf'): Exporters {
  const at = (signal: string) => ({ url: `${platform.otlpHttp}/v1/${signal}` });
  const grpc = { url: `http://${platform.otlpGrpc}` };
  switch (protocol) {
    case 'grpc':
      return { logs: new LogsByGrpc(grpc), metrics: new MetricsByGrpc(grpc), traces: new TracesByGrpc(grpc) };
    case 'http/json':
      return {
        logs: new LogsByJson(at('logs')),
        metrics: new MetricsByJson(at('metrics')),
        traces: new TracesByJson(at('traces')),
      };
    case 'http/protobuf':
      return {
        logs: new LogsByProto(at('logs')),
        metrics: new MetricsByProto(at('metrics')),
        traces: new TracesByProto(at('traces')),
      };
  }
}

/** Some of each signal, as a program with the SDK would send them; resolves when the SDK has sent all. */
async function send(service: string, { logs, metrics, traces }: Exporters): Promise<void> {
  const resource = resourceFromAttributes({ 'service.name': service, 'service.version': '1' });
  const loggers = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: logs })] });
  const tracers = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter: traces })] });
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
  const meters = new MeterProvider({ resource, readers: [reader] });

  const logger = loggers.getLogger('test', '1');
  const tracer = tracers.getTracer('test', '1');
  const orders = meters.getMeter('test').createCounter('sdk.orders', { unit: '{order}' });
  for (let index = 0; index < LOGS; index += 1) {
    logger.emit({ severityNumber: 9, body: `order ${index} was placed`, attributes: { 'test.number': index } });
  }
  for (let index = 0; index < SPANS; index += 1) tracer.startSpan(`place order`, { attributes: { index } }).end();
  for (const country of COUNTRIES) orders.add(7, { 'shop.country': country });
  await Promise.all([loggers.shutdown(), tracers.shutdown(), meters.shutdown()]);
}

async function counts(): Promise<number[]> {
  const { signals } = await client('getStatus', {});
  return ['logs', 'metrics', 'traces'].map((name) => signals.find(({ signal }) => signal === name)!.records);
}

test('O-01 O-03 O-04 logs, metrics and traces of the SDK arrive by each of its protocols, to the last record', async () => {
  const protocols = ['grpc', 'http/json', 'http/protobuf'] as const;
  for (const protocol of protocols) await send(`sdk-${protocol.replace('/', '-')}`, exporters(protocol));
  const wanted = [LOGS, COUNTRIES.length, SPANS].map((count) => count * protocols.length);
  const stored = await until('all that the SDK sent', STORED_WITHIN_MS, async () => {
    const now = await counts();
    return now.every((count, index) => count >= wanted[index]!) && now;
  });
  expect(stored).toEqual(wanted);
  for (const protocol of protocols) {
    const service = `sdk-${protocol.replace('/', '-')}`;
    const filters = [{ field: 'service', operator: '=' as const, value: service }];
    expect((await client('countLogs', { last: 'PT1H', filters })).total, service).toBe(LOGS);
    const { items } = await client('listSeries', { last: 'PT1H', metric: 'sdk.orders' });
    const ours = items.filter(({ entity }) => entity.name === service);
    expect(ours.map(({ attributes }) => attributes['shop.country']).sort(), service).toEqual([...COUNTRIES].sort());
  }
  expect((await client('getStatus', {})).refused).toEqual([]);
}, 180_000);
