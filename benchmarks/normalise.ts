/**
 * CPU nanoseconds per log record of normalisation: `ready` needs nothing, `json` and `logfmt` are read, `none` has no
 * severity and no level in its text. Against decoding the same request, in one run; rounds take turns, the median counts.
 *
 *   node benchmarks/normalise.ts
 */
import { decodeLogs } from '@foreshock/otlp/decode-logs.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { normalise } from '../server/src/ingest/normalise/normalise.ts';

const ROUNDS = 25;
const RECORDS = 4_000;
const RECEIVED = Date.parse('2026-11-22T03:14:00Z');

const forms: Readonly<Record<string, (i: number) => { readonly severityNumber: number; readonly body: string }>> = {
  ready: (i) => ({ severityNumber: 9, body: `request ${i} handled by worker ${i % 32} in ${i % 900} ms, status 200` }),
  none: (i) => ({ severityNumber: 0, body: `request ${i} handled by worker ${i % 32} in ${i % 900} ms, status 200` }),
  json: (i) => ({
    severityNumber: 0,
    body: `{"level":"info","time":${RECEIVED + i},"msg":"order ${i} placed","order":{"id":"o-${i}","total":${i % 500}.5},"items":${i % 7}}`,
  }),
  logfmt: (i) => ({ severityNumber: 0, body: `level=info msg="order ${i} placed" order=o-${i} total=${i % 500}.99` }),
};

for (const [name, form] of Object.entries(forms)) {
  const records = Array.from({ length: RECORDS }, (_, i) => ({
    timeUnixNano: BigInt(RECEIVED) * 1_000_000n,
    ...form(i),
    attributes: {
      'thread.name': `worker-${i % 32}`,
      'code.function.name': 'handle',
      'http.route': '/api/v2/cart',
      'http.response.status_code': 200,
      'user.id': `u-${i % 977}`,
    },
  }));
  const resource = { 'service.name': 'cart', 'k8s.namespace.name': 'shop', 'k8s.pod.name': 'cart-7d4b9c6f5-x2x9z' };
  const body = encodeLogs([{ resource, scopes: [{ records }] }]);
  const decoded: number[] = [];
  const normalised: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    const result = decodeLogs(body.slice(), RECEIVED);
    const between = process.cpuUsage();
    if (!result.ok) throw new Error(result.error.message);
    normalise(result.value.columns, RECEIVED);
    const end = process.cpuUsage();
    decoded.push(between.user + between.system - start.user - start.system);
    normalised.push(end.user + end.system - between.user - between.system);
  }
  const nanoseconds = (times: number[]) => Math.round((times.sort((a, b) => a - b)[ROUNDS >> 1]! / RECORDS) * 1e3);
  console.log(`${name.padEnd(7)} decode ${nanoseconds(decoded)} ns, normalise ${nanoseconds(normalised)} ns a record`);
}
