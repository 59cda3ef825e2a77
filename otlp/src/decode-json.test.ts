import { expect, test } from 'vitest';
import { rowsOf } from '../../test/support/otlp-rows.ts';
import { checkRequest } from './check-request.ts';
import { decodeRequest } from './decode-request.ts';

const encoder = new TextEncoder();
const receivedAt = 1_700_000_000_000;

function decodedLogs(json: string) {
  const result = decodeRequest('logs', 'json', encoder.encode(json), receivedAt);
  if (!result.ok) throw new Error(result.error.message);
  return { rows: rowsOf(result.value.columns), refused: result.value.refused };
}

function logs(record: string) {
  return decodedLogs(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[${record}]}]}]}`);
}

function faultOf(json: string): string {
  const body = encoder.encode(json);
  const result = decodeRequest('logs', 'json', body, receivedAt);
  expect(checkRequest('logs', 'json', body).ok).toBe(false);
  if (result.ok) throw new Error(`decoded: ${json}`);
  expect(result.error.code).toBe('request-malformed');
  return result.error.message;
}

test('O-23 a request as SDKs send it', () => {
  const { rows } = decodedLogs(`{
    "resourceLogs": [{
      "resource": { "attributes": [{ "key": "service.name", "value": { "stringValue": "my.service" } }] },
      "scopeLogs": [{
        "scope": { "name": "my.library", "version": "1.0.0", "attributes": [] },
        "logRecords": [{
          "timeUnixNano": "1544712660300000000",
          "observedTimeUnixNano": "1544712660300000001",
          "severityNumber": 10,
          "severityText": "Information",
          "traceId": "5B8EFFF798038103D269B633813FC60C",
          "spanId": "eee19b7ec3c1b174",
          "body": { "stringValue": "Example log record" },
          "attributes": [
            { "key": "string", "value": { "stringValue": "some string" } },
            { "key": "boolean", "value": { "boolValue": true } },
            { "key": "int", "value": { "intValue": "10" } },
            { "key": "double", "value": { "doubleValue": 637.704 } },
            { "key": "array", "value": { "arrayValue": { "values": [{ "stringValue": "many" }, { "intValue": 2 }] } } },
            { "key": "map", "value": { "kvlistValue": { "values": [{ "key": "k", "value": { "stringValue": "v" } }] } } },
            { "key": "bytes", "value": { "bytesValue": "AQI=" } }
          ]
        }]
      }],
      "schemaUrl": "https://opentelemetry.io/schemas/1.44.0"
    }]
  }`);
  expect(rows).toEqual([
    {
      time: 1_544_712_660_300_000_000n,
      observed: 1_544_712_660_300_000_001n,
      severityNumber: 10,
      severityText: 'Information',
      eventName: '',
      body: ['string', 'Example log record'],
      traceId: '5b8efff798038103d269b633813fc60c',
      spanId: 'eee19b7ec3c1b174',
      flags: 0,
      attributes: new Map([
        ['string', ['string', 'some string']],
        ['boolean', ['bool', 'true']],
        ['int', ['int', '10']],
        ['double', ['double', '637.704']],
        ['array', ['array', '["many",2]']],
        ['map', ['map', '{"k":"v"}']],
        ['bytes', ['bytes', 'AQI=']],
      ]),
      source: {
        resource: new Map([['service.name', 'my.service']]),
        scopeName: 'my.library',
        scopeVersion: '1.0.0',
        schemaUrl: 'https://opentelemetry.io/schemas/1.44.0',
      },
    },
  ]);
});

test('O-14 O-23 an empty body, an empty object and empty lists hold no records', () => {
  for (const json of [
    '',
    '{}',
    ' {\n} ',
    '{"resourceLogs":[]}',
    '{"resourceLogs":null}',
    '{"resourceLogs":[{},null]}',
  ]) {
    expect(decodedLogs(json).rows, json).toEqual([]);
  }
});

test('O-23 numbers of 64 bits are exact, bare or as strings', () => {
  const check = (number: string, time: bigint) => {
    expect(logs(`{"timeUnixNano":${number}}`).rows[0]!.time, number).toBe(time);
    expect(logs(`{"timeUnixNano":"${number}"}`).rows[0]!.time, number).toBe(time);
  };
  check('1544712660300000001', 1_544_712_660_300_000_001n);
  check('18446744073709551615', 2n ** 64n - 1n);
  check('9007199254740993', 9_007_199_254_740_993n);
  const { rows } = logs(
    '{"body":{"arrayValue":{"values":[{"intValue":9007199254740993},{"intValue":"-9223372036854775808"}]}}}',
  );
  expect(rows[0]!.body).toEqual(['array', '[9007199254740993,-9223372036854775808]']);
});

test('O-23 O-24 enums are numbers or names, and a name of a later version is unspecified', () => {
  const severity = (value: string) => logs(`{"severityNumber":${value}}`).rows[0]!.severityNumber;
  expect(
    ['9', '"9"', '"SEVERITY_NUMBER_INFO"', '"SEVERITY_NUMBER_FATAL4"', '"SEVERITY_NUMBER_NEW"'].map(severity),
  ).toEqual([9, 9, 9, 24, 0]);
  const spans = encoder.encode(
    '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"00000000000000000000000000000001",' +
      '"spanId":"0000000000000001","kind":"SPAN_KIND_CONSUMER","status":{"code":"STATUS_CODE_ERROR"}}]}]}]}',
  );
  const decoded = decodeRequest('traces', 'json', spans, receivedAt);
  expect(decoded).toMatchObject({
    ok: true,
    value: { columns: { kind: Uint8Array.of(5), statusCode: Uint8Array.of(2) } },
  });
});

test('O-23 doubles may be strings, and negative 32-bit numbers are read', () => {
  const points = encoder.encode(
    '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","exponentialHistogram":{"aggregationTemporality":' +
      '"AGGREGATION_TEMPORALITY_DELTA","dataPoints":[{"count":"3","sum":"-Infinity","scale":-1,"zeroCount":1,' +
      '"positive":{"offset":-2,"bucketCounts":["1",1]}}]}},' +
      '{"name":"g","gauge":{"dataPoints":[{"asDouble":"NaN"},{"asInt":"-5"},{"asDouble":1e3,"flags":1}]}}]}]}]}',
  );
  const decoded = decodeRequest('metrics', 'json', points, receivedAt);
  if (!decoded.ok) throw new Error(decoded.error.message);
  const rows = rowsOf(decoded.value.columns);
  expect(rows.map((row) => [row.value, row.absent])).toEqual([
    [Number.NEGATIVE_INFINITY, 0],
    [Number.NaN, 0],
    [-5, 0],
    [1_000, 1],
  ]);
  expect(rows[0]!.metric).toMatchObject({ temporality: 'delta' });
  expect(rows[0]!.buckets).toEqual({ bounds: [0, 1 / 16, 1 / 4, 1], counts: [1, 0, 1, 1, 0] });
});

test('O-24 unknown keys are ignored at any depth, snake case is unknown, null is absent', () => {
  const { rows } = logs(
    '{"newThing":{"deep":[1,{"severityText":"no"}]},"severity_text":"no","severityText":null,"body":null,' +
      '"attributes":[null,{"key":"k","value":null,"more":[]}],"eventName":"yes","__proto__":{"eventName":"no"}}',
  );
  expect(rows[0]).toMatchObject({
    severityText: '',
    eventName: 'yes',
    body: ['empty', ''],
    attributes: new Map([['k', ['empty', '']]]),
  });
});

test('O-23 attribute keys that are names in JavaScript do not vanish', () => {
  const keys = ['__proto__', 'constructor', '', '\u0000', '\ufffd'];
  const attributes = ['"__proto__"', '"constructor"', '""', '"\\u0000"', '"\\ud800"'].map(
    (key) => `{"key":${key},"value":{"kvlistValue":{"values":[{"key":${key},"value":{"intValue":1}}]}}}`,
  );
  const { rows } = logs(`{"attributes":[${attributes}]}`);
  expect([...(rows[0]!.attributes as Map<string, unknown>).keys()]).toEqual(keys);
});

test('O-23 of two members of a value the last counts', () => {
  expect(logs('{"body":{"intValue":1,"stringValue":"last"}}').rows[0]!.body).toEqual(['string', 'last']);
  expect(logs('{"body":{"stringValue":"first","arrayValue":{}}}').rows[0]!.body).toEqual(['array', '[]']);
});

test('O-23 O-38 an id that is no hex or too short refuses its record alone', () => {
  const { rows, refused } = decodedLogs(
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"xyz"},{"traceId":"W47/95gDgQPSabYzgT/GDA=="},' +
      '{"spanId":"0102"},{"traceId":"","spanId":""},{"eventName":"kept"}]}]}]}',
  );
  expect(refused).toBe(3);
  expect(rows).toHaveLength(2);
});

test('O-23 values nested too deep are cut, however deep', () => {
  for (const levels of [33, 100, 3_000]) {
    const body = '{"arrayValue":{"values":['.repeat(levels) + ']}}'.repeat(levels);
    const [, text] = logs(`{"body":${body}}`).rows[0]!.body as [string, string];
    expect(text).toBe(`${'['.repeat(32)}null${']'.repeat(32)}`);
  }
});

test('O-23 bodies that are no OTLP/JSON are malformed, and the message says where', () => {
  const check = (json: string, message: string) => expect(faultOf(json), json).toContain(message);
  check(' ', 'value expected at byte 1');
  check('[]', 'object expected for ExportLogsServiceRequest');
  check('{"resourceLogs":{}}', 'array expected for resourceLogs');
  check('{"resourceLogs":[', 'value expected');
  check('{"resourceLogs":[]} x', 'nothing expected behind the value');
  check('{"resourceLogs":[1]}', 'object expected for ResourceLogs');
  check('{"resourceLogs":[{"schemaUrl":5}]}', 'string expected for schemaUrl');
  const record = (json: string) => `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${json}]}]}]}`;
  check(record('{"timeUnixNano":-1}'), 'whole number expected for timeUnixNano');
  check(record('{"timeUnixNano":"18446744073709551616"}'), 'whole number expected for timeUnixNano');
  check(record('{"flags":4294967296}'), 'whole number expected for flags');
  check(record('{"body":{"boolValue":"true"}}'), 'true or false expected for boolValue');
  check(record('{"body":{"bytesValue":"*"}}'), 'base64 expected for bytesValue');
  check(record('{"body":{"doubleValue":"one"}}'), 'number expected for doubleValue');
  check(record('{"unknown":"\u0001"}'), 'control character in a string');
});
