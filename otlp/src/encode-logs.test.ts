import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeWithLibrary } from '../../test/support/otlp-proto.ts';
import { rowsOf } from '../../test/support/otlp-rows.ts';
import { decodeLogs } from './decode-logs.ts';
import { encodeLogs } from './encode-logs.ts';
import type { LogRecord } from './telemetry-to-send.ts';

const traceId = new Uint8Array(16).fill(0xab);
const spanId = new Uint8Array(8).fill(0xcd);

test('a library reads every field of a log record as it was given', () => {
  const body = encodeLogs([
    {
      resource: { 'service.name': 'checkout' },
      schemaUrl: 'https://resource',
      scopes: [
        {
          name: 'scope',
          version: '2',
          schemaUrl: 'https://scope',
          records: [
            {
              timeUnixNano: 2n ** 64n - 1n,
              observedTimeUnixNano: 1n,
              severityNumber: 17,
              severityText: 'ERROR',
              eventName: 'event',
              body: 'caf\u00e9',
              attributes: {
                list: ['a', 1, -1, 1.5, true, null, 2n ** 63n - 1n],
                map: { inner: {}, bytes: Uint8Array.of(1, 255) },
                whole: -4_294_967_301,
                zero: -0,
                long: 'x'.repeat(20_000),
              },
              flags: 0xffff_ffff,
              traceId,
              spanId,
            },
          ],
        },
      ],
    },
  ]);
  expect(decodeWithLibrary('ExportLogsServiceRequest', body)).toEqual({
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }], entityRefs: [] },
        schemaUrl: 'https://resource',
        scopeLogs: [
          {
            scope: { name: 'scope', version: '2', attributes: [] },
            schemaUrl: 'https://scope',
            logRecords: [
              {
                timeUnixNano: '18446744073709551615',
                observedTimeUnixNano: '1',
                severityNumber: 17,
                severityText: 'ERROR',
                eventName: 'event',
                body: { stringValue: 'caf\u00e9' },
                attributes: [
                  {
                    key: 'list',
                    value: {
                      arrayValue: {
                        values: [
                          { stringValue: 'a' },
                          { intValue: '1' },
                          { intValue: '-1' },
                          { doubleValue: 1.5 },
                          { boolValue: true },
                          {},
                          { intValue: '9223372036854775807' },
                        ],
                      },
                    },
                  },
                  {
                    key: 'map',
                    value: {
                      kvlistValue: {
                        values: [
                          { key: 'inner', value: { kvlistValue: { values: [] } } },
                          { key: 'bytes', value: { bytesValue: Uint8Array.of(1, 255) } },
                        ],
                      },
                    },
                  },
                  { key: 'whole', value: { intValue: '-4294967301' } },
                  { key: 'zero', value: { doubleValue: -0 } },
                  { key: 'long', value: { stringValue: 'x'.repeat(20_000) } },
                ],
                flags: 0xffff_ffff,
                traceId,
                spanId,
              },
            ],
          },
        ],
      },
    ],
  });
});

test('decode after encode is the identity', () => {
  const time = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n });
  const attributes = fc.dictionary(fc.string(), fc.string());
  const record = fc.record({
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: fc.integer({ min: 0, max: 24 }),
    severityText: fc.string({ unit: 'grapheme' }),
    eventName: fc.string(),
    body: fc.string({ unit: 'grapheme', maxLength: 300 }),
    attributes,
    flags: fc.nat(0xffff_ffff),
  });
  fc.assert(
    fc.property(fc.array(record), attributes, fc.string(), (records: LogRecord[], resource, name) => {
      const decoded = decodeLogs(encodeLogs([{ resource, scopes: [{ name, records }] }]), 0);
      if (!decoded.ok) throw new Error(decoded.error.message);
      const textMap = (texts: Record<string, unknown>) =>
        new Map(Object.entries(texts).map(([key, text]) => [key, ['string', text]]));
      expect(rowsOf(decoded.value.columns)).toEqual(
        records.map((sent) => ({
          time: sent.timeUnixNano,
          observed: sent.observedTimeUnixNano,
          severityNumber: sent.severityNumber,
          severityText: sent.severityText,
          eventName: sent.eventName,
          body: ['string', sent.body],
          traceId: '00'.repeat(16),
          spanId: '00'.repeat(8),
          flags: sent.flags,
          attributes: textMap(sent.attributes!),
          source: {
            resource: new Map(Object.entries(resource)),
            scopeName: name,
            scopeVersion: '',
            schemaUrl: '',
          },
        })),
      );
    }),
  );
});
