import type { Signal } from '@foreshock/model/telemetry.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { Step } from './create-cluster.ts';
import { groupBySource } from './emitted.ts';

/** An export request in protobuf, as it goes to `/v1/<signal>`. */
export interface EncodedRequest {
  readonly signal: Signal;
  readonly body: Uint8Array;
}

/** At most one request per signal; none for a signal that has nothing to say. */
export function encodeStep(step: Step): EncodedRequest[] {
  return encodeSteps([step]);
}

/** The same for several steps in a row at once: a history is sent in larger requests than the present. */
export function encodeSteps(steps: readonly Step[]): EncodedRequest[] {
  const logs = groupBySource(steps.flatMap((step) => step.logs));
  const spans = groupBySource(steps.flatMap((step) => step.spans));
  const metrics = groupBySource(steps.flatMap((step) => step.metrics));
  const requests: EncodedRequest[] = [];
  if (metrics.length > 0) requests.push({ signal: 'metrics', body: encodeMetrics(metrics) });
  if (spans.length > 0) requests.push({ signal: 'traces', body: encodeTraces(spans) });
  if (logs.length > 0) requests.push({ signal: 'logs', body: encodeLogs(logs) });
  return requests;
}
