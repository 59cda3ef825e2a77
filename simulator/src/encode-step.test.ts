import { textAt } from '@foreshock/model/text-column.ts';
import { checkRequest } from '@foreshock/otlp/check-request.ts';
import { decodeLogs } from '@foreshock/otlp/decode-logs.ts';
import { decodeMetrics } from '@foreshock/otlp/decode-metrics.ts';
import { decodeTraces } from '@foreshock/otlp/decode-traces.ts';
import { expect, test } from 'vitest';
import { createCluster, type Step } from './create-cluster.ts';
import { type EncodedRequest, encodeStep, encodeSteps } from './encode-step.ts';

const START = Date.UTC(2026, 0, 5, 12);

function minuteOf(seed: number): Step[] {
  const faults = [{ family: 'bad-deploy', variant: 'failing-requests', target: 'payments', at: START }] as const;
  const cluster = createCluster({ seed, start: START, faults });
  return Array.from({ length: 24 }, () => cluster.step());
}

const bodyOf = (requests: readonly EncodedRequest[], signal: string) =>
  requests.find((request) => request.signal === signal)!.body;

test('what was sent decodes to the same records, none refused', () => {
  const steps = minuteOf(1);
  const requests = encodeSteps(steps);
  for (const { signal, body } of requests) {
    expect(checkRequest(signal, 'protobuf', body), signal).toMatchObject({ ok: true });
  }
  const logs = decodeLogs(bodyOf(requests, 'logs'), START);
  const spans = decodeTraces(bodyOf(requests, 'traces'), START);
  const points = decodeMetrics(bodyOf(requests, 'metrics'), START);
  if (!logs.ok || !spans.ok || !points.ok) throw new Error('a request was not understood');

  const sent = steps.flatMap((step) => step.logs.map(({ record }) => record));
  expect(logs.value.columns.count).toBe(sent.length);
  const texts = sent.map(({ body }) => body).filter((body) => typeof body === 'string');
  const read = Array.from({ length: sent.length }, (_, row) => textAt(logs.value.columns.body, row));
  for (const text of texts) expect(read).toContain(text);
  expect(spans.value.columns.count).toBe(steps.reduce((sum, step) => sum + step.spans.length, 0));
  const sentPoints = steps.flatMap((step) => step.metrics.flatMap(({ record }) => [...record.points]));
  expect(points.value.columns.count).toBe(sentPoints.length);
});

test('payments writes its lines as structures and the others as text', () => {
  const logs = decodeLogs(bodyOf(encodeSteps(minuteOf(2)), 'logs'), START);
  if (!logs.ok) throw new Error(logs.error.message);
  const { columns } = logs.value;
  const structured = new Set<string>();
  for (let row = 0; row < columns.count; row++) {
    const service = columns.sources[columns.source[row]!]!.resource.get('service.name');
    if (textAt(columns.body, row).startsWith('{"')) structured.add(service ?? '');
  }
  expect([...structured]).toEqual(['payments']);
});

test('several reports in one request name each metric of a source once', () => {
  const points = decodeMetrics(bodyOf(encodeSteps(minuteOf(4)), 'metrics'), START);
  if (!points.ok) throw new Error(points.error.message);
  const { metrics, sources } = points.value.columns;
  const names = metrics.map(({ name, source }) => `${source} ${name} ${sources[source]!.scopeName}`);
  expect(new Set(names).size).toBe(names.length);
});

test('a signal that has nothing to say sends no request', () => {
  const [first] = minuteOf(3);
  expect(encodeStep({ ...first!, metrics: [], spans: [] }).map(({ signal }) => signal)).toEqual(['logs']);
});
