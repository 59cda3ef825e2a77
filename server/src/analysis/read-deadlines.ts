import { SECOND } from '@foreshock/model/time.ts';
import type { Deadline } from './bounded-resource.ts';
import type { MinuteFrame } from './minute-frame.ts';

/** Names of measures whose value is a date in Unix seconds. */
const DATES = new Set([
  'tls.certificate.not_after',
  'x509_cert_not_after',
  'probe_ssl_earliest_cert_expiry',
  'ssl_certificate.not_after',
]);

/** Values below this are seconds that are left, not a date: some exporters send those under the same name. */
const EARLIEST_DATE_S = 1e9;

/** The dates that a minute's metrics announce. */
export function readDeadlines(frame: MinuteFrame): Deadline[] {
  const deadlines: Deadline[] = [];
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    if (!series || !DATES.has(series.metric)) continue;
    const at = rollup.last >= EARLIEST_DATE_S ? rollup.last * SECOND : frame.minute + rollup.last * SECOND;
    const instance = series.attributes['tls.certificate.subject'] ?? series.attributes['server.address'] ?? '';
    deadlines.push({ series: series.id, entity: series.entity, instance, measure: series.metric, at });
  }
  return deadlines;
}
