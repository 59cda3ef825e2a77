// The ids are those of docs/reference/otlp.md.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeWithLibrary, encodeWithLibrary } from '../../../test/support/otlp-proto.ts';
import { type GatewayUnderTest, logsRequest, openGateway, START } from './gateway-under-test.ts';
import { type HttpReply, type HttpToSend, JSON_TYPE, PROTOBUF, sendHttp } from './senders-under-test.ts';

let under: GatewayUnderTest;
beforeAll(async () => {
  under = await openGateway({ gateway: { maxRequestBytes: 100_000 } });
});
afterAll(() => under.close());

function send(toSend: HttpToSend): Promise<HttpReply> {
  return sendHttp(under.gateway.httpPort, toSend);
}

const jsonOf = (record: object): string =>
  JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });

test('O-02 profiles are refused with 404 until there is something to do with them', async () => {
  expect((await send({ path: '/v1development/profiles', body: '' })).status).toBe(404);
  expect((await send({ path: '/v1/profiles', body: '' })).status).toBe(404);
});

test('O-03 each signal has its path, with or without a slash at its end or a query', async () => {
  for (const signal of ['logs', 'metrics', 'traces']) {
    for (const end of ['', '/', '?from=test', '/?a=/v1/other']) {
      expect((await send({ path: `/v1/${signal}${end}`, body: '' })).status, signal + end).toBe(200);
    }
  }
  for (const path of ['/', '/v1', '/v1/', '/v1/log', '/v1/LOGS', '/v1/logs/x', '/v2/logs', '/otlp/v1/logs']) {
    expect((await send({ path, body: '' })).status, path).toBe(404);
  }
});

test('O-03 a prefix stands before all paths, and without it they are not there', async () => {
  const own = await openGateway({ gateway: { httpPathPrefix: '/ingest/otlp' } });
  try {
    const statusOf = async (path: string): Promise<number> =>
      (await sendHttp(own.gateway.httpPort, { path, body: '' })).status;
    expect(await statusOf('/ingest/otlp/v1/traces')).toBe(200);
    expect(await statusOf('/v1/traces')).toBe(404);
  } finally {
    await own.close();
  }
});

test('O-04 protobuf and JSON are told apart by Content-Type, whatever its case and parameters', async () => {
  for (const type of [JSON_TYPE, 'APPLICATION/JSON', 'application/json; charset=utf-8', 'application/json ;x']) {
    const reply = await send({ headers: { 'content-type': type }, body: jsonOf({ body: { stringValue: type } }) });
    expect([reply.status, reply.body.toString()], type).toEqual([200, '{}']);
  }
  for (const type of [PROTOBUF, 'Application/X-Protobuf', 'application/x-protobuf; proto=x']) {
    expect((await send({ headers: { 'content-type': type }, body: logsRequest([type]) })).status, type).toBe(200);
  }
});

test("O-05 the answer has the request's content type, exact, without parameters", async () => {
  const bad = logsRequest(['bad', 'good'], { shortTraceId: true });
  const cases: readonly (readonly [string, Uint8Array | string, number])[] = [
    [`${PROTOBUF}; charset=utf-8`, logsRequest(['x']), 200],
    [`${PROTOBUF}; charset=utf-8`, bad, 200],
    [`${PROTOBUF}; charset=utf-8`, Buffer.alloc(50, 0xff), 400],
    [`${JSON_TYPE}; charset=utf-8`, '{}', 200],
    [`${JSON_TYPE}; charset=utf-8`, jsonOf({ traceId: 'zz' }), 200],
    [`${JSON_TYPE}; charset=utf-8`, '{', 400],
  ];
  for (const [type, body, status] of cases) {
    const reply = await send({ headers: { 'content-type': type }, body });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, type.split(';')[0]]);
  }
});

test('O-06 a type, a method and a path that are not there have a status of their own, told as google.rpc.Status', async () => {
  const cases: readonly (readonly [HttpToSend, number])[] = [
    [{ body: '', headers: { 'content-type': 'text/plain' } }, 415],
    [{ body: '', headers: { 'content-type': '' } }, 415],
    [{ method: 'GET' }, 405],
    [{ method: 'PUT', body: '' }, 405],
    [{ method: 'OPTIONS' }, 405],
    [{ path: '/v1/other', body: '' }, 404],
  ];
  for (const [toSend, status] of cases) {
    const reply = await send({ ...toSend, headers: { 'content-type': 'text/plain', ...toSend.headers } });
    expect([reply.status, reply.headers.get('content-type')], JSON.stringify(toSend)).toEqual([status, JSON_TYPE]);
    expect(JSON.parse(reply.body.toString()).message).toMatch(/\S/);
  }
  expect((await send({ method: 'GET' })).headers.get('allow')).toBe('POST');
});

test('O-07 a refusal is a google.rpc.Status in the encoding of the request', async () => {
  const asProtobuf = await send({ body: Buffer.alloc(50, 0xff) });
  expect(decodeWithLibrary('RpcStatus', asProtobuf.body)).toMatchObject({
    code: 3,
    message: expect.stringMatching('logs'),
  });
  const asJson = await send({ headers: { 'content-type': JSON_TYPE }, body: '[' });
  expect(JSON.parse(asJson.body.toString())).toMatchObject({ code: 3, message: expect.stringMatching('logs') });
});

test('O-08 what can never be decoded is refused for ever, and the details say what is wrong', async () => {
  const good = logsRequest(['x']);
  const bodies: Record<string, Uint8Array> = {
    garbage: Buffer.alloc(50, 0xff),
    'cut short': good.subarray(0, good.length - 2),
    'wrong wire type': Buffer.of(0x08, 1),
  };
  for (const [name, body] of Object.entries(bodies)) {
    const reply = await send({ body });
    expect([reply.status, reply.headers.get('retry-after')], name).toEqual([400, null]);
    const { details } = decodeWithLibrary('RpcStatus', reply.body) as { details: { typeUrl: string }[] };
    expect(details, name).toMatchObject([{ typeUrl: 'type.googleapis.com/google.rpc.BadRequest' }]);
  }
  const json = await send({ headers: { 'content-type': JSON_TYPE }, body: '{"resourceLogs":5}' });
  expect(json.status).toBe(400);
  expect(JSON.parse(json.body.toString()).details).toMatchObject([
    {
      '@type': 'type.googleapis.com/google.rpc.BadRequest',
      fieldViolations: [{ field: 'body', description: expect.stringMatching('array expected for resourceLogs') }],
    },
  ]);
});

test('O-14 requests without a record are success, an empty body included', async () => {
  const ofNothing = [new Uint8Array(0), logsRequest([]), Buffer.of(0x0a, 0), Buffer.of(0x0a, 2, 0x12, 0)];
  for (const body of ofNothing) expect((await send({ body })).status).toBe(200);
  for (const body of ['', '{}', '{"resourceLogs":[]}', '{"resourceLogs":[{"scopeLogs":[{}]}]}']) {
    const reply = await send({ headers: { 'content-type': JSON_TYPE }, body });
    expect([reply.status, reply.body.toString()], body).toEqual([200, '{}']);
  }
});

test('O-15 full success has no byte in protobuf and {} in JSON', async () => {
  const asProtobuf = await send({ body: logsRequest(['one']) });
  expect([asProtobuf.status, asProtobuf.body.length]).toEqual([200, 0]);
  const asJson = await send({ headers: { 'content-type': JSON_TYPE }, body: jsonOf({ eventName: 'one' }) });
  expect([asJson.status, asJson.body.toString()]).toEqual([200, '{}']);
});

test('O-16 records that are invalid for ever are counted in a partial success that says why', async () => {
  const reply = await send({ body: logsRequest(['bad', ...Array<string>(9).fill('good')], { shortTraceId: true }) });
  expect(reply.status).toBe(200);
  expect(decodeWithLibrary('ExportLogsServiceResponse', reply.body)).toEqual({
    partialSuccess: {
      rejectedLogRecords: '1',
      errorMessage: '1 of 10 log records refused: trace_id must be 16 bytes or absent; send 32 hex digits in OTLP/JSON',
    },
  });
});

test('O-16 of metrics the data points are counted', async () => {
  const point = { asInt: '1' };
  const metrics = [
    { name: 'a', gauge: { dataPoints: [point, {}, {}] } },
    { name: 'b', gauge: { dataPoints: [point, {}] } },
  ];
  const body = encodeWithLibrary('ExportMetricsServiceRequest', { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
  const reply = await send({ path: '/v1/metrics', body });
  expect(decodeWithLibrary('ExportMetricsServiceResponse', reply.body)).toMatchObject({
    partialSuccess: { rejectedDataPoints: '3', errorMessage: expect.stringMatching('^3 of 5 data points refused') },
  });
});

test('O-17 what is kept but not as it was meant is a warning that rejects nothing', async () => {
  const record = { timeUnixNano: String(BigInt(START + 3 * 3_600_000) * 1_000_000n) };
  const ahead = await send({ headers: { 'content-type': JSON_TYPE }, body: jsonOf(record) });
  expect([ahead.status, JSON.parse(ahead.body.toString())]).toEqual([
    200,
    { partialSuccess: { errorMessage: 'newest time is 180 min ahead of the clock here; set the clock of the sender' } },
  ]);
  const body = `${'{"arrayValue":{"values":['.repeat(40)}${']}}'.repeat(40)}`;
  const deep = await send({
    headers: { 'content-type': JSON_TYPE },
    body: `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${body}}]}]}]}`,
  });
  expect([deep.status, deep.body.toString()]).toEqual([
    200,
    '{"partialSuccess":{"errorMessage":"values nested deeper than 32 levels were cut; send flatter attributes and bodies"}}',
  ]);
});

test('O-19 the answer to the worst request is small and repeats nothing of it', async () => {
  const span = (length: number): object => ({ traceId: 'ab'.repeat(length), name: 'secret-name' });
  const spans = [span(3), span(16), { ...span(16), spanId: 'ab'.repeat(8), parentSpanId: 'ab' }];
  const reply = await send({
    path: '/v1/traces',
    headers: { 'content-type': JSON_TYPE },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: Array(200).fill(spans).flat() }] }] }),
  });
  expect(reply.status).toBe(200);
  expect(reply.body.length).toBeLessThanOrEqual(1_100);
  const { partialSuccess } = JSON.parse(reply.body.toString());
  expect(partialSuccess.rejectedSpans).toBe('600');
  expect(partialSuccess.errorMessage.length).toBeLessThanOrEqual(1_024);
  expect(reply.body.toString()).not.toContain('secret-name');
});

test('O-40 no answer sends its sender elsewhere', async () => {
  for (const path of ['/', '/v1/logs/', '/v1//logs', '//v1/logs', '/v1/logs/../traces', '/V1/logs', '/v1/logs?a#b']) {
    for (const method of ['POST', 'GET', 'PUT']) {
      const reply = await send({ path, method, ...(method !== 'GET' && { body: '' }) });
      expect(reply.status < 300 || reply.status >= 400, `${method} ${path} ${reply.status}`).toBe(true);
      expect(reply.headers.get('location'), path).toBeNull();
    }
  }
});

test('the gateway counts what it answered', () => {
  const requests = under.telemetry.snapshot().find(({ name }) => name === 'foreshock.gateway.requests');
  const accepted = requests?.points.find(({ labels }) => labels.outcome === 'accepted');
  expect(accepted?.value).toBeGreaterThan(5);
});
