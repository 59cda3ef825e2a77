import { expect, test } from 'vitest';
import { decodeWithLibrary } from '../../test/support/otlp-proto.ts';
import { encodeMetrics } from './encode-metrics.ts';

const shared = { timeUnixNano: 9n, startTimeUnixNano: 8n, attributes: { a: 'b' }, flags: 1 };
const sent = {
  timeUnixNano: '9',
  startTimeUnixNano: '8',
  attributes: [{ key: 'a', value: { stringValue: 'b' } }],
  flags: 1,
};
const exemplars = [{ timeUnixNano: 7n, value: -3n, spanId: new Uint8Array(8).fill(1), attributes: { e: true } }];
const sentExemplars = [
  {
    timeUnixNano: '7',
    asInt: '-3',
    spanId: new Uint8Array(8).fill(1),
    filteredAttributes: [{ key: 'e', value: { boolValue: true } }],
  },
];

test('a library reads the five types of metrics as they were given', () => {
  const body = encodeMetrics([
    {
      resource: {},
      scopes: [
        {
          records: [
            { name: 'g', unit: 'By', description: 'd', type: 'gauge', points: [{ ...shared, value: 0, exemplars }] },
            { name: 's', type: 'sum', temporality: 2, monotonic: true, points: [{ ...shared, value: -(2n ** 63n) }] },
            {
              name: 'h',
              type: 'histogram',
              temporality: 1,
              points: [{ ...shared, count: 2 ** 53, sum: 0, counts: [0, 2 ** 40], bounds: [-1.5], exemplars }],
            },
            {
              name: 'e',
              type: 'exponential-histogram',
              temporality: 1,
              points: [
                {
                  ...shared,
                  count: 7,
                  sum: 1.5,
                  scale: -3,
                  zeroCount: 1,
                  zeroThreshold: 0.5,
                  positive: { offset: -2, counts: [1, 2 ** 35, 0] },
                  negative: { offset: 3, counts: [] },
                  exemplars,
                },
              ],
            },
            {
              name: 'q',
              type: 'summary',
              points: [{ ...shared, count: 5, sum: 2, quantiles: [{ quantile: 0.5, value: 1 }] }],
            },
          ],
        },
      ],
    },
  ]);
  expect(decodeWithLibrary('ExportMetricsServiceRequest', body)).toMatchObject({
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'g',
                unit: 'By',
                description: 'd',
                gauge: { dataPoints: [{ ...sent, asDouble: 0, exemplars: sentExemplars }] },
              },
              {
                name: 's',
                sum: {
                  aggregationTemporality: 2,
                  isMonotonic: true,
                  dataPoints: [{ ...sent, asInt: '-9223372036854775808' }],
                },
              },
              {
                name: 'h',
                histogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    {
                      ...sent,
                      count: '9007199254740992',
                      sum: 0,
                      bucketCounts: ['0', '1099511627776'],
                      explicitBounds: [-1.5],
                      exemplars: sentExemplars,
                    },
                  ],
                },
              },
              {
                name: 'e',
                exponentialHistogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    {
                      ...sent,
                      count: '7',
                      sum: 1.5,
                      scale: -3,
                      zeroCount: '1',
                      zeroThreshold: 0.5,
                      positive: { offset: -2, bucketCounts: ['1', '34359738368', '0'] },
                      negative: { offset: 3, bucketCounts: [] },
                      exemplars: sentExemplars,
                    },
                  ],
                },
              },
              {
                name: 'q',
                summary: {
                  dataPoints: [{ ...sent, count: '5', sum: 2, quantileValues: [{ quantile: 0.5, value: 1 }] }],
                },
              },
            ],
          },
        ],
      },
    ],
  });
});
