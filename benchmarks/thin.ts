/**
 * CPU nanoseconds per log record of all that ingest does with a request after decompression, by the rules in force: none, one
 * that looks at an attribute and takes nothing, and one that keeps 1 in 20. One run; rounds take turns, the median counts.
 *
 *   node benchmarks/thin.ts
 */
import type { NoiseRule, NoiseRuleId } from '@foreshock/model/noise-rule.ts';
import { parseTenantId } from '@foreshock/model/tenant.ts';
import { HOUR } from '@foreshock/model/time.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { createBatchTools, setNoise } from '../server/src/ingest/batch-tools.ts';
import { prepareBatch } from '../server/src/ingest/ingest-batch.ts';
import { createDefaultRedactor } from '../server/src/redaction/default-redactor.ts';

const ROUNDS = 25;
const RECORDS = 4_000;
const RECEIVED = Date.parse('2026-11-22T03:14:00Z');

const requestAt = (time: number): Uint8Array => {
  const records = Array.from({ length: RECORDS }, (_, i) => ({
    timeUnixNano: BigInt(time) * 1_000_000n,
    severityNumber: 9,
    body: `request ${i} handled by worker ${i % 32} in ${i % 900} ms, status 200`,
    attributes: { 'thread.name': `worker-${i % 32}`, 'http.route': '/api/v2/cart', 'http.response.status_code': 200 },
  }));
  return encodeLogs([{ resource: { 'service.name': 'cart' }, scopes: [{ records }] }]);
};

const everything = { entities: [], templates: [], names: [], attributes: [], resource: [] };
const rule = (more: Pick<NoiseRule, 'match' | 'action'>): NoiseRule => ({
  id: 'nrl_1' as NoiseRuleId,
  name: 'rule',
  enabled: true,
  signal: 'logs',
  version: 1,
  changedAt: 0,
  changedBy: '',
  ...more,
});
const condition = { key: 'http.route', operator: '=', value: '/health' } as const;
const rulesByName: Readonly<Record<string, readonly NoiseRule[]>> = {
  none: [],
  looks: [rule({ match: { ...everything, attributes: [condition] }, action: { kind: 'drop' } })],
  thins: [rule({ match: everything, action: { kind: 'deduplicate', full: 5, thenOneIn: 20 } })],
};

const ways = Object.entries(rulesByName).map(([name, rules]) => {
  const tools = createBatchTools(createDefaultRedactor(new Uint8Array(32)));
  setNoise(tools, { rules, maxActiveSeries: 100_000 });
  return { name, tools, times: [] as number[] };
});
const tenant = parseTenantId('benchmark')!;
const body = requestAt(RECEIVED);
const before = requestAt(RECEIVED - HOUR);
for (let round = -1; round < ROUNDS; round++) {
  for (const { tools, times } of ways) {
    const bytes = (round < 0 ? before : body).slice();
    const start = process.cpuUsage();
    const request = { tenant, signal: 'logs', format: 'protobuf', encoding: 'identity', refused: 0 } as const;
    prepareBatch({ ...request, receivedAt: RECEIVED, body: bytes }, bytes, tools);
    const used = process.cpuUsage(start);
    if (round >= 0) times.push(used.user + used.system);
  }
}
for (const { name, times } of ways) {
  const median = times.sort((a, b) => a - b)[ROUNDS >> 1]!;
  console.log(`${name.padEnd(6)} ${Math.round((median / RECORDS) * 1e3)} ns a record`);
}
