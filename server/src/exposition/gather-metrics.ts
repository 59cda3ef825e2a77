// What is asked anyway becomes metrics: predictions, incidents, trust and record of one project, and what the process
// counts of it. Asks operations in the name of a caller, so that a key sees in metrics what it may see.
import type { Catalog, OperationName } from '@foreshock/contract/catalog.ts';
import type { InputOf, OutputOf } from '@foreshock/contract/operation.ts';
import { severities } from '@foreshock/model/incident.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { parseIsoDuration, SECOND } from '@foreshock/model/time.ts';
import type { Metric, MetricPoint } from '../base/self-telemetry.ts';

export type Ask = <Name extends OperationName>(
  name: Name,
  input: InputOf<Catalog[Name]>,
) => Promise<Result<OutputOf<Catalog[Name]>>>;

export interface MetricSources {
  readonly ask: Ask;
  readonly tenant: TenantId;
  /** What the process counts; points of other projects are left out. */
  readonly snapshot: () => readonly Metric[];
  /** The record is worked out from the whole ledger: whoever asks often is given the last one. */
  readonly calibration: () => Promise<Result<OutputOf<Catalog['getCalibration']>>>;
}

const BANDS: Readonly<Record<string, number>> = { low: 0, raised: 1, high: 2 };
const MOST = 1000;

export async function gatherMetrics(sources: MetricSources): Promise<Result<readonly Metric[]>> {
  const { ask, tenant } = sources;
  const predictions = await ask('listPredictions', { state: 'active,frozen', limit: MOST });
  if (!predictions.ok) return predictions;
  const incidents = await ask('listIncidents', { state: 'open,acknowledged', limit: MOST });
  if (!incidents.ok) return incidents;
  const status = await ask('getStatus', {});
  if (!status.ok) return status;
  const calibration = await sources.calibration();
  if (!calibration.ok) return calibration;
  const { brier, eceWidth } = calibration.value;
  return {
    ok: true,
    value: [
      ...ofPredictions(predictions.value.items),
      gauge('foreshock.incident.open', '{incident}', 'Incidents that are open, by severity.', [
        ...severities.map((severity) => ({
          labels: { severity },
          value: incidents.value.items.filter((incident) => incident.severity === severity).length,
        })),
      ]),
      gauge(
        'foreshock.data.trust',
        '1',
        'Share of the expected telemetry that arrives.',
        known(status.value.dataTrust.share),
      ),
      gauge('foreshock.calibration.ece', '1', 'Expected calibration error of what was shown.', known(eceWidth)),
      gauge(
        'foreshock.calibration.brier_skill',
        '1',
        'Brier skill against always saying the base rate.',
        known(brier?.skill ?? null),
      ),
      counter('foreshock.ingest.refused', '{refusal}', 'What was not taken, by reason; since the start.', [
        ...status.value.refused.map(({ reason, count }) => ({ labels: { reason }, value: count })),
      ]),
      ...ofIngest(sources.snapshot(), tenant),
    ],
  };
}

type PredictionItem = OutputOf<Catalog['listPredictions']>['items'][number];

function ofPredictions(items: readonly PredictionItem[]): Metric[] {
  // A backtest is the past: an alert on it would wake somebody for it.
  const told = items.filter(({ backtest }) => !backtest);
  const probability: MetricPoint[] = [];
  const band: MetricPoint[] = [];
  const lead: MetricPoint[] = [];
  for (const item of told) {
    const labels = { entity: item.entity.name, cluster: item.entity.cluster, failure: item.failure };
    // Several calls of one failure would be one series with two values: the newest counts.
    const isRepeated = band.some(
      (point) =>
        point.labels.entity === labels.entity &&
        point.labels.cluster === labels.cluster &&
        point.labels.failure === labels.failure,
    );
    if (isRepeated) continue;
    band.push({ labels, value: BANDS[item.odds.band] ?? 0 });
    if (item.odds.display === 'percent') {
      for (const { h, p } of item.odds.curve) probability.push({ labels: { ...labels, horizon: h }, value: p });
    }
    const median = item.lead && parseIsoDuration(item.lead.median);
    if (median) lead.push({ labels, value: median / SECOND });
  }
  return [
    gauge(
      'foreshock.prediction.probability',
      '1',
      'Odds of a failure within a horizon, where a percent is earned.',
      probability,
    ),
    gauge('foreshock.prediction.band', '{band}', 'Odds of a failure: 0 low, 1 raised, 2 high.', band),
    gauge('foreshock.prediction.lead', 's', 'Median time until the failure.', lead),
  ];
}

/** Of the project alone: the process serves others too. */
function ofIngest(snapshot: readonly Metric[], tenant: TenantId): Metric[] {
  const points = snapshot.find(({ name }) => name === 'foreshock.ingest.records')?.points ?? [];
  const own = points.filter(({ labels }) => labels.tenant === tenant);
  const pick = (isReceived: boolean): MetricPoint[] =>
    own
      .filter(({ labels }) => (labels.kind === 'received') === isReceived)
      .map(({ labels: { signal = '', kind = '', reason = '' }, value }) => ({
        labels: isReceived ? { signal } : { signal, kind, reason },
        value,
      }));
  return [
    counter(
      'foreshock.ingest.accepted',
      '{record}',
      'Records that came in since the start, by signal.',
      summed(pick(true)),
    ),
    counter(
      'foreshock.ingest.dropped',
      '{record}',
      'Records that were not stored as they came since the start, by what became of them and why.',
      summed(pick(false)),
    ),
  ];
}

function summed(points: readonly MetricPoint[]): MetricPoint[] {
  const sums = new Map<string, MetricPoint>();
  for (const { labels, value } of points) {
    const key = JSON.stringify(labels);
    sums.set(key, { labels, value: value + (sums.get(key)?.value ?? 0) });
  }
  return [...sums.values()];
}

function known(value: number | null): MetricPoint[] {
  return value === null ? [] : [{ labels: {}, value }];
}

function gauge(name: string, unit: string, description: string, points: readonly MetricPoint[]): Metric {
  return { name, kind: 'gauge', unit, description, points };
}

function counter(name: string, unit: string, description: string, points: readonly MetricPoint[]): Metric {
  return { name, kind: 'counter', unit, description, points };
}
