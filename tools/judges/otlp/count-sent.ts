import { readFileSync } from 'node:fs';

export interface SentCounts {
  readonly logs: number;
  readonly metrics: number;
  readonly traces: number;
}

/** Records in a file of the Collector's file exporter: one OTLP/JSON request a line. Metrics are counted by point. */
export function countSent(file: string): SentCounts {
  const counts = { logs: 0, metrics: 0, traces: 0 };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const request: unknown = JSON.parse(line);
    counts.logs += leaves(request, ['resourceLogs', 'scopeLogs', 'logRecords']).length;
    counts.traces += leaves(request, ['resourceSpans', 'scopeSpans', 'spans']).length;
    for (const metric of leaves(request, ['resourceMetrics', 'scopeMetrics', 'metrics'])) {
      for (const data of Object.values(metric as Record<string, unknown>))
        counts.metrics += leaves(data, ['dataPoints']).length;
    }
  }
  return counts;
}

/** All items of the lists at the end of a path of lists. */
function leaves(value: unknown, path: readonly string[]): unknown[] {
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  const list = (value as Record<string, unknown>)[name];
  return Array.isArray(list) ? list.flatMap((item) => leaves(item, rest)) : [];
}
