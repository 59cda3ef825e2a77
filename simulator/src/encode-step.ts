import type { Signal } from '@foreshock/model/telemetry.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { Metric } from '@foreshock/otlp/telemetry-to-send.ts';
import type { Step } from './create-cluster.ts';
import { type Emitted, groupBySource, type Source } from './emitted.ts';

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
  const metrics = groupBySource(joinReports(steps.map((step) => step.metrics)));
  const requests: EncodedRequest[] = [];
  if (metrics.length > 0) requests.push({ signal: 'metrics', body: encodeMetrics(metrics) });
  if (spans.length > 0) requests.push({ signal: 'traces', body: encodeTraces(spans) });
  if (logs.length > 0) requests.push({ signal: 'logs', body: encodeLogs(logs) });
  return requests;
}

/** Points of one source and name become one metric, however many reports they come from: its name is sent once. */
function joinReports(reports: readonly Step['metrics'][]): Emitted<Metric>[] {
  const bySource = new Map<Source, Map<string, Emitted<Metric>>>();
  const joined: Emitted<Metric>[] = [];
  for (const { source, record } of reports.flat()) {
    let byName = bySource.get(source);
    if (!byName) {
      byName = new Map();
      bySource.set(source, byName);
    }
    const known = byName.get(record.name);
    if (known) {
      // A source sends a name always as the same type, so their points are alike.
      (known.record.points as unknown[]).push(...record.points);
    } else {
      const copy = { source, record: { ...record, points: [...record.points] } as Metric };
      byName.set(record.name, copy);
      joined.push(copy);
    }
  }
  return joined;
}
