import type { Change } from '@foreshock/model/change.ts';
import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { MetricRollup } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { BoundedSample, Deadline } from '../bounded-resource.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import { DEFAULT_OBJECTIVES } from './failure-conditions/request-conditions.ts';
import { createLabelState, labelFailures } from './label-failures.ts';
import { entity, frameAt, requestsOf, START, sampleOf } from './simulated-minutes.ts';

interface Labelled {
  /** `failure@minute` of every onset, and of every end. */
  readonly onsets: string[];
  readonly ends: string[];
}

function label(
  minutes: number,
  parts: (minute: number) => Partial<MinuteFrame>,
  bounded: (minute: number) => readonly BoundedSample[] = () => [],
  deadlines: readonly Deadline[] = [],
): Labelled {
  const state = createLabelState();
  const onsets: string[] = [];
  const ends: string[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const frame = frameAt(minute, parts(minute));
    const input = { frame, bounded: bounded(minute), deadlines, objectives: DEFAULT_OBJECTIVES };
    const labels = labelFailures(state, input);
    for (const { failure, onset } of labels.onsets) onsets.push(`${failure}@${(onset - START) / MINUTE}`);
    for (const { failure, end } of labels.ends) ends.push(`${failure}@${(end - START) / MINUTE}`);
  }
  return { onsets, ends };
}

function event(minute: number, reason: string, message = '', object = 'pod-1'): ClusterEvent {
  return { time: START + minute * MINUTE, entity: entity('web'), object, reason, message };
}

function statusFrame(minute: number, values: Readonly<Record<string, number>>): Partial<MinuteFrame> {
  const seriesById = new Map<SeriesId, Series>();
  const metrics: MetricRollup[] = [];
  for (const [metric, value] of Object.entries(values)) {
    const id = `ser_${metric}` as SeriesId;
    seriesById.set(id, {
      id,
      entity: entity('web'),
      metric,
      unit: '1',
      type: 'gauge',
      temporality: 'unspecified',
      monotonic: false,
      attributes: {},
    });
    const time = START + minute * MINUTE;
    metrics.push({
      minute: time,
      series: id,
      count: 1,
      sum: value,
      min: value,
      max: value,
      last: value,
      lastTime: time,
      observations: 0,
      bins: new Map(),
    });
  }
  return { seriesById, metrics };
}

test('events that are a failure at once', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['OOMKilled', '', 'out_of_memory'],
    ['BackOff', 'Back-off restarting failed container', 'crash_loop'],
    ['Evicted', '', 'evicted'],
    ['Failed', 'Error: CreateContainerError', 'start_error'],
    ['NodeHasDiskPressure', '', 'node_pressure'],
    ['FailedCreate', 'pods "x" is forbidden: exceeded quota: team', 'quota'],
    ['ProgressDeadlineExceeded', '', 'rollout_stuck'],
  ];
  for (const [reason, message, failure] of cases) {
    const { onsets } = label(6, (minute) => ({ events: minute === 2 ? [event(2, reason, message)] : [] }));
    expect(onsets, reason).toEqual([`${failure}@2`]);
  }
});

test('a pod that waits for a node is a failure after two minutes, and none when it is placed in the first', () => {
  const waiting = (minute: number) => ({ events: minute === 1 ? [event(1, 'FailedScheduling')] : [] });
  expect(label(6, waiting).onsets).toEqual(['unschedulable@3']);
  const placed = (minute: number) => ({ events: minute === 2 ? [event(2, 'Scheduled')] : waiting(minute).events });
  expect(label(6, placed).onsets).toEqual([]);
});

test('a pool at 98 % for a minute is exhausted, a full working set alone is no failure', () => {
  const pool = label(
    6,
    () => ({}),
    (minute) => [sampleOf('db', minute >= 2 ? 0.985 : 0.97)],
  );
  expect(pool.onsets).toEqual(['pool_exhausted@3']);
  const memory = label(
    6,
    () => ({}),
    () => [sampleOf('web', 0.99, 'container.memory.working_set')],
  );
  expect(memory.onsets).toEqual([]);
  const disk = label(
    6,
    () => ({}),
    (minute) => [sampleOf('db', minute >= 2 ? 0.951 : 0.94, 'k8s.volume.usage')],
  );
  expect(disk.onsets).toEqual(['disk_full@2']);
});

test('a failure ends after ten good minutes, and a gap of nine does not end it', () => {
  const bad = (minute: number) => minute < 3 || (minute >= 12 && minute < 14);
  const { onsets, ends } = label(
    40,
    () => ({}),
    (minute) => [sampleOf('db', bad(minute) ? 1 : 0.5)],
  );
  expect(onsets).toEqual(['pool_exhausted@1']);
  expect(ends).toEqual(['pool_exhausted@14']);
});

test('software that says that it ran out of connections or space is believed', () => {
  const id = 'tpl_1' as TemplateId;
  const says =
    (text: string) =>
    (minute: number): Partial<MinuteFrame> => {
      const template: Template = {
        id,
        entity: entity('web'),
        text,
        aliases: [],
        severityNumber: 17,
        firstSeen: 0,
        lastSeen: 0,
        count: 1,
      };
      const count = { minute: 0, entity: entity('web'), template: id, severityNumber: 17, count: 3 };
      return { templateById: new Map([[id, template]]), templates: minute === 2 ? [count] : [] };
    };
  expect(label(5, says('FATAL: sorry, too many clients already')).onsets).toEqual(['pool_exhausted@2']);
  expect(label(5, says('write <PATH>: no space left on device')).onsets).toEqual(['disk_full@2']);
  expect(label(5, says('client connected to <PATH>')).onsets).toEqual([]);
});

test('missing replicas are a failure after two minutes, and a rollout explains them', () => {
  const lost = (minute: number) => statusFrame(minute, { 'k8s.deployment.desired': 4, 'k8s.deployment.available': 1 });
  expect(label(6, lost).onsets).toEqual(['availability_loss@2']);
  const change: Change = {
    id: 'chg_1' as Change['id'],
    entity: entity('web'),
    kind: 'deploy',
    time: START,
    text: 'v1 to v2',
  };
  const rollout = (minute: number) => ({ ...lost(minute), changes: minute === 0 ? [change] : [] });
  expect(label(6, rollout).onsets).toEqual([]);
});

test('three restarts within ten minutes are a crash loop, spread over an hour they are not', () => {
  const restarts = (every: number) => (minute: number) =>
    statusFrame(minute, { 'k8s.container.restarts': Math.min(3, Math.floor(minute / every)) });
  expect(label(20, restarts(3)).onsets).toEqual(['crash_loop@9']);
  expect(label(70, restarts(20)).onsets).toEqual([]);
});

test('an error budget that burns 14 times too fast is a failure once an hour of it would be gone', () => {
  const failing = (minute: number) => ({ spans: [requestsOf('web', minute, 100, minute >= 100 ? 50 : 0)] });
  const { onsets } = label(130, failing);
  expect(onsets).toEqual(['slo_availability@108']);
  const mild = (minute: number) => ({ spans: [requestsOf('web', minute, 1000, minute >= 100 ? 5 : 0)] });
  expect(label(200, mild).onsets).toEqual([]);
});

test('requests under 30 % of the usual for five minutes are traffic loss', () => {
  const lost = (minute: number) => ({ spans: [requestsOf('web', minute, minute >= 90 ? 10 : 100)] });
  expect(label(100, lost).onsets).toEqual(['traffic_loss@95']);
  const dip = (minute: number) => ({ spans: [requestsOf('web', minute, minute >= 90 && minute < 94 ? 10 : 100)] });
  expect(label(100, dip).onsets).toEqual([]);
});

test('calls to a peer of which more than half fail for two minutes are a dependency outage', () => {
  const calls = (minute: number) => ({
    spans: [{ ...requestsOf('web', minute, 40, minute >= 5 ? 30 : 1), side: 'client' as const, peer: entity('db') }],
  });
  expect(label(10, calls).onsets).toEqual(['dependency_outage@7']);
});

test('a certificate has expired in the minute that its end lies in', () => {
  const series = 'ser_cert' as SeriesId;
  const deadline = { series, entity: entity('web'), instance: '', measure: 'tls.certificate.not_after' };
  const ends = [{ ...deadline, at: START + 5.5 * MINUTE }];
  expect(label(8, () => ({}), undefined, ends).onsets).toEqual(['cert_expiry@5']);
});
