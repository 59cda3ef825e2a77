import type { EntityId } from '@foreshock/model/entity.ts';
import type { NoiseAction, NoiseMatch, NoiseRule, NoiseRuleId } from '@foreshock/model/noise-rule.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { decodeMetrics } from '@foreshock/otlp/decode-metrics.ts';
import { decodeTraces } from '@foreshock/otlp/decode-traces.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { LogRecord, Metric } from '@foreshock/otlp/telemetry-to-send.ts';
import { expect, test } from 'vitest';
import { attributesOfRow } from '../columns.ts';
import { decodedLogs } from '../logs-under-test.ts';
import type { Fates } from './fates.ts';
import type { KnownTemplate } from './match-template.ts';
import { mergePoints } from './merge-points.ts';
import { createMinuteCounts } from './minute-counts.ts';
import { createSlowOperations } from './slow-operations.ts';
import { thinLogs } from './thin-logs.ts';
import { thinPoints } from './thin-points.ts';
import { thinSpans } from './thin-spans.ts';
import { trimColumns } from './trim-columns.ts';

const START = Date.parse('2026-11-22T03:00:00Z');
const CART = 'ent_cart' as EntityId;
const LINE = 'tpl_line' as TemplateId;
const nanos = (time: number): bigint => BigInt(time) * 1_000_000n;

function rule(signal: Signal, action: NoiseAction, match: Partial<NoiseMatch> = {}): NoiseRule {
  const everything = { entities: [], templates: [], names: [], attributes: [], resource: [] };
  const kept = { version: 1, changedAt: 0, changedBy: '' };
  return {
    id: 'nrl_1' as NoiseRuleId,
    name: 'less',
    enabled: true,
    signal,
    action,
    match: { ...everything, ...match },
    ...kept,
  };
}

const old: KnownTemplate = { firstSeen: START - HOUR, aliases: [] };

function thin(records: readonly Partial<LogRecord>[], rules: readonly NoiseRule[], known: KnownTemplate = old) {
  const columns = decodedLogs(
    records.map((record, index) => ({ timeUnixNano: nanos(START + index), severityNumber: 9, body: 'a', ...record })),
    START,
  );
  const templateOfRow = records.map(() => LINE);
  return thinLogs({ columns, entityOfSource: [CART], templateOfRow }, rules, createMinuteCounts(), () => known);
}

const stored = (fates: Fates | undefined) => [...(fates?.ruleOfRow ?? [])].filter((index) => index < 0).length;
const weight = (fates: Fates | undefined) =>
  [...(fates?.ruleOfRow ?? [])].reduce((sum, index, row) => sum + (index < 0 ? fates!.weightOfRow[row]! : 0), 0);
const lines = (count: number, more: Partial<LogRecord> = {}) => Array.from({ length: count }, () => more);

test('a drop rule takes what it names by sender, template, severity and attribute, and nothing else', () => {
  const drop = (match: Partial<NoiseMatch>) => rule('logs', { kind: 'drop' }, match);
  const path = (value: string) => ({ attributes: { path: value } });
  const records = [path('/health'), path('/pay'), { severityNumber: 17, ...path('/health') }, {}];
  const rows = (match: Partial<NoiseMatch>) => [...(thin(records, [drop(match)])?.ruleOfRow ?? [])];
  const condition = { key: 'path', value: '/HEALTH', operator: 'contains' } as const;
  expect(rows({ attributes: [condition], maxSeverity: 16 })).toEqual([0, -1, -1, -1]);
  expect(rows({ attributes: [condition] })).toEqual([0, -1, 0, -1]);
  expect(rows({ attributes: [{ ...condition, operator: 'exists' }] })).toEqual([0, 0, 0, -1]);
  expect(rows({ entities: ['ent_other' as EntityId] })).toEqual([]);
  expect(rows({ resource: [{ key: 'service.name', operator: '=', value: 'cart' }] })).toEqual([0, 0, 0, 0]);
  expect(rows({ templates: ['tpl_other' as TemplateId] })).toEqual([]);
});

test('a rule still finds its template after the template generalised', () => {
  const before = 'tpl_before' as TemplateId;
  const fates = thin([{}], [rule('logs', { kind: 'drop' }, { templates: [before] })], { ...old, aliases: [before] });
  expect(fates?.ruleOfRow[0]).toBe(0);
});

test('sampled logs keep their count in the mean, and the first of a minute', () => {
  const sample = [rule('logs', { kind: 'sample', keepOneIn: 10 })];
  let kept = 0;
  let counted = 0;
  for (let minute = 0; minute < 60; minute++) {
    const fates = thin(lines(205, { timeUnixNano: nanos(START + minute * MINUTE) }), sample);
    expect(fates?.ruleOfRow[0]).toBe(-1);
    kept += stored(fates);
    counted += weight(fates);
  }
  expect(kept).toBeLessThan(60 * 22);
  expect(Math.abs(counted - 60 * 205)).toBeLessThan(60 * 205 * 0.01);
});

test('errors and lines that are new are kept whole', () => {
  const sample = [rule('logs', { kind: 'sample', keepOneIn: 1_000 })];
  expect(thin(lines(50, { severityNumber: 17 }), sample)).toBeUndefined();
  expect(thin(lines(50), sample, { ...old, firstSeen: START - 9 * MINUTE })).toBeUndefined();
  expect(stored(thin(lines(50), sample))).toBeLessThan(3);
});

test('of repeated lines the first of each minute are kept in full, then one in k that stands for k', () => {
  const fates = thin(lines(105), [rule('logs', { kind: 'deduplicate', full: 5, thenOneIn: 20 })]);
  expect([...fates!.ruleOfRow.slice(0, 5)]).toEqual([-1, -1, -1, -1, -1]);
  expect(stored(fates)).toBe(10);
  expect(weight(fates)).toBe(105);
});

test('the first rule that takes a record decides about it', () => {
  const first = rule('logs', { kind: 'deduplicate', full: 100, thenOneIn: 2 }, { maxSeverity: 9 });
  const fates = thin([{}, { severityNumber: 13 }], [first, rule('logs', { kind: 'drop' })]);
  expect([...fates!.ruleOfRow]).toEqual([-1, 1]);
});

function spans(list: readonly { trace: number; name?: string; failed?: boolean; ms?: number }[]) {
  const records = list.map(({ trace, name = 'GET /', failed = false, ms = 10 }, index) => ({
    traceId: Uint8Array.from({ length: 16 }, (_, i) => (i < 12 ? 1 : (trace >>> (8 * (15 - i))) & 255)),
    spanId: Uint8Array.from({ length: 8 }, (_, i) => (i === 0 ? 1 : index & 255)),
    name,
    kind: 2,
    startTimeUnixNano: nanos(START),
    endTimeUnixNano: nanos(START + ms),
    ...(failed && { statusCode: 2 }),
  }));
  const decoded = decodeTraces(encodeTraces([{ resource: {}, scopes: [{ records }] }]), START);
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.columns;
}

/** Spread over the ids as a random one would be. */
const spread = (index: number): number => Math.imul(index + 1, 0x9e37_79b1) >>> 0;

test('traces are sampled by their id, alike in every request, and count as often as they stand for', () => {
  const sample = [rule('traces', { kind: 'sample', keepOneIn: 8 })];
  const columns = spans(Array.from({ length: 2_000 }, (_, index) => ({ trace: spread(index) })));
  const decide = () => thinSpans(columns, [CART], sample, createMinuteCounts(), createSlowOperations())!;
  const fates = decide();
  expect(decide()).toEqual(fates);
  expect(stored(fates)).toBeGreaterThan(200);
  expect(Math.abs(weight(fates) - 2_000)).toBeLessThan(200);
});

test('traces with an error, or something slow or rare, are kept', () => {
  const sample = [rule('traces', { kind: 'sample', keepOneIn: 1_000_000 })];
  const usual = Array.from({ length: 300 }, (_, index) => ({ trace: spread(index) }));
  const notable = [
    { trace: 0xf000_0001, failed: true },
    { trace: 0xf000_0001, name: 'SELECT' },
    { trace: 0xf000_0002, ms: 500 },
    { trace: 0xf000_0003, name: 'GET /rare' },
  ];
  const columns = spans([...usual, ...notable]);
  const fates = thinSpans(columns, [CART], sample, createMinuteCounts(), createSlowOperations())!;
  expect([...fates.ruleOfRow.slice(300)]).toEqual([-1, -1, -1, -1]);
  expect(stored(fates)).toBeLessThan(15);
});

function points(metric: Metric) {
  const decoded = decodeMetrics(encodeMetrics([{ resource: {}, scopes: [{ records: [metric] }] }]), START);
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.columns;
}

test('of a gauge one point is stored in each interval, of a delta every one', () => {
  const everyTen = [0, 10, 20, 70].map((second) => ({ timeUnixNano: nanos(START + second * SECOND), value: second }));
  const gauge = points({ name: 'cpu', type: 'gauge', points: everyTen });
  const delta = points({ name: 'requests', type: 'sum', temporality: 1, monotonic: true, points: everyTen });
  const series = everyTen.map(() => 'ser_a' as never);
  const rollUp = [rule('metrics', { kind: 'roll-up', everySeconds: 60 })];
  expect([...thinPoints(gauge, [CART], series, rollUp, new Map())!.ruleOfRow]).toEqual([-1, 0, 0, -1]);
  expect(thinPoints(delta, [CART], series, rollUp, new Map())).toBeUndefined();
});

test('attributes go by their names, where the rule applies', () => {
  const columns = decodedLogs(
    [
      {
        timeUnixNano: nanos(START),
        severityNumber: 9,
        body: 'a',
        attributes: { 'user.id': '7', 'user.name': 'b', path: '/' },
      },
      { timeUnixNano: nanos(START), severityNumber: 17, body: 'a', attributes: { 'user.id': '8' } },
    ],
    START,
  );
  const drop = rule('logs', { kind: 'drop-attributes', keys: ['user.*'] }, { maxSeverity: 16 });
  const trimmed = trimColumns(columns, [CART], [LINE, LINE], [drop], () => old);
  const attributes = [0, 1].map((row) => Object.fromEntries(attributesOfRow(trimmed.columns.attributes, row)));
  expect(attributes).toEqual([{ path: '/' }, { 'user.id': '8' }]);
  expect([...trimmed.bytes.get(0)!]).toEqual(['user.id7user.nameb'.length, 0]);
});

test('points that became one series add up at their time, and of gauges the last counts', () => {
  const at = (second: number, value: number) => ({ timeUnixNano: nanos(START + second * SECOND), value });
  const sum = points({
    name: 'r',
    type: 'sum',
    temporality: 2,
    monotonic: true,
    points: [at(0, 1), at(0, 2), at(10, 4)],
  });
  const series = ['ser_a', 'ser_a', 'ser_a'] as never[];
  expect([...mergePoints(sum, series)!]).toEqual([0, 2]);
  expect([...sum.value]).toEqual([3, 2, 4]);
  const gauge = points({ name: 'g', type: 'gauge', points: [at(0, 1), at(0, 2)] });
  mergePoints(gauge, series);
  expect(gauge.value[0]).toBe(2);
  expect(mergePoints(sum, ['ser_a', 'ser_b', 'ser_a'] as never[])).toBeUndefined();
});
