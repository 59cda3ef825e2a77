import { expect, test } from 'vitest';
import { decodeWithLibrary } from '../../test/support/otlp-proto.ts';
import { encodeTraces } from './encode-traces.ts';

const traceId = new Uint8Array(16).fill(0xab);
const spanId = new Uint8Array(8).fill(0xcd);
const attributes = { tries: 3 };
const sentAttributes = [{ key: 'tries', value: { intValue: '3' } }];

test('a library reads every field of a span as it was given', () => {
  const body = encodeTraces([
    {
      resource: {},
      scopes: [
        {
          records: [
            {
              traceId,
              spanId,
              parentSpanId: spanId,
              traceState: 'a=b',
              name: 'GET /',
              kind: 2,
              startTimeUnixNano: 5n,
              endTimeUnixNano: 2n ** 63n,
              attributes,
              events: [{ timeUnixNano: 6n, name: 'exception', attributes }],
              links: [{ traceId, spanId, traceState: 'c=d', attributes, flags: 769 }],
              statusCode: 2,
              statusMessage: 'failed',
              flags: 257,
            },
            { traceId, spanId, name: 'plain', startTimeUnixNano: 5n, endTimeUnixNano: 6n },
          ],
        },
      ],
    },
  ]);
  expect(decodeWithLibrary('ExportTraceServiceRequest', body)).toMatchObject({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                traceId,
                spanId,
                parentSpanId: spanId,
                traceState: 'a=b',
                name: 'GET /',
                kind: 2,
                startTimeUnixNano: '5',
                endTimeUnixNano: '9223372036854775808',
                attributes: sentAttributes,
                events: [{ timeUnixNano: '6', name: 'exception', attributes: sentAttributes }],
                links: [{ traceId, spanId, traceState: 'c=d', attributes: sentAttributes, flags: 769 }],
                status: { code: 2, message: 'failed' },
                flags: 257,
              },
              { traceId, spanId, name: 'plain', startTimeUnixNano: '5', endTimeUnixNano: '6', events: [], links: [] },
            ],
          },
        ],
      },
    ],
  });
});
