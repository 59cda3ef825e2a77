import type { Change } from '@foreshock/model/change.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { IntakeCount } from '@foreshock/model/intake.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import type { NoiseMatch } from '@foreshock/model/noise-rule.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, HOUR, MINUTE, SECOND, type TimeRange } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, describe, expect, test as vitestTest } from 'vitest';
import {
  factBatch,
  logBatch,
  metricRollup,
  pointBatch,
  type SampleLog,
  sampleEntity,
  sampleSeries,
  sampleTemplate,
  spanBatch,
  spanRollup,
  templateCount,
} from './contract-samples.ts';
import type {
  LogFilter,
  LogQuery,
  NoiseGroup,
  ServedRequests,
  TelemetryStore,
  TenantTelemetry,
} from './telemetry-store.ts';

export interface StoreUnderTest {
  readonly store: TelemetryStore;
  /** Closes the store and opens what it kept. */
  reopen(): Promise<TelemetryStore>;
  /** Closes the store and deletes what it kept. */
  dispose(): Promise<void>;
}

export interface TelemetryStoreContract {
  /** Of the engine, for the report. */
  readonly name: string;
  create(): Promise<StoreUnderTest>;
  /** Spans that the engine never takes, whatever they are appended with. */
  refused(): IngestedBatch;
  /** Tests that the engine cannot pass, each with its reason. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** Engines start slowly on a busy machine; nothing here is about speed. */
const PATIENCE_MS = 120_000;

/** A minute, an hour and a day begin here. */
const start = Date.UTC(2026, 2, 1);
const nano = (milliseconds: number): bigint => BigInt(milliseconds) * 1_000_000n;
const everything: TimeRange = { from: start - DAY, to: start + DAY };
const ent = (id: string): EntityId => id as EntityId;

/** The law of the port, for every engine. Each test has a tenant of its own. */
export function describeTelemetryStore(contract: TelemetryStoreContract): void {
  describe(`telemetry store: ${contract.name}`, () => {
    let underTest: StoreUnderTest;
    let store: TelemetryStore;
    let tenants = 0;

    beforeAll(async () => {
      underTest = await contract.create();
      store = underTest.store;
    }, PATIENCE_MS);
    afterAll(() => underTest.dispose(), PATIENCE_MS);

    const test = (sentence: string, run: (tenant: TenantTelemetry, id: TenantId) => Promise<void>): void => {
      const reason = contract.skip?.[sentence];
      vitestTest.skipIf(reason !== undefined)(sentence, { timeout: PATIENCE_MS }, () => {
        const id = `tenant-${++tenants}` as TenantId;
        return run(store.tenant(id), id);
      });
    };

    describe('logs', () => {
      test('a log record is read back as it was appended', async (tenant) => {
        const row: SampleLog = {
          time: 1_772_323_200_123_456_789n,
          observed: 1_772_323_200_123_456_790n,
          body: 'payment refused',
          severity: 17,
          severityText: 'ERROR',
          eventName: 'payment.refused',
          traceId: '000102030405060708090a0b0c0d0e0f',
          spanId: '08090a0b0c0d0e0f',
          template: 'tpl_refused',
          attributes: [
            ['http.route', '/pay'],
            ['retries', '3', 'int'],
            ['cached', 'false', 'bool'],
            ['10', 'a key of digits', 'string'],
            ['2', '[1,2]', 'array'],
          ],
        };
        const batch = logBatch([row], { entities: [sampleEntity('ent_shop', 'shop')] }, [
          {
            entity: 'ent_shop',
            resource: [
              ['service.name', 'shop'],
              ['k8s.pod.name', 'shop-1'],
            ],
            scopeName: 'http',
          },
        ]);
        await must(tenant.append(batch, 'a:1'));
        const [found] = (await must(tenant.selectLogs(logQuery()))).rows;
        expect(found).toEqual({
          id: 'a:1:0',
          timeUnixNano: '1772323200123456789',
          observedTimeUnixNano: '1772323200123456790',
          severityNumber: 17,
          severityText: 'ERROR',
          eventName: 'payment.refused',
          body: 'payment refused',
          bodyKind: 'string',
          traceId: '000102030405060708090a0b0c0d0e0f',
          spanId: '08090a0b0c0d0e0f',
          entity: 'ent_shop',
          entityName: 'shop',
          template: 'tpl_refused',
          attributes: row.attributes!.map(([key, value, kind = 'string']) => ({ key, value, kind })),
          resource: [
            { key: 'service.name', value: 'shop', kind: 'string' },
            { key: 'k8s.pod.name', value: 'shop-1', kind: 'string' },
          ],
          scopeName: 'http',
        });
      });

      test('times at the ends of 64 bits come back exactly', async (tenant) => {
        const latest = 2n ** 64n - 1n;
        await must(
          tenant.append(
            logBatch([
              { time: 1n, body: 'first' },
              { time: latest, body: 'last' },
            ]),
            'a',
          ),
        );
        const range = { from: 0, to: Number.MAX_SAFE_INTEGER };
        const early = await must(tenant.selectLogs({ ...logQuery(), range: { from: 0, to: 1 } }));
        expect(early.rows.map((row) => row.timeUnixNano)).toEqual(['1']);
        const all = await must(tenant.selectTopValues({ ...logQuery(), range, field: 'severity', limit: 1 }));
        expect(all).toEqual([{ value: '9', count: 1 }]);
        const late = await must(tenant.append(logBatch([{ time: latest - 1n, body: 'late' }]), 'b'));
        expect(late).toBeUndefined();
        const found = await must(tenant.selectLogs({ ...logQuery(), range }));
        expect(found.rows.map((row) => row.timeUnixNano)).toEqual([String(latest - 1n), '1']);
      });

      test('hostile text comes back as it was sent', async (tenant) => {
        const hostile = [
          "'; DROP TABLE logs; --",
          'back\\slash \\N \\x00 {p1:String} {{}}',
          'nul \0 tab \t line \n return \r bell \u0007',
          'žluťoučký 你好 🌊 \u202e rtl',
          '$HOME `rm` %s "quoted"',
          '',
        ];
        const rows = hostile.map((text, i) => ({
          time: nano(start) + BigInt(i),
          body: text,
          eventName: text,
          attributes: [[text, text]] as const,
        }));
        const sources = [
          { entity: "ent_'\\", resource: [[hostile[0]!, hostile[2]!]] as const, scopeName: hostile[1]! },
        ];
        const entities = [sampleEntity("ent_'\\", hostile[2]!)];
        await must(tenant.append(logBatch(rows, { entities }, sources), "token'\\\0;"));
        const found = await must(tenant.selectLogs({ ...logQuery(), order: 'oldest' }));
        expect(found.rows.map((row) => row.body)).toEqual(hostile);
        expect(found.rows.map((row) => row.attributes[0]?.key)).toEqual(hostile);
        expect(found.rows.map((row) => row.attributes[0]?.value)).toEqual(hostile);
        expect(found.rows[0]?.resource).toEqual([{ key: hostile[0], value: hostile[2], kind: 'string' }]);
        expect(found.rows[0]?.entityName).toBe(hostile[2]);
        for (const [i, text] of hostile.entries()) {
          const filters: LogFilter[] = [{ field: `attributes.${text}`, operator: '=', value: text }];
          const same = await must(tenant.selectLogs({ ...logQuery(), filters }));
          expect(
            same.rows.map((row) => row.body),
            text,
          ).toEqual([hostile[i]]);
        }
      });

      test('bytes that are no UTF-8 come back as U+FFFD', async (tenant) => {
        const batch = logBatch([{ time: nano(start), body: 'ab', attributes: [['k', 'cd']] }]);
        if (batch.columns.signal !== 'logs') throw new Error('these are logs');
        batch.columns.body.bytes[0] = 0xff;
        batch.columns.attributes.text.bytes[1] = 0xff;
        await must(tenant.append(batch, 'a'));
        const [row] = (await must(tenant.selectLogs(logQuery()))).rows;
        expect(row?.body).toBe('\ufffdb');
        expect(row?.attributes).toEqual([{ key: 'k', value: 'c\ufffd', kind: 'string' }]);
      });

      test('of equal attribute keys the last counts', async (tenant) => {
        const attributes = [
          ['k', 'first'],
          ['other', 'x'],
          ['k', 'second'],
        ] as const;
        await must(tenant.append(logBatch([{ time: nano(start), body: '', attributes }]), 'a'));
        const [row] = (await must(tenant.selectLogs(logQuery()))).rows;
        expect(row?.attributes.map(({ key, value }) => `${key}=${value}`)).toEqual(['other=x', 'k=second']);
      });

      test('filters keep what they name', async (tenant) => {
        const rows: SampleLog[] = [
          {
            time: nano(start),
            body: 'GET /pay 200',
            severity: 9,
            template: 'tpl_a',
            attributes: [
              ['http.route', '/pay'],
              ['bytes', '9', 'int'],
            ],
          },
          {
            time: nano(start) + 1n,
            body: 'GET /cart 500',
            severity: 17,
            template: 'tpl_b',
            attributes: [
              ['http.route', '/cart'],
              ['bytes', '10', 'int'],
            ],
            source: 1,
          },
          {
            time: nano(start) + 2n,
            body: 'started',
            severity: 18,
            eventName: 'start',
            traceId: 'aa'.repeat(16),
            spanId: 'bb'.repeat(8),
            source: 1,
          },
        ];
        const sources = [
          {
            entity: 'ent_pay',
            resource: [
              ['service.name', 'pay'],
              ['zone', 'a'],
            ] as const,
          },
          { entity: 'ent_cart', resource: [['service.name', 'cart']] as const },
        ];
        const entities = [sampleEntity('ent_pay', 'pay'), sampleEntity('ent_cart', 'cart')];
        const templates = [sampleTemplate('tpl_new', 'GET', { aliases: ['tpl_a' as TemplateId] })];
        await must(tenant.append(logBatch(rows, { entities, templates }, sources), 'a'));
        const check = async (
          expected: readonly number[],
          ...filters: readonly (readonly [string, LogFilter['operator'], string?])[]
        ) => {
          const asked = filters.map(([field, operator, value = '']) => ({ field, operator, value }));
          const page = await must(tenant.selectLogs({ ...logQuery(), order: 'oldest', filters: asked }));
          expect(
            page.rows.map((row) => rows.findIndex((one) => one.body === row.body)),
            JSON.stringify(filters),
          ).toEqual(expected);
        };
        await check([0], ['service', '=', 'pay']);
        await check([1, 2], ['service', '!=', 'pay']);
        await check([1, 2], ['service', 'contains', 'CAR']);
        await check([1, 2], ['entity', '=', 'ent_cart']);
        await check([1, 2], ['severity', '=', 'error']);
        await check([1, 2], ['severity', '>=', 'warn']);
        await check([2], ['severity', '=', '18']);
        await check([0], ['severity', '<=', '9']);
        await check([0], ['severity', '!=', 'ERROR']);
        await check([0], ['template', '=', 'tpl_a']);
        await check([0], ['template', '=', 'tpl_new']);
        await check([2], ['trace_id', '=', 'AA'.repeat(16)]);
        await check([2], ['span_id', 'exists']);
        await check([0, 1], ['trace_id', '!=', 'aa'.repeat(16)]);
        await check([2], ['event_name', '=', 'start']);
        await check([0, 1], ['body', 'contains', 'get /']);
        await check([1], ['attributes.http.route', '=', '/cart']);
        await check([1, 2], ['attributes.http.route', '!=', '/pay']);
        await check([0, 1], ['attributes.http.route', 'exists']);
        await check([1], ['attributes.bytes', '>=', '9.5']);
        await check([0], ['attributes.bytes', '<=', '9']);
        await check([0], ['resource.zone', '=', 'a']);
        await check([1, 2], ['resource.zone', '!=', 'a']);
        await check([0, 1, 2], ['resource.service.name', 'exists']);
        await check([1], ['service', '=', 'cart'], ['severity', '=', '17']);
        await check([], ['service', '=', 'cart'], ['template', '=', 'tpl_a']);
      });

      test('filters that cannot be asked for are refused', async (tenant) => {
        const refused: LogFilter[] = [
          { field: 'tenant', operator: '=', value: 'x' },
          { field: '', operator: '=', value: 'x' },
          { field: 'time) OR (1', operator: '=', value: '1' },
          { field: 'severity', operator: '=', value: 'loud' },
          { field: 'severity', operator: 'contains', value: '1' },
          { field: 'trace_id', operator: '=', value: 'xyz' },
          { field: 'attributes.bytes', operator: '>=', value: 'many' },
        ];
        for (const filter of refused) {
          const result = await tenant.selectLogs({ ...logQuery(), filters: [filter] });
          expect(!result.ok && result.error.code, JSON.stringify(filter)).toBe('input-invalid');
        }
      });

      test('a search finds words and phrases in any case', async (tenant) => {
        const bodies = [
          'Connection refused by db-1',
          'connection reset',
          'the refusal of a connection',
          'Žádné spojení',
        ];
        await must(tenant.append(logBatch(bodies.map((body, i) => ({ time: nano(start) + BigInt(i), body }))), 'a'));
        const check = async (text: string, expected: readonly number[]) => {
          const page = await must(tenant.selectLogs({ ...logQuery(), order: 'oldest', text }));
          expect(
            page.rows.map((row) => bodies.indexOf(row.body)),
            text,
          ).toEqual(expected);
        };
        await check('', [0, 1, 2, 3]);
        await check('CONNECTION', [0, 1, 2]);
        await check('refused connection', [0]);
        await check('"connection refused"', [0]);
        await check('"refused connection"', []);
        await check('"ction refused by db"', [0]);
        await check('refus*', [0, 2]);
        await check('db-1', [0]);
        await check('žádné', [3]);
        await check("'; --", []);
      });

      test('pages follow one another without gap or repetition, in both orders', async (tenant) => {
        // Rows of equal time, within a batch and across batches.
        const rows = Array.from({ length: 7 }, (_, i) => ({ time: nano(start) + BigInt(i >> 1), body: `line ${i}` }));
        await must(tenant.append(logBatch(rows.slice(0, 4)), 'b'));
        await must(tenant.append(logBatch(rows.slice(4)), 'a'));
        for (const order of ['newest', 'oldest'] as const) {
          const all = (await must(tenant.selectLogs({ ...logQuery(), order }))).rows.map((row) => row.id);
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await must(
              tenant.selectLogs({ ...logQuery(), order, limit: 2, ...(cursor !== undefined && { cursor }) }),
            );
            expect(page.rows.length).toBeLessThanOrEqual(2);
            seen.push(...page.rows.map((row) => row.id));
            cursor = page.next;
          } while (cursor !== undefined);
          expect(seen, order).toEqual(all);
          expect(new Set(seen).size).toBe(7);
        }
        const forged = await tenant.selectLogs({ ...logQuery(), cursor: 'bm90IG91cnM' });
        expect(!forged.ok && forged.error.code).toBe('input-invalid');
      });

      test('the range is half open', async (tenant) => {
        const at = [start - 1, start, start + SECOND - 1, start + SECOND];
        await must(tenant.append(logBatch(at.map((time) => ({ time: nano(time), body: String(time) }))), 'a'));
        const range = { from: start, to: start + SECOND };
        const page = await must(tenant.selectLogs({ ...logQuery(), order: 'oldest', range }));
        expect(page.rows.map((row) => Number(row.body))).toEqual([start, start + SECOND - 1]);
      });

      test('a histogram counts per step and severity', async (tenant) => {
        const rows = [
          [0, 9],
          [59, 9],
          [59, 17],
          [125, 9],
        ].map(([second = 0, severity = 0]) => ({
          time: nano(start + second * SECOND),
          body: 'x',
          severity,
        }));
        await must(tenant.append(logBatch(rows), 'a'));
        expect(await must(tenant.selectLogHistogram({ ...logQuery(), step: MINUTE }))).toEqual([
          { time: start, severityNumber: 9, count: 2 },
          { time: start, severityNumber: 17, count: 1 },
          { time: start + 2 * MINUTE, severityNumber: 9, count: 1 },
        ]);
      });

      test('top values are counted by every kind of field', async (tenant) => {
        const rows: SampleLog[] = [0, 1, 2].map((i) => ({
          time: nano(start) + BigInt(i),
          body: 'x',
          template: 'tpl_x',
          source: i === 0 ? 0 : 1,
          attributes:
            i === 1
              ? []
              : [
                  ['http.route', '/a'],
                  ['shard', String(i)],
                ],
        }));
        const sources = [
          { entity: 'ent_a', resource: [['zone', 'z1']] as const },
          { entity: 'ent_b', resource: [['zone', 'z2']] as const },
        ];
        await must(
          tenant.append(
            logBatch(rows, { entities: [sampleEntity('ent_a', 'a'), sampleEntity('ent_b', 'b')] }, sources),
            'a',
          ),
        );
        const top = async (field: string) =>
          (await must(tenant.selectTopValues({ ...logQuery(), field }))).map(({ value, count }) => `${value} ${count}`);
        expect(await top('service')).toEqual(['b 2', 'a 1']);
        expect(await top('entity')).toEqual(['ent_b 2', 'ent_a 1']);
        expect(await top('severity')).toEqual(['9 3']);
        expect(await top('template')).toEqual(['tpl_x 3']);
        expect(await top('trace_id')).toEqual([]);
        expect(await top('attributes.http.route')).toEqual(['/a 2']);
        expect(await top('attributes.shard')).toEqual(['0 1', '2 1']);
        expect(await top('resource.zone')).toEqual(['z2 2', 'z1 1']);
        const refused = await tenant.selectTopValues({ ...logQuery(), field: 'body' });
        expect(!refused.ok && refused.error.code).toBe('input-invalid');
      });
    });

    describe('templates', () => {
      test('templates come by their counts in the range, aliases counted in', async (tenant) => {
        const counts = [
          templateCount(start, 'tpl_old', 2),
          templateCount(start, 'tpl_new', 3),
          templateCount(start + MINUTE, 'tpl_rare', 1),
          templateCount(start + HOUR, 'tpl_rare', 99),
        ];
        const templates = [
          sampleTemplate('tpl_old', 'login of anna', { firstSeen: start, lastSeen: start, count: 2 }),
          sampleTemplate('tpl_rare', 'rare'),
        ];
        await must(tenant.append(factBatch({ templates, rollups: { ...noRollups, templates: counts } }), 'a'));
        const general = sampleTemplate('tpl_new', 'login of <*>', {
          aliases: ['tpl_old' as TemplateId],
          firstSeen: start,
          lastSeen: start + 5,
          count: 5,
        });
        await must(tenant.append(factBatch({ templates: [general] }), 'b'));
        const range = { from: start, to: start + 2 * MINUTE };
        const found = await must(tenant.selectTemplates({ range, limit: 10 }));
        expect(found.find((template) => template.id === 'tpl_new')).toEqual({ ...general, countInRange: 5 });
        expect(found.find((template) => template.id === 'tpl_rare')?.countInRange).toBe(1);
        expect(found).toHaveLength(2);
        expect(await must(tenant.selectTemplate('tpl_old' as TemplateId))).toEqual(general);
        expect(await must(tenant.selectTemplate('tpl_none' as TemplateId))).toBeUndefined();
        const perMinute = await must(
          tenant.selectTemplateCounts({ range, template: 'tpl_new' as TemplateId, step: MINUTE }),
        );
        expect(perMinute).toEqual([{ time: start, count: 5 }]);
      });
    });

    describe('metrics', () => {
      test('raw points are aggregated to the step, absent ones left out', async (tenant) => {
        const points = [
          { time: nano(start + 1), series: 'ser_q', value: 4 },
          { time: nano(start + 2), series: 'ser_q', value: 1 },
          { time: nano(start + 3), series: 'ser_q', value: 99, absent: true },
          { time: nano(start + MINUTE), series: 'ser_q', value: -7.5 },
          { time: nano(start + 1), series: 'ser_other', value: 1000 },
        ];
        const rollups = { ...noRollups, series: [sampleSeries('ser_q'), sampleSeries('ser_other')] };
        await must(tenant.append(pointBatch(points, { rollups }), 'a'));
        const found = await must(
          tenant.selectSeries({ range: everything, series: ['ser_q' as SeriesId], step: MINUTE }),
        );
        expect(found).toEqual([
          {
            series: sampleSeries('ser_q'),
            points: [
              { time: start, min: 1, max: 4, mean: 2.5, last: 1, count: 2 },
              { time: start + MINUTE, min: -7.5, max: -7.5, mean: -7.5, last: -7.5, count: 1 },
            ],
          },
        ]);
      });

      test('series are found by entity, metric and attributes, where they have minutes in the range', async (tenant) => {
        const series = [
          sampleSeries('ser_a', { attributes: { pod: 'a', state: 'used' } }),
          sampleSeries('ser_b', { attributes: { pod: 'b' } }),
          sampleSeries('ser_c', { entity: ent('ent_other'), metric: 'cpu' }),
        ];
        const metrics = [
          metricRollup(start, 'ser_a'),
          metricRollup(start, 'ser_b'),
          metricRollup(start + HOUR, 'ser_c'),
        ];
        await must(tenant.append(factBatch({ rollups: { ...noRollups, metrics, series } }), 'a'));
        const range = { from: start + 30 * SECOND, to: start + MINUTE };
        const ids = async (more: object, within = range) =>
          (await must(tenant.findSeries({ range: within, limit: 10, ...more }))).map((one) => one.id);
        expect(await ids({})).toEqual(['ser_a', 'ser_b']);
        expect(await ids({}, everything)).toEqual(['ser_c', 'ser_a', 'ser_b']);
        expect(await ids({ metric: 'cpu' })).toEqual([]);
        expect(await ids({ entity: 'ent_other' }, everything)).toEqual(['ser_c']);
        expect(await ids({ attributes: { pod: 'b' } })).toEqual(['ser_b']);
        expect(await ids({ limit: 1 })).toEqual(['ser_a']);
      });
    });

    describe('traces', () => {
      const traceA = 'a'.repeat(32);
      const traceB = 'b'.repeat(32);
      const root = {
        traceId: traceA,
        spanId: '1'.repeat(16),
        name: 'POST /pay',
        start: nano(start) + 5n,
        end: nano(start + 900),
      };
      const child = {
        traceId: traceA,
        spanId: '2'.repeat(16),
        parentSpanId: root.spanId,
        name: 'charge',
        start: nano(start + 100),
        end: nano(start + 300),
        status: 2,
        source: 1,
      };
      const other = {
        traceId: traceB,
        spanId: '3'.repeat(16),
        name: 'GET /cart',
        start: nano(start + HOUR),
        end: nano(start + HOUR + 10),
      };
      const sources = [
        { entity: 'ent_pay', resource: [['service.name', 'pay']] as const },
        { entity: 'ent_bank', resource: [['service.name', 'bank']] as const },
      ];
      const entities = [sampleEntity('ent_pay', 'pay'), sampleEntity('ent_bank', 'bank')];

      test('a trace is read back by its id, whoever sent its spans', async (tenant) => {
        const events = '[{"name":"exception","timeUnixNano":"1"}]';
        await must(
          tenant.append(
            spanBatch(
              [{ ...child, events, statusMessage: 'no', attributes: [['db.system.name', 'redis']] }],
              { entities },
              sources,
            ),
            'a',
          ),
        );
        await must(tenant.append(spanBatch([root, other], {}, sources), 'b'));
        const spans = await must(tenant.selectTrace(traceA));
        expect(spans.map((span) => span.name)).toEqual(['POST /pay', 'charge']);
        expect(spans[0]?.startTimeUnixNano).toBe(String(root.start));
        expect(spans[1]).toEqual({
          traceId: traceA,
          spanId: child.spanId,
          parentSpanId: root.spanId,
          name: 'charge',
          kind: 'server',
          entity: 'ent_bank',
          entityName: 'bank',
          startTimeUnixNano: String(child.start),
          durationNano: '200000000',
          status: 'error',
          statusMessage: 'no',
          attributes: [{ key: 'db.system.name', value: 'redis', kind: 'string' }],
          resource: [{ key: 'service.name', value: 'bank', kind: 'string' }],
          events,
          links: '[]',
        });
        expect(await must(tenant.selectTrace('c'.repeat(32)))).toEqual([]);
      });

      test('traces are listed newest or slowest first, with what they hold', async (tenant) => {
        await must(tenant.append(spanBatch([root, child, other], { entities }, sources), 'a'));
        const query = { range: everything, limit: 10, order: 'newest' as const };
        const newest = await must(tenant.selectTraces(query));
        expect(newest.traces.map((trace) => trace.traceId)).toEqual([traceB, traceA]);
        expect(newest.traces[1]).toEqual({
          traceId: traceA,
          rootName: 'POST /pay',
          rootEntity: 'ent_pay',
          rootEntityName: 'pay',
          start,
          durationMs: 899.999995,
          spans: 2,
          errors: 1,
          entities: 2,
        });
        const ids = async (more: object) =>
          (await must(tenant.selectTraces({ ...query, ...more }))).traces.map((trace) => trace.traceId);
        expect(await ids({ order: 'slowest' })).toEqual([traceA, traceB]);
        expect(await ids({ errorsOnly: true })).toEqual([traceA]);
        expect(await ids({ entity: 'ent_bank' })).toEqual([traceA]);
        expect(await ids({ operation: 'GET /cart' })).toEqual([traceB]);
        expect(await ids({ entity: 'ent_pay', operation: 'charge' })).toEqual([]);
        expect(await ids({ minDurationMs: 100 })).toEqual([traceA]);
        expect(await ids({ maxDurationMs: 100 })).toEqual([traceB]);
        const year = 31_536_000_000;
        expect(await ids({ minDurationMs: year })).toEqual([]);
        expect(await ids({ maxDurationMs: year })).toHaveLength(2);
        expect(await ids({ range: { from: start, to: start + MINUTE } })).toEqual([traceA]);
        for (const order of ['newest', 'slowest'] as const) {
          const first = await must(tenant.selectTraces({ ...query, order, limit: 1 }));
          const second = await must(tenant.selectTraces({ ...query, order, limit: 1, cursor: first.next! }));
          expect([...first.traces, ...second.traces].map((trace) => trace.traceId)).toEqual(await ids({ order }));
          expect(second.next).toBeUndefined();
        }
      });

      test('spans and the logs of spans are read by time', async (tenant) => {
        await must(tenant.append(spanBatch([other, root, child], { entities }, sources), 'a'));
        const rows: SampleLog[] = [
          {
            time: nano(start + 2),
            body: 'in a span',
            traceId: traceA,
            spanId: root.spanId,
            template: 'tpl_x',
            severity: 13,
            attributes: [
              ['code.file.path', 'pay.ts'],
              ['code.line.number', '7', 'int'],
            ],
          },
          { time: nano(start + 1), body: 'in no span' },
        ];
        await must(tenant.append(logBatch(rows), 'b'));
        const range = { from: start, to: start + MINUTE };
        const spans = await must(tenant.selectSpans({ range, limit: 10 }));
        expect(spans.map((span) => span.name)).toEqual(['POST /pay', 'charge']);
        expect(spans[1]).toEqual({
          traceId: traceA,
          spanId: child.spanId,
          parentSpanId: root.spanId,
          name: 'charge',
          kind: 'server',
          entity: 'ent_bank',
          start: start + 100,
          end: start + 300,
          status: 'error',
        });
        expect(await must(tenant.selectSpanLogs({ range, limit: 10 }))).toEqual([
          {
            traceId: traceA,
            spanId: root.spanId,
            time: start + 2,
            entity: 'ent_shop',
            template: 'tpl_x',
            location: 'pay.ts:7',
            severityNumber: 13,
          },
        ]);
      });

      test('of each trace it is told whom it passed and which of the templates it left', async (tenant) => {
        await must(tenant.append(spanBatch([other, root, child], { entities }, sources), 'a'));
        const line = (template: string, more: Partial<SampleLog> = {}): SampleLog => ({
          time: nano(start + 2),
          body: 'a line',
          traceId: traceA,
          spanId: root.spanId,
          template,
          ...more,
        });
        await must(
          tenant.append(logBatch([line('tpl_x'), line('tpl_x'), line('tpl_y'), line('tpl_x', { traceId: '' })]), 'b'),
        );
        const visits = (more: object = {}) =>
          tenant.selectTraceVisits({
            range: { from: start, to: start + MINUTE },
            entities: ['ent_shop', 'ent_pay', 'ent_bank'] as EntityId[],
            templates: ['tpl_x', 'tpl_z'] as TemplateId[],
            limit: 10,
            ...more,
          });
        expect(await must(visits())).toEqual([
          { route: 'POST /pay', start, entities: ['ent_bank', 'ent_pay', 'ent_shop'], templates: ['tpl_x'] },
        ]);
        const ofBank = { route: 'charge', start: start + 100, entities: ['ent_bank'], templates: [] };
        expect(await must(visits({ entities: ['ent_bank'] }))).toEqual([ofBank]);
        expect(await must(visits({ range: { from: start + 2 * HOUR, to: start + 3 * HOUR } }))).toEqual([]);
      });
    });

    describe('samples', () => {
      const many = (count: number, failing: (index: number) => boolean) =>
        Array.from({ length: count }, (_, index) => ({
          start: nano(start + index),
          end: nano(start + index + 5),
          traceId: (index + 1).toString(16).padStart(32, '0'),
          spanId: (index + 1).toString(16).padStart(16, '0'),
          name: `GET /${index % 2}`,
          status: failing(index) ? 2 : 0,
          attributes: [['index', `${index}`]] as const,
        }));

      test('a sample has what each record was, with its resource, and counts those left out', async (tenant) => {
        const spans = many(100, (index) => index % 10 === 0);
        await must(tenant.append(spanBatch(spans), 'a:1'));
        const query = { signal: 'traces', range: everything, limit: 1_000 } as const;
        const failing = await must(tenant.selectSample({ ...query, failing: true }));
        expect(failing.found).toBe(10);
        expect(failing.records.map(({ attributes }) => Number(attributes[0]?.value)).sort((a, b) => a - b)).toEqual([
          0, 10, 20, 30, 40, 50, 60, 70, 80, 90,
        ]);
        expect(failing.records[0]).toMatchObject({ weight: 1, group: 'GET /0', resource: [{ value: 'shop' }] });
        const few = await must(tenant.selectSample({ ...query, failing: false, limit: 7 }));
        expect([few.found, few.records.length]).toEqual([100, 7]);
        expect(few.groups).toEqual([
          { value: 'GET /0', count: 50 },
          { value: 'GET /1', count: 50 },
        ]);
        const none = await must(tenant.selectSample({ ...query, failing: false, entities: [ent('ent_other')] }));
        expect(none).toEqual({ found: 0, groups: [], records: [] });
      });

      test('a sample of log records is the same each time and has the early and the late', async (tenant) => {
        const logs = Array.from({ length: 4_000 }, (_, index) => ({
          time: nano(start + index),
          body: 'refused',
          severity: 17,
          template: 'tpl_refused',
          attributes: [['half', index < 2_000 ? 'early' : 'late']] as const,
        }));
        await must(tenant.append(logBatch(logs), 'a:1'));
        const query = {
          signal: 'logs',
          range: everything,
          failing: true,
          entities: [ent('ent_shop')],
          limit: 200,
        } as const;
        const sample = await must(tenant.selectSample(query));
        expect([sample.found, sample.records.length, sample.records[0]?.group]).toEqual([4_000, 200, 'tpl_refused']);
        const early = sample.records.filter(({ attributes }) => attributes[0]?.value === 'early').length;
        // Within five standard deviations of one half.
        expect(Math.abs(early - 100)).toBeLessThan(36);
        expect(await must(tenant.selectSample(query))).toEqual(sample);
      });
    });

    describe('rollups', () => {
      test('partial sums of several batches add up per key', async (tenant) => {
        const series = [sampleSeries('ser_q')];
        const first = {
          metrics: [
            metricRollup(start, 'ser_q', {
              count: 2,
              sum: 5,
              min: 1,
              max: 4,
              last: 4,
              lastTime: start + 30,
              observations: 1,
              bins: new Map([
                [-3, 1],
                [7, 2],
              ]),
            }),
          ],
          spans: [
            spanRollup(start, 'ent_shop', {
              count: 2.5,
              errors: 1,
              sampled: 2,
              sampledErrors: 1,
              durationSumMs: 10,
              bins: new Map([[1, 2.5]]),
            }),
          ],
          templates: [templateCount(start, 'tpl_x', 3)],
          series,
        };
        const second = {
          metrics: [
            metricRollup(start, 'ser_q', {
              count: 1,
              sum: -2,
              min: -2,
              max: -2,
              last: -2,
              lastTime: start + 20,
              bins: new Map([[7, 1]]),
            }),
          ],
          spans: [
            spanRollup(start, 'ent_shop', {
              count: 1,
              bins: new Map([
                [1, 1],
                [2, 1],
              ]),
            }),
          ],
          templates: [templateCount(start, 'tpl_x', 4)],
          series,
        };
        await must(tenant.append(factBatch({ rollups: first }), 'a'));
        await must(tenant.append(factBatch({ rollups: second }), 'b'));
        const found = await must(tenant.selectRollups({ from: start, to: start + MINUTE }));
        expect(found).toEqual({
          metrics: [
            metricRollup(start, 'ser_q', {
              count: 3,
              sum: 3,
              min: -2,
              max: 4,
              last: 4,
              lastTime: start + 30,
              observations: 1,
              bins: new Map([
                [-3, 1],
                [7, 3],
              ]),
            }),
          ],
          spans: [
            spanRollup(start, 'ent_shop', {
              count: 3.5,
              errors: 1,
              sampled: 3,
              sampledErrors: 1,
              durationSumMs: 11,
              bins: new Map([
                [1, 3.5],
                [2, 1],
              ]),
            }),
          ],
          templates: [templateCount(start, 'tpl_x', 7)],
          series,
        });
      });

      test('rollups come by minute, and only those of the range', async (tenant) => {
        const minutes = [3, 0, 2, 1].map((i) => start + i * MINUTE);
        const metrics = minutes.flatMap((minute) => [metricRollup(minute, 'ser_b'), metricRollup(minute, 'ser_a')]);
        const spans = minutes.map((minute) => spanRollup(minute, 'ent_shop', { side: 'client', peer: ent('ent_db') }));
        await must(tenant.append(factBatch({ rollups: { ...noRollups, metrics, spans } }), 'a'));
        const found = await must(tenant.selectRollups({ from: start + MINUTE, to: start + 3 * MINUTE }));
        expect(found.metrics.map((row) => row.minute)).toEqual([1, 1, 2, 2].map((i) => start + i * MINUTE));
        expect(found.spans.map((row) => row.minute)).toEqual([1, 2].map((i) => start + i * MINUTE));
        expect(found.spans[0]).toEqual(spanRollup(start + MINUTE, 'ent_shop', { side: 'client', peer: ent('ent_db') }));
        expect(await must(tenant.selectExtent())).toEqual({ from: start, to: start + 4 * MINUTE });
      });

      test('numbers that are not finite survive', async (tenant) => {
        const metrics = [
          metricRollup(start, 'ser_q', {
            sum: Number.POSITIVE_INFINITY,
            max: Number.POSITIVE_INFINITY,
            min: Number.NEGATIVE_INFINITY,
            last: Number.NaN,
          }),
        ];
        await must(tenant.append(factBatch({ rollups: { ...noRollups, metrics } }), 'a'));
        expect((await must(tenant.selectRollups(everything))).metrics).toEqual(metrics);
      });

      test('rates, errors and latency add up to the step', async (tenant) => {
        const bins = new Map([
          [binOf(10), 90],
          [binOf(1000), 10],
        ]);
        const spans = [0, 1, 5].map((i) => spanRollup(start + i * MINUTE, 'ent_shop', { count: 100, errors: 5, bins }));
        spans.push(
          spanRollup(start, 'ent_shop', { operation: 'PUT /', count: 1 }),
          spanRollup(start, 'ent_shop', { side: 'client' }),
        );
        await must(tenant.append(factBatch({ rollups: { ...noRollups, spans } }), 'a'));
        const query = { range: everything, step: 5 * MINUTE, side: 'server' as const, byOperation: true };
        const found = await must(tenant.selectSpanSeries(query));
        expect(found.map((point) => [point.time, point.operation, point.count, point.errors])).toEqual([
          [start, 'GET /', 200, 10],
          [start, 'PUT /', 1, 0],
          [start + 5 * MINUTE, 'GET /', 100, 5],
        ]);
        expect(found[0]!.p50Ms).toBeCloseTo(10, 0);
        expect(found[0]!.p99Ms / 1000).toBeCloseTo(1, 1);
        const together = await must(tenant.selectSpanSeries({ ...query, byOperation: false, operation: 'GET /' }));
        expect(together.map((point) => [point.operation, point.count])).toEqual([
          ['', 200],
          ['', 100],
        ]);
      });

      test('of an objective those requests are bad that fail, or that are slower than its threshold', async (tenant) => {
        const bins = new Map([
          [binOf(10), 90],
          [binOf(1000), 10],
        ]);
        const each = { count: 100, errors: 5, sampled: 50, sampledErrors: 2, bins };
        const spans = [0, 1, 5].map((i) => spanRollup(start + i * MINUTE, 'ent_shop', each));
        spans.push(
          spanRollup(start, 'ent_shop', { operation: 'PUT /', count: 10, errors: 10, sampled: 10, sampledErrors: 10 }),
          spanRollup(start, 'ent_shop', { side: 'client', count: 1_000, errors: 1_000 }),
          spanRollup(start, 'ent_other', { count: 1_000, errors: 1_000 }),
        );
        await must(tenant.append(factBatch({ rollups: { ...noRollups, spans } }), 'a'));
        const entity = ent('ent_shop');
        const get = { entity, operation: 'GET /', thresholdMs: 500 };
        const of = [{ entity }, { entity: ent('ent_nobody') }, get, { entity, operation: 'PUT /' }];
        const found = await must(tenant.selectSloCounts({ of, range: everything, step: 5 * MINUTE }));
        expect(found).toEqual([
          [
            { time: start, count: 210, bad: 20, sampled: 110, sampledBad: 14 },
            { time: start + 5 * MINUTE, count: 100, bad: 5, sampled: 50, sampledBad: 2 },
          ],
          [],
          [
            { time: start, count: 200, bad: 20, sampled: 100, sampledBad: 10 },
            { time: start + 5 * MINUTE, count: 100, bad: 10, sampled: 50, sampledBad: 5 },
          ],
          [{ time: start, count: 10, bad: 10, sampled: 10, sampledBad: 10 }],
        ]);
        const late = { from: start + MINUTE, to: start + 11 * MINUTE };
        const fromThere = await must(tenant.selectSloCounts({ of: [{ entity }], range: late, step: 5 * MINUTE }));
        expect(fromThere[0]!.map(({ time, count }) => [time - start, count])).toEqual([[MINUTE, 200]]);
        expect(await must(tenant.selectSloCounts({ of: [], range: everything, step: MINUTE }))).toEqual([]);
      });

      test('hours of days that are over are the same when asked again, and follow what comes late', async (tenant) => {
        const day = Math.floor(start / DAY) * DAY;
        const at = (hours: number, more: object = {}) =>
          spanRollup(day + hours * HOUR, 'ent_shop', { count: 10, ...more });
        const add = async (token: string, ...spans: SpanRollup[]) =>
          must(tenant.append(factBatch({ rollups: { ...noRollups, spans } }), token));
        const entity = ent('ent_shop');
        const ask = async (from: number, to: number, of: ServedRequests[] = [{ entity }]) => {
          const range = { from: day + from * HOUR, to: day + to * HOUR };
          const counts = await must(tenant.selectSloCounts({ of, range, step: HOUR }));
          return counts.map((each) => each.map(({ time, count, bad }) => [(time - day) / HOUR, count, bad]));
        };
        await add('a', at(1), at(30, { errors: 2 }), at(50));
        const first = [
          [1, 10, 0],
          [30, 10, 2],
          [50, 10, 0],
        ];
        expect(await ask(0, 60)).toEqual([first]);
        expect(await ask(0, 60)).toEqual([first]);
        // A window that begins later, and one more objective.
        const slow = [
          [30, 10, 1],
          [50, 10, 1],
        ];
        expect(await ask(2, 60, [{ entity, thresholdMs: 0.01 }, { entity }])).toEqual([slow, first.slice(1)]);
        await add('b', at(1, { errors: 1 }), at(31), at(51));
        await add('b', at(1, { errors: 1 }), at(31), at(51));
        expect(await ask(0, 60)).toEqual([
          [
            [1, 20, 1],
            [30, 10, 2],
            [31, 10, 0],
            [50, 10, 0],
            [51, 10, 0],
          ],
        ]);
        await must(tenant.retain({ logs: DAY, traces: DAY, metrics: DAY, rollups: DAY }, day + 2.5 * DAY));
        expect(await ask(24, 60)).toEqual([
          [
            [30, 10, 2],
            [31, 10, 0],
            [50, 10, 0],
            [51, 10, 0],
          ],
        ]);
        expect(await ask(0, 60)).toEqual([
          [
            [30, 10, 2],
            [31, 10, 0],
            [50, 10, 0],
            [51, 10, 0],
          ],
        ]);
      });

      test('an edge is counted at its caller, or at its callee where the caller is silent', async (tenant) => {
        const spans = [
          spanRollup(start, 'ent_a', { side: 'client', peer: ent('ent_b'), count: 10, errors: 2 }),
          spanRollup(start, 'ent_b', { side: 'server', peer: ent('ent_a'), count: 9 }),
          spanRollup(start, 'ent_c', { side: 'server', peer: ent('ent_a'), count: 4 }),
          spanRollup(start, 'ent_c', { side: 'server', count: 77 }),
        ];
        await must(tenant.append(factBatch({ rollups: { ...noRollups, spans } }), 'a'));
        const edges = await must(tenant.selectEdges(everything));
        expect(edges.map(({ caller, callee, count, errors }) => [caller, callee, count, errors])).toEqual([
          ['ent_a', 'ent_b', 10, 2],
          ['ent_a', 'ent_c', 4, 0],
        ]);
      });
    });

    describe('topology', () => {
      test('entities keep when they were first seen and what was said last', async (tenant) => {
        const old = sampleEntity('ent_a', 'a', {
          version: 'v1',
          nodes: [ent('ent_n1')],
          firstSeen: start,
          lastSeen: start,
        });
        const now = sampleEntity('ent_a', 'a', {
          version: 'v2',
          nodes: [ent('ent_n2'), ent('ent_n3')],
          owner: ent('ent_o'),
          firstSeen: start + 5,
          lastSeen: start + HOUR,
        });
        const gone = sampleEntity('ent_gone', 'gone', { firstSeen: start - 2 * DAY, lastSeen: start - DAY });
        const relation = { from: ent('ent_a'), to: ent('ent_n2'), kind: 'runs-on', lastSeen: start + HOUR } as const;
        await must(tenant.append(factBatch({ entities: [old, gone] }), 'a'));
        await must(
          tenant.append(factBatch({ entities: [now], relations: [relation, { ...relation, lastSeen: start }] }), 'b'),
        );
        const topology = await must(tenant.selectTopology({ from: start, to: start + DAY }));
        expect([...topology.entities.values()]).toEqual([{ ...now, firstSeen: start }]);
        expect(topology.relations).toEqual([relation]);
        const before = await must(tenant.selectTopology({ from: start - DAY, to: start }));
        expect([...before.entities.keys()]).toEqual(['ent_gone']);
      });

      test('changes and events are read by time and entity', async (tenant) => {
        const change = (id: string, time: number, entity: string): Change => ({
          id: id as Change['id'],
          entity: ent(entity),
          kind: 'deploy',
          time,
          text: 'v1 to v2',
        });
        const changes = [change('chg_2', start + 2, 'ent_b'), change('chg_1', start + 1, 'ent_a')];
        const events = [
          { time: start + 3, entity: ent('ent_a'), object: 'pod-1', reason: 'OOMKilled', message: 'out of memory' },
        ];
        await must(tenant.append(factBatch({ changes, events }), 'a'));
        await must(tenant.append(factBatch({ changes: [changes[1]!] }), 'b'));
        expect(await must(tenant.selectChanges(everything))).toEqual([changes[1], changes[0]]);
        expect(await must(tenant.selectChanges(everything, ent('ent_b')))).toEqual([changes[0]]);
        expect(await must(tenant.selectEvents(everything))).toEqual(events);
        expect(await must(tenant.selectEvents(everything, ent('ent_b')))).toEqual([]);
        expect(await must(tenant.selectEvents({ from: start, to: start + 3 }))).toEqual([]);
      });
    });

    describe('keeping', () => {
      test('a second append with the same token changes nothing', async (tenant) => {
        await must(tenant.append(fullBatch('first'), 'a:1'));
        const before = await everythingOf(tenant);
        await must(tenant.append(fullBatch('second'), 'a:1'));
        expect(await everythingOf(tenant)).toEqual(before);
        await must(tenant.append(fullBatch('second'), 'a:2'));
        expect((await everythingOf(tenant)).bodies).toEqual(['first', 'second']);
      });

      test('several batches under one token are one append', async (tenant) => {
        const span = {
          traceId: 'a'.repeat(32),
          spanId: '1'.repeat(16),
          name: 'GET',
          start: nano(start),
          end: nano(start),
        };
        const batches = [
          logBatch([{ time: nano(start), body: 'one' }]),
          spanBatch([span]),
          logBatch([{ time: nano(start) + 1n, body: 'two', source: 0 }], {}, [
            { entity: 'ent_x', resource: [['service.name', 'x']] },
          ]),
          pointBatch([{ time: nano(start), series: 'ser_q', value: 1 }], {
            rollups: { ...noRollups, series: [sampleSeries('ser_q')], metrics: [metricRollup(start, 'ser_q')] },
          }),
        ];
        await must(tenant.appendAll(batches, 'a:1-4'));
        await must(tenant.appendAll(batches, 'a:1-4'));
        await must(tenant.appendAll([], 'a:5'));
        const { rows } = await must(tenant.selectLogs({ ...logQuery(), order: 'oldest' }));
        expect(rows.map((row) => [row.id, row.body, row.resource[0]?.value])).toEqual([
          ['a:1-4:0', 'one', 'shop'],
          ['a:1-4:1', 'two', 'x'],
        ]);
        expect(await must(tenant.selectTrace('a'.repeat(32)))).toHaveLength(1);
        expect((await must(tenant.selectRollups(everything))).metrics).toEqual([metricRollup(start, 'ser_q')]);
      });

      test('what the store never takes is refused as such, leaves nothing, and holds up nothing', async (tenant) => {
        const refusal = await tenant.append(contract.refused(), 'a:1');
        if (refusal.ok) throw new Error('it was taken');
        expect(refusal.error.code).toBe('telemetry-refused');
        expect(refusal.missing).not.toEqual([]);
        expect((await everythingOf(tenant)).usage).toEqual([0, 0, 0, 0]);
        await must(tenant.append(fullBatch('next'), 'a:2'));
        expect((await everythingOf(tenant)).bodies).toEqual(['next']);
      });

      test('what was refused together is appended piece by piece, and is nowhere twice', async (tenant) => {
        const alone = store.tenant(`alone-${tenants}` as TenantId);
        await must(alone.append(fullBatch('good'), 'a:1'));
        const together = await tenant.appendAll([fullBatch('good'), contract.refused()], 'a:1-2');
        const missing = together.ok ? [] : together.missing;
        await must(tenant.appendAll([fullBatch('good')], 'a:1', missing));
        await must(tenant.appendAll([fullBatch('good')], 'a:1', missing));
        expect(await everythingOf(tenant)).toEqual(await everythingOf(alone));
        const refusal = await tenant.appendAll([contract.refused()], 'a:2', missing);
        expect(!refusal.ok && refusal.missing).toEqual(missing);
      });

      test('a reopened store has everything, tokens included', async (tenant, id) => {
        await must(tenant.append(fullBatch('kept'), 'a:1'));
        const before = await everythingOf(tenant);
        store = await underTest.reopen();
        const again = store.tenant(id);
        expect(await everythingOf(again)).toEqual(before);
        await must(again.append(fullBatch('repeated'), 'a:1'));
        expect(await everythingOf(again)).toEqual(before);
      });

      test('two tenants never see one another', async (tenant) => {
        const other = store.tenant(`other-${tenants}` as TenantId);
        await must(tenant.append(fullBatch('mine'), 'a:1'));
        const nothingYet = await everythingOf(other);
        expect(nothingYet.bodies).toEqual([]);
        expect(nothingYet.usage).toEqual([0, 0, 0, 0]);
        await must(other.append(fullBatch('theirs'), 'a:1'));
        expect((await everythingOf(tenant)).bodies).toEqual(['mine']);
        expect((await everythingOf(other)).bodies).toEqual(['theirs']);
      });

      test('a tenant without anything answers with nothing', async (tenant) => {
        expect(await must(tenant.selectLogs(logQuery()))).toEqual({ rows: [] });
        expect(await must(tenant.selectRollups(everything))).toEqual(noRollups);
        expect(await must(tenant.selectExtent())).toBeUndefined();
        expect((await must(tenant.selectUsage())).map((usage) => usage.lastArrival)).toEqual([
          undefined,
          undefined,
          undefined,
          undefined,
        ]);
        expect(await must(tenant.selectTraces({ range: everything, limit: 5, order: 'newest' }))).toEqual({
          traces: [],
        });
        await must(tenant.retain({ logs: DAY, traces: DAY, metrics: DAY, rollups: DAY }, start));
      });

      test('usage says rows, bytes and the last arrival of each signal', async (tenant) => {
        await must(tenant.append(fullBatch('x'), 'a'));
        const usage = await must(tenant.selectUsage());
        expect(usage.map(({ signal, rows, lastArrival }) => [signal, rows, lastArrival])).toEqual([
          ['logs', 1, start],
          ['metrics', 0, undefined],
          ['traces', 0, undefined],
          ['rollups', 3, start],
        ]);
        expect(usage[0]!.bytes).toBeGreaterThan(0);
      });

      test('what came in is added up by step, sender, kind and reason', async (tenant) => {
        const count = (minute: number, more: Partial<IntakeCount> = {}): IntakeCount => ({
          minute: start + minute * MINUTE,
          signal: 'logs',
          entity: ent('ent_shop'),
          kind: 'received',
          reason: '',
          records: 10,
          bytes: 1_000,
          ...more,
        });
        const dropped = { kind: 'dropped', reason: 'nrl_1', records: 3, bytes: 300 } as const;
        await must(tenant.append(factBatch({ intake: [count(0), count(1), count(1, dropped)] }), 'a'));
        await must(tenant.append(factBatch({ intake: [count(1), count(9)] }), 'b'));
        const range = { from: start, to: start + 5 * MINUTE };
        expect(await must(tenant.selectIntake({ range, step: 2 * MINUTE }))).toEqual([
          count(0, { records: 30, bytes: 3_000 }),
          count(0, dropped),
        ]);
      });

      test('a thinned record counts as often as it says', async (tenant) => {
        const rows = [1, 2, 3].map((n) => ({
          time: nano(start),
          body: 'a',
          template: 't',
          attributes: [['k', `${n}`] as const],
        }));
        await must(tenant.append(logBatch(rows, { weightOfRow: Float64Array.of(1, 20, 20) }), 'a'));
        const selection = { range: everything, filters: [], text: '' };
        const histogram = await must(tenant.selectLogHistogram({ ...selection, step: MINUTE }));
        expect(histogram.map(({ count }) => count)).toEqual([41]);
        const top = await must(tenant.selectTopValues({ ...selection, field: 'template', limit: 5 }));
        expect(top).toEqual([{ value: 't', count: 41 }]);
        const byResource = await must(
          tenant.selectTopValues({ ...selection, field: 'resource.service.name', limit: 5 }),
        );
        expect(byResource).toEqual([{ value: 'shop', count: 41 }]);
        const keys = await must(tenant.selectKeyCardinality({ range: everything, signal: 'logs', limit: 5 }));
        expect(keys).toEqual([{ key: 'k', values: 3, records: 3 }]);
      });

      test('a noise rule meets what it names, and nothing else', async (tenant) => {
        const health = {
          time: nano(start),
          body: 'ok',
          template: 'tpl_ok',
          attributes: [['path', '/health']] as const,
        };
        const rows = [
          health,
          { ...health, time: nano(start + MINUTE) },
          { ...health, template: 'tpl_old' },
          { ...health, severity: 17 },
          { ...health, attributes: [['path', '/pay']] as const },
          { ...health, source: 1 },
        ];
        const sources = [
          { entity: 'ent_shop', resource: [['service.name', 'shop']] as const },
          { entity: 'ent_cart', resource: [['service.name', 'cart']] as const },
        ];
        const aliases = ['tpl_old'] as unknown as Template['aliases'];
        const templates = [sampleTemplate('tpl_ok', 'ok', { aliases })];
        await must(
          tenant.append(logBatch(rows, { templates, weightOfRow: Float64Array.of(1, 5, 1, 1, 1, 1) }, sources), 'a'),
        );
        const none = { entities: [], templates: [], names: [], attributes: [], resource: [] };
        const met = async (match: Partial<NoiseMatch>) => {
          const query = { range: everything, signal: 'logs', match: { ...none, ...match }, keys: ['pa*'] } as const;
          const found = await must(tenant.selectNoise({ ...query, intervalSeconds: 60 }));
          expect(found.total.records).toBe(10);
          const sum = (pick: (group: NoiseGroup) => number) =>
            found.groups.reduce((all, group) => all + pick(group), 0);
          return { records: sum((g) => g.records), errors: sum((g) => g.errors), keyBytes: sum((g) => g.keyBytes) };
        };
        expect(await met({})).toEqual({ records: 10, errors: 1, keyBytes: 10 * 11 - 3 });
        expect(await met({ templates: ['tpl_old' as TemplateId] })).toMatchObject({ records: 10 });
        expect(await met({ maxSeverity: 9 })).toMatchObject({ records: 9, errors: 0 });
        expect(await met({ entities: [ent('ent_cart')] })).toMatchObject({ records: 1 });
        const path = { key: 'path', value: '/HEALTH' };
        expect(await met({ attributes: [{ ...path, operator: 'contains' }] })).toMatchObject({ records: 9 });
        expect(await met({ attributes: [{ ...path, operator: '=' }] })).toMatchObject({ records: 0 });
        const service = { key: 'service.name', operator: '!=', value: 'cart' } as const;
        expect(await met({ resource: [service] })).toMatchObject({ records: 9 });
      });

      test('points of a metric are met by its name, and the intervals that they fill', async (tenant) => {
        const points = [0, 10, 20, 70].map((second) => ({
          time: nano(start + second * 1_000),
          series: 'ser_a',
          value: 1,
        }));
        const series = [sampleSeries('ser_a', { attributes: { pod: 'x' } })];
        const metrics = [metricRollup(start, 'ser_a')];
        const rollups = { metrics, spans: [], templates: [], series };
        await must(tenant.append(pointBatch(points, { rollups }), 'a'));
        const match = { entities: [], templates: [], names: ['queue.*'], attributes: [], resource: [] };
        const query = { range: everything, signal: 'metrics', keys: [], intervalSeconds: 60 } as const;
        const found = await must(tenant.selectNoise({ ...query, match }));
        expect(found.groups).toMatchObject([{ group: 'ser_a', records: 4, intervals: 2 }]);
        expect((await must(tenant.selectNoise({ ...query, match: { ...match, names: ['queue'] } }))).groups).toEqual(
          [],
        );
        const keys = await must(tenant.selectKeyCardinality({ range: everything, signal: 'metrics', limit: 5 }));
        expect(keys).toEqual([{ key: 'pod', values: 1, records: 1 }]);
        expect(await must(tenant.countActiveSeries(everything))).toBe(1);
      });

      test('retention deletes the days that lie wholly behind it and keeps the rest', async (tenant) => {
        const days = [0, 1, 2].map((day) => start + day * DAY);
        for (const time of days) {
          const rollups = {
            ...noRollups,
            metrics: [metricRollup(time, `ser_${time}`)],
            series: [sampleSeries(`ser_${time}`)],
          };
          const seen = { firstSeen: time, lastSeen: time };
          const facts = {
            rollups,
            entities: [sampleEntity(`ent_${time}`, 'x', seen)],
            templates: [sampleTemplate(`tpl_${time}`, 'x', seen)],
          };
          await must(tenant.append(logBatch([{ time: nano(time + HOUR), body: String(time) }], facts), `a:${time}`));
        }
        const now = start + 2 * DAY + HOUR;
        await must(tenant.retain({ logs: DAY, traces: DAY, metrics: DAY, rollups: 2 * DAY }, now));
        const range = { from: start, to: start + 3 * DAY };
        const bodies = (await must(tenant.selectLogs({ ...logQuery(), range, order: 'oldest' }))).rows.map(
          (row) => row.body,
        );
        expect(bodies).toEqual(days.slice(1).map(String));
        expect((await must(tenant.selectRollups(range))).metrics.map((row) => row.minute)).toEqual(days);
        await must(tenant.retain({ logs: DAY, traces: DAY, metrics: DAY, rollups: DAY }, now));
        expect((await must(tenant.selectRollups(range))).metrics.map((row) => row.minute)).toEqual(days.slice(1));
        expect([...(await must(tenant.selectTopology(range))).entities.keys()]).toEqual(
          days.slice(1).map((time) => `ent_${time}`),
        );
        expect(await must(tenant.selectTemplate(`tpl_${days[0]}` as TemplateId))).toBeUndefined();
        expect(await must(tenant.findSeries({ range, limit: 10 }))).toHaveLength(2);
        // What was deleted may come again, its source and series with it.
        const rollups = {
          ...noRollups,
          metrics: [metricRollup(days[0]!, 'ser_again')],
          series: [sampleSeries('ser_again')],
        };
        await must(tenant.append(logBatch([{ time: nano(days[0]!), body: 'again' }], { rollups }), 'b'));
        const [first] = (await must(tenant.selectLogs({ ...logQuery(), range, order: 'oldest' }))).rows;
        expect([first?.body, first?.resource[0]?.value]).toEqual(['again', 'shop']);
      });

      test('clocks that are wrong do not make a part for each of their days', async (tenant) => {
        const rows = Array.from({ length: 500 }, (_, i) => ({ time: nano(start + i * 7 * DAY), body: `row ${i}` }));
        await must(tenant.append(logBatch(rows), 'a'));
        const range = { from: 0, to: start + 10_000 * DAY };
        const page = await must(tenant.selectLogs({ ...logQuery(), range, order: 'oldest', limit: 1000 }));
        expect(page.rows.map((row) => row.body)).toEqual(rows.map((row) => row.body));
      });

      test('appends at the same time are all kept', async (tenant) => {
        const appends = Array.from({ length: 12 }, (_, i) =>
          tenant.append(logBatch([{ time: nano(start + i), body: `row ${i}` }]), `a:${i}`),
        );
        for (const result of await Promise.all(appends)) expect(result.ok).toBe(true);
        expect((await must(tenant.selectLogs(logQuery()))).rows).toHaveLength(12);
      });
    });
  });
}

const noRollups = { metrics: [], spans: [], templates: [], series: [] };

function logQuery(): LogQuery {
  return { range: everything, filters: [], text: '', limit: 100, order: 'newest' };
}

/** Something for most tables. */
function fullBatch(body: string) {
  return logBatch([{ time: nano(start), body, template: 'tpl_x' }], {
    rollups: {
      metrics: [metricRollup(start, 'ser_q')],
      spans: [spanRollup(start, 'ent_shop')],
      templates: [templateCount(start, 'tpl_x', 1)],
      series: [sampleSeries('ser_q')],
    },
    entities: [sampleEntity('ent_shop', 'shop', { firstSeen: start, lastSeen: start })],
    templates: [sampleTemplate('tpl_x', 'x')],
    events: [{ time: start, entity: ent('ent_shop'), object: 'pod', reason: 'BackOff', message: body }],
  });
}

async function everythingOf(tenant: TenantTelemetry) {
  return {
    bodies: (await must(tenant.selectLogs({ ...logQuery(), order: 'oldest' }))).rows.map((row) => row.body),
    rollups: await must(tenant.selectRollups(everything)),
    events: await must(tenant.selectEvents(everything)),
    topology: await must(tenant.selectTopology(everything)),
    usage: (await must(tenant.selectUsage())).map((usage) => usage.rows),
  };
}

async function must<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
