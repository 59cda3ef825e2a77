import type { Metric, MetricLabels } from '../base/self-telemetry.ts';

export type TextFormat = 'prometheus' | 'openmetrics';

export const TYPE_OF_FORMAT: Readonly<Record<TextFormat, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** OpenMetrics for who accepts it, as Prometheus does; else the text format that everybody reads. */
export function formatOf(accept: string | undefined): TextFormat {
  return /application\/openmetrics-text/i.test(accept ?? '') ? 'openmetrics' : 'prometheus';
}

const UNIT_WORDS: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes', '1': 'ratio' };

/** Names as OpenTelemetry writes them for Prometheus: underscores, the unit, `_total` for counters. */
export function prometheusText(metrics: readonly Metric[], format: TextFormat): string {
  const lines: string[] = [];
  for (const metric of metrics) {
    const family = familyOf(metric);
    const sample = metric.kind === 'counter' ? `${family}_total` : family;
    // OpenMetrics names the family, the older format the sample.
    const head = format === 'openmetrics' ? family : sample;
    lines.push(`# HELP ${head} ${escapeHelp(metric.description, format)}`, `# TYPE ${head} ${metric.kind}`);
    const unit = unitOf(metric);
    if (format === 'openmetrics' && unit !== '') lines.push(`# UNIT ${head} ${unit}`);
    for (const { labels, value, bucketCounts } of metric.points) {
      if (metric.kind === 'histogram')
        lines.push(...histogramLines(family, metric.bounds ?? [], labels, value, bucketCounts ?? []));
      else lines.push(`${sample}${labelText(labels)} ${numberText(value)}`);
    }
  }
  if (format === 'openmetrics') lines.push('# EOF');
  return `${lines.join('\n')}\n`;
}

function histogramLines(
  family: string,
  bounds: readonly number[],
  labels: MetricLabels,
  sum: number,
  counts: readonly number[],
): string[] {
  let below = 0;
  const lines = counts.map((count, index) => {
    below += count;
    const le = index < bounds.length ? numberText(bounds[index]!) : '+Inf';
    return `${family}_bucket${labelText({ ...labels, le })} ${below}`;
  });
  return [
    ...lines,
    `${family}_sum${labelText(labels)} ${numberText(sum)}`,
    `${family}_count${labelText(labels)} ${below}`,
  ];
}

function familyOf(metric: Metric): string {
  const name = metric.name.replaceAll(/[^a-zA-Z0-9_]/g, '_');
  const unit = unitOf(metric);
  return unit === '' || name.endsWith(`_${unit}`) ? name : `${name}_${unit}`;
}

/** A unit in braces is a note for people. */
function unitOf({ unit, kind }: Metric): string {
  if (unit === '1' && kind !== 'gauge') return '';
  return Object.hasOwn(UNIT_WORDS, unit) ? UNIT_WORDS[unit]! : '';
}

function labelText(labels: MetricLabels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escapeValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

function escapeHelp(text: string, format: TextFormat): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return format === 'openmetrics' ? escaped.replaceAll('"', '\\"') : escaped;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}
