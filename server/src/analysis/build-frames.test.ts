import type { EntityId } from '@foreshock/model/entity.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import type { MetricRollup, SpanRollup } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { observeBounded, utilisationsAround } from './bounded-history.ts';
import { buildFrames, type MinutesRead } from './build-frames.ts';
import { readDeadlines } from './read-deadlines.ts';
import { createUserTraffic, observeTraffic, trafficNow } from './user-traffic.ts';

const START = Date.UTC(2026, 10, 22, 3);
const at = (minute: number): number => START + minute * MINUTE;
const WEB = 'ent_web' as EntityId;

function read(minutes: number, difference: Partial<MinutesRead> & Partial<MinutesRead['rollups']> = {}): MinutesRead {
  const { metrics = [], spans = [], templates: _, series = [], ...rest } = difference;
  return {
    range: { from: START, to: at(minutes) },
    rollups: { metrics, spans, templates: [], series },
    topology: { entities: new Map(), relations: [] },
    templates: [],
    changes: [],
    events: [],
    ...rest,
  };
}

function served(minute: number, count: number, latencyMs = 10): SpanRollup {
  return {
    minute: at(minute),
    entity: WEB,
    operation: 'GET /',
    side: 'server',
    peer: '',
    count,
    errors: 0,
    sampled: count,
    sampledErrors: 0,
    durationSumMs: count * latencyMs,
    bins: new Map([[binOf(latencyMs), count]]),
  };
}

const gauge = (series: string, minute: number, value: number): MetricRollup => ({
  minute: at(minute),
  series: series as SeriesId,
  count: 1,
  sum: value,
  min: value,
  max: value,
  last: value,
  lastTime: at(minute),
  observations: 0,
  bins: new Map(),
});

test('there is a frame for every minute, for those in which nothing came too', () => {
  const frames = buildFrames(read(3, { spans: [served(0, 5), served(2, 7)] }));
  expect(frames.map(({ minute, spans }) => [minute, spans.length])).toEqual([
    [at(0), 1],
    [at(1), 0],
    [at(2), 1],
  ]);
});

test('changes and events fall into the minute that holds them', () => {
  const change = { id: 'chg_1' as never, entity: WEB, kind: 'deploy' as const, time: at(1) + 59_999, text: '1 to 2' };
  const event = { time: at(2), entity: WEB, object: '', reason: 'OOMKilled', message: '' };
  const frames = buildFrames(read(3, { changes: [change], events: [event] }));
  expect(frames.map(({ changes, events }) => [changes.length, events.length])).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
  ]);
});

test('a template is found by the ids that it had before', () => {
  const template = { id: 'tpl_b' as TemplateId, aliases: ['tpl_a' as TemplateId], text: 'x' } as unknown as Template;
  const [frame] = buildFrames({ ...read(1), templates: [template] });
  expect(frame!.templateById.get('tpl_a' as TemplateId)).toBe(template);
});

test('traffic is judged by its last three minutes against the hour before, once there are ten', () => {
  const traffic = createUserTraffic();
  for (const frame of buildFrames(read(12, { spans: Array.from({ length: 12 }, (_, minute) => served(minute, 60)) }))) {
    observeTraffic(traffic, frame);
  }
  expect(trafficNow(traffic)).toBeUndefined();
  const rest = Array.from({ length: 3 }, (_, index) => served(index, 180));
  for (const frame of buildFrames(read(3, { spans: rest }))) observeTraffic(traffic, frame);
  expect(trafficNow(traffic)).toEqual({ entity: WEB, now: 3, usual: 1 });
});

test('calls between services are not the requests of users', () => {
  const traffic = createUserTraffic();
  const inner = { ...served(0, 60), peer: 'ent_cart' as EntityId };
  for (const frame of buildFrames(read(1, { spans: [inner, { ...served(0, 60), side: 'client' }] })))
    observeTraffic(traffic, frame);
  expect(traffic.minutes[0]).toMatchObject({ requests: 0, busiest: undefined });
});

test('a jump of latency moves what is usual little', () => {
  const traffic = createUserTraffic();
  for (const frame of buildFrames(
    read(120, { spans: Array.from({ length: 120 }, (_, minute) => served(minute, 60, 100)) }),
  )) {
    observeTraffic(traffic, frame);
  }
  for (const frame of buildFrames(
    read(15, { spans: Array.from({ length: 15 }, (_, minute) => served(minute, 60, 5_000)) }),
  )) {
    observeTraffic(traffic, frame);
  }
  expect(traffic.usualP95Ms.get(WEB)!).toBeGreaterThan(98);
  expect(traffic.usualP95Ms.get(WEB)!).toBeLessThan(115);
});

test('how full a resource was before and after, without the minutes of other incidents', () => {
  const history = new Map();
  for (let minute = 0; minute < 10; minute++) {
    const sample = {
      series: 'ser_1' as SeriesId,
      entity: WEB,
      instance: 'pod',
      measure: 'pool',
      unit: '1',
      value: minute,
      limit: 10,
    };
    observeBounded(history, at(minute), [sample]);
  }
  const [course] = utilisationsAround(history, { from: at(0), to: at(5) }, { from: at(5), to: at(8) }, [
    { from: at(1), to: at(3) },
  ]);
  expect(course).toMatchObject({ entity: WEB, measure: 'pool', instance: 'pod' });
  expect(course!.before).toEqual([0, 30, 40]);
  expect(course!.after).toEqual([50, 60, 70]);
});

test('certificates end at a date, or after the seconds that are left', () => {
  const series: Series[] = ['a', 'b', 'c'].map((name) => ({
    id: `ser_${name}` as SeriesId,
    entity: WEB,
    metric: name === 'c' ? 'other' : 'tls.certificate.not_after',
    unit: 's',
    type: 'gauge',
    temporality: 'unspecified',
    monotonic: false,
    attributes: { 'tls.certificate.subject': name },
  }));
  const metrics = [gauge('ser_a', 0, at(60) / 1000), gauge('ser_b', 0, 3600), gauge('ser_c', 0, 5)];
  const [frame] = buildFrames(read(1, { metrics, series }));
  expect(readDeadlines(frame!).map(({ instance, at: date }) => [instance, date])).toEqual([
    ['a', at(60)],
    ['b', at(60)],
  ]);
});
