import { expect, test } from 'vitest';
import type { Metric } from '../base/self-telemetry.ts';
import { formatOf, prometheusText } from './prometheus-text.ts';

const metrics: readonly Metric[] = [
  {
    name: 'foreshock.prediction.probability',
    kind: 'gauge',
    unit: '1',
    description: 'Odds.',
    points: [{ labels: { entity: 'shop/"cart"\\\n', horizon: 'PT1H' }, value: 0.25 }],
  },
  {
    name: 'foreshock.ingest.refused',
    kind: 'counter',
    unit: '{refusal}',
    description: 'No.',
    points: [{ labels: {}, value: 3 }],
  },
  {
    name: 'foreshock.request.duration',
    kind: 'histogram',
    unit: 's',
    description: 'Time.',
    bounds: [0.1, 1],
    points: [{ labels: { a: 'b' }, value: 2.5, bucketCounts: [2, 1, 1] }],
  },
];

test('names carry unit and kind, label values are escaped, and buckets add up', () => {
  expect(prometheusText(metrics, 'prometheus')).toBe(`# HELP foreshock_prediction_probability_ratio Odds.
# TYPE foreshock_prediction_probability_ratio gauge
foreshock_prediction_probability_ratio{entity="shop/\\"cart\\"\\\\\\n",horizon="PT1H"} 0.25
# HELP foreshock_ingest_refused_total No.
# TYPE foreshock_ingest_refused_total counter
foreshock_ingest_refused_total 3
# HELP foreshock_request_duration_seconds Time.
# TYPE foreshock_request_duration_seconds histogram
foreshock_request_duration_seconds_bucket{a="b",le="0.1"} 2
foreshock_request_duration_seconds_bucket{a="b",le="1"} 3
foreshock_request_duration_seconds_bucket{a="b",le="+Inf"} 4
foreshock_request_duration_seconds_sum{a="b"} 2.5
foreshock_request_duration_seconds_count{a="b"} 4
`);
});

test('OpenMetrics names the family of a counter, gives units, and ends', () => {
  const lines = prometheusText(metrics, 'openmetrics').split('\n');
  expect(lines).toContain('# TYPE foreshock_ingest_refused counter');
  expect(lines).toContain('foreshock_ingest_refused_total 3');
  expect(lines).toContain('# UNIT foreshock_request_duration_seconds seconds');
  expect(lines.slice(-2)).toEqual(['# EOF', '']);
});

test('who accepts OpenMetrics gets it', () => {
  const ofPrometheus = 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1';
  expect([formatOf(ofPrometheus), formatOf('text/plain'), formatOf(undefined)]).toEqual([
    'openmetrics',
    'prometheus',
    'prometheus',
  ]);
});
