// N-10: low traffic, waits that are meant, and no traffic at all are no incidents; the same services with a true failure
// are told. Every test drives the whole engine, minute by minute.
import type { Incident } from '@foreshock/model/incident.ts';
import { expect, test } from 'vitest';
import { createAnalysisEngine } from './analysis-engine.ts';
import {
  type FrameBuilder,
  frameAt,
  latencies,
  normal,
  poisson,
  seededRandom,
} from './detection/scenario.test-support.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

type Fill = (frame: FrameBuilder, i: number, random: () => number) => void;

interface Told {
  /** Latest revision of each, with the minute of its first. */
  readonly incidents: readonly Incident[];
  readonly openedAt: readonly number[];
  readonly warnings: readonly string[];
  /** What was said when an incident was closed. */
  readonly resolved: readonly string[];
  readonly leastTrust: number;
}

/** A cluster of three busy services that are well, and what `fill` adds. */
function run(minutes: number, fill: Fill): Told {
  const engine = createAnalysisEngine({ prediction: {} });
  const incidents = new Map<string, Incident>();
  const openedAt: number[] = [];
  const warnings: string[] = [];
  const resolved: string[] = [];
  let leastTrust = 1;
  for (let i = 0; i < minutes; i++) {
    const random = seededRandom(i + 1);
    const frame = frameAt(i, { calls: [] });
    for (const name of ['front', 'cart', 'stock']) {
      frame.served(name, 'GET /', latencies(random, poisson(random, 60), 20));
      frame.gauge(name, 'process.cpu.utilization', 0.3 + 0.01 * normal(random));
    }
    fill(frame, i, random);
    const { findings } = engine.analyze([frame.build()], new Set());
    for (const incident of findings.incidents) {
      if (!incidents.has(incident.id)) openedAt.push(i);
      incidents.set(incident.id, incident);
    }
    for (const { state, failure } of findings.predictions) warnings.push(`${i}: ${failure} ${state}`);
    leastTrust = Math.min(leastTrust, findings.dataTrust.share);
    for (const { activity } of findings.activity) if (activity.kind === 'resolved') resolved.push(activity.text);
  }
  return { incidents: [...incidents.values()], openedAt, warnings, resolved, leastTrust };
}

/** Nothing opened and nothing warned of; says what did. */
function expectSilence({ incidents, openedAt, warnings }: Told): void {
  expect(incidents.map(({ title }, i) => `${openedAt[i]}: ${title}`)).toEqual([]);
  expect(warnings).toEqual([]);
}

/** Some requests a minute, of which those with a number below `share` fail or take `slowMs`. */
function troubled(random: () => number, count: number, share: number, slowMs: number): [number[], number] {
  const durations = latencies(random, count, 50).map((ms) => (random() < share ? slowMs : ms));
  return [durations, durations.filter(() => random() < share).length];
}

const RARE = 0.008 * 60;

test('N-10: at 0.008 requests a second what fails or is slow now and then, retries too, is no incident', () => {
  const told = run(2 * DAY, (frame, i, random) => {
    const [durations, errors] = troubled(random, poisson(random, RARE), 0.05, 3_000);
    // Every six hours one job fails and is tried again in each of four minutes.
    const retries = i > HOUR && i % (6 * HOUR) < 4 ? latencies(random, 1, 50) : [];
    frame.served('report', 'POST /report', [...durations, ...retries], errors + retries.length);
    frame.gauge('report', 'process.cpu.utilization', 0.05 + 0.005 * normal(random));
    frame.log('report', 'report was written', durations.length);
    frame.log('report', 'report failed', errors + retries.length, 17);
  });
  expectSilence(told);
}, 120_000);

test('N-10: the same service at one request a second, every fifth of which fails, is an incident', () => {
  const told = run(DAY + 20, (frame, i, random) => {
    const [durations, errors] = troubled(random, poisson(random, 60), i < DAY ? 0.01 : 0.2, 3_000);
    frame.served('report', 'POST /report', durations, errors);
  });
  expect(told.openedAt.length).toBe(1);
  expect(told.openedAt[0]).toBeGreaterThanOrEqual(DAY);
}, 60_000);

/** Good for three days but for one request in a hundred, then none is answered. */
const breaksDown =
  (perMinute: number): Fill =>
  (frame, i, random) => {
    const requests = latencies(random, poisson(random, perMinute), 50);
    const errors = i < 3 * DAY ? requests.filter(() => random() < 0.01).length : requests.length;
    frame.served('report', 'POST /report', requests, errors);
    frame.gauge('report', 'process.cpu.utilization', 0.05 + 0.005 * normal(random));
  };

test.for([
  [RARE, 25],
  [1, 15],
  [3, 10],
] as const)(
  'N-10: at %f requests a minute all of which fail from one minute on an incident opens within %i min',
  { timeout: 240_000 },
  ([perMinute, within]) => {
    const told = run(3 * DAY + 40, breaksDown(perMinute));
    expect(told.openedAt.length).toBe(1);
    expect(told.openedAt[0]).toBeGreaterThanOrEqual(3 * DAY);
    expect(told.openedAt[0]).toBeLessThanOrEqual(3 * DAY + within);
    expect(told.incidents.map(({ state }) => state)).toEqual(['open']);
  },
);

/** A Deployment as the Collector's cluster receiver reports it. */
function deployment(frame: FrameBuilder, name: string, desired: number, available: number): void {
  frame.gauge(name, 'k8s.deployment.desired', desired);
  frame.gauge(name, 'k8s.deployment.available', available);
}

const PULL = DAY;

/**
 * A worker without requests whose pod is moved and pulls its image for `pullMinutes`, and a service that gets a third
 * pod, which pulls it too and is slow at first.
 */
const imagePull =
  (pullMinutes: number): Fill =>
  (frame, i, random) => {
    const isPulling = i >= PULL && i < PULL + pullMinutes;
    const isCold = i >= PULL + pullMinutes && i < PULL + pullMinutes + 3;
    const isMoved = i >= PULL;
    for (const name of ['thumbs', 'web']) {
      if (i === PULL) for (const reason of ['Scheduled', 'Pulling']) frame.event(name, reason);
      if (i === PULL + pullMinutes) for (const reason of ['Pulled', 'Created', 'Started']) frame.event(name, reason);
      if (isCold) frame.event(name, 'Unhealthy');
    }
    deployment(frame, 'thumbs', 1, isPulling ? 0 : 1);
    frame.gauge('thumbs', 'k8s.container.ready', isPulling ? 0 : 1, { 'k8s.pod.name': isMoved ? 'b' : 'a' });
    if (!isPulling) frame.gauge('thumbs', 'process.cpu.utilization', 0.2 + 0.01 * normal(random));
    if (!isPulling) frame.log('thumbs', 'thumbnail was made', poisson(random, 20));
    deployment(frame, 'web', isMoved ? 3 : 2, isMoved && !isPulling ? 3 : 2);
    for (const pod of ['a', 'b']) frame.gauge('web', 'k8s.container.ready', 1, { 'k8s.pod.name': pod });
    if (isMoved) frame.gauge('web', 'k8s.container.ready', isPulling || isCold ? 0 : 1, { 'k8s.pod.name': 'c' });
    const count = poisson(random, 60);
    const cold = isCold ? Math.round(count / 3) : 0;
    frame.served('web', 'GET /', [...latencies(random, count - cold, 50), ...latencies(random, cold, 2_500)]);
  };

test('N-10: a pod that waits minutes for its image and answers slowly at first is no incident', () => {
  expectSilence(run(PULL + HOUR, imagePull(8)));
}, 60_000);

test('N-10: a pod that waits for its image for an hour is an incident', () => {
  const told = run(PULL + 2 * HOUR, imagePull(HOUR));
  expect(told.openedAt.length).toBeGreaterThan(0);
  expect(Math.min(...told.openedAt)).toBeGreaterThan(PULL);
}, 60_000);

const ASLEEP = DAY;
const AWAKE = ASLEEP + 3 * HOUR;

/** A service that is scaled to zero for three hours, and comes back with a cold start; `intended`: by its Deployment. */
const scaledToZero =
  (intended: boolean): Fill =>
  (frame, i, random) => {
    const isAsleep = i >= ASLEEP && i < AWAKE;
    const isStarting = i >= AWAKE && i < AWAKE + 2;
    deployment(frame, 'preview', isAsleep && intended ? 0 : 1, isAsleep || isStarting ? 0 : 1);
    if (isAsleep || isStarting) return;
    const isCold = i >= AWAKE && i < AWAKE + 4;
    frame.served('preview', 'GET /preview', latencies(random, poisson(random, 20), isCold ? 4_000 : 40));
    frame.gauge('preview', 'process.cpu.utilization', 0.2 + 0.01 * normal(random), { 'k8s.pod.name': `pod-${isCold}` });
    frame.log('preview', 'preview was rendered', poisson(random, 20));
  };

test('N-10: a service that is scaled to zero and comes back cold is no incident', () => {
  expectSilence(run(AWAKE + 2 * HOUR, scaledToZero(true)));
}, 120_000);

test('N-10: the same service whose pods go though they are wanted is an incident', () => {
  const told = run(ASLEEP + 20, scaledToZero(false));
  expect(told.openedAt.length).toBeGreaterThan(0);
  expect(told.openedAt[0]).toBeGreaterThanOrEqual(ASLEEP);
}, 60_000);

const EMPTY_QUEUE = DAY;

/** Consumers and subscribers: work comes by the second, and from `EMPTY_QUEUE` on hardly ever: who waits, waits 30 s. */
const waitsByDesign =
  (slowMs: number): Fill =>
  (frame, i, random) => {
    const isEmpty = i >= EMPTY_QUEUE;
    const waits = (count: number): number[] =>
      isEmpty ? Array.from({ length: 8 }, () => 30_000) : latencies(random, poisson(random, count), 80);
    frame.served('inbox', 'GET /messages/poll', waits(40));
    frame.served('inbox', 'GET /messages', latencies(random, poisson(random, 40), isEmpty ? slowMs : 30));
    frame.served('mailer', 'receive mail-jobs', waits(40));
    frame.called('mailer', 'redis', waits(60), 0, 'BLPOP');
    frame.served('redis', 'BLPOP', waits(60), 0, 'mailer');
    frame.served('redis', 'GET', latencies(random, poisson(random, 50), 2), 0, 'mailer');
  };

test('N-10: a blocking pop, a long poll and a queue receive that wait 30 s and go on doing so are no incident', () => {
  expectSilence(run(EMPTY_QUEUE + 4 * HOUR, waitsByDesign(30)));
}, 60_000);

test('N-10: beside long polls a request that answers and has become slow is an incident', () => {
  const told = run(EMPTY_QUEUE + 20, waitsByDesign(900));
  expect(told.openedAt.length).toBe(1);
  expect(told.openedAt[0]).toBeGreaterThanOrEqual(EMPTY_QUEUE);
}, 60_000);

const IDLE = DAY;
const BACK = IDLE + 2 * DAY;

/** Traffic of an office: it fades within `fadeMinutes`, stays away for 48 h, and comes back. */
function officeTraffic(i: number, fadeMinutes: number): number {
  if (i < IDLE - fadeMinutes) return 40;
  if (i < IDLE) return (40 * (IDLE - i)) / fadeMinutes;
  return i < BACK ? 0 : Math.min(40, 2 * (i - BACK + 1));
}

test.for([90, 30])(
  'N-10: 48 hours without any traffic after it faded in %i min, and the cold requests that end them, are no incident',
  { timeout: 180_000 },
  (fadeMinutes) => {
    const told = run(BACK + HOUR, (frame, i, random) => {
      const isCold = i >= BACK && i < BACK + 3;
      const requests = poisson(random, officeTraffic(i, fadeMinutes));
      frame.served('wiki', 'GET /page', latencies(random, requests, isCold ? 1_500 : 60));
      frame.served('search', 'GET /search', latencies(random, requests, isCold ? 1_000 : 30), 0, 'wiki');
      frame.called('wiki', 'search', latencies(random, requests, isCold ? 1_100 : 35));
      for (const name of ['wiki', 'search']) {
        frame.gauge(name, 'process.cpu.utilization', 0.02 + requests / 400 + 0.005 * normal(random));
        frame.log(name, 'request was answered', requests);
      }
    });
    expectSilence(told);
    // Who is asked nothing is not missing: nothing freezes over a weekend.
    expect(told.leastTrust).toBeGreaterThan(0.8);
  },
);

test('N-10: traffic that breaks off from one minute to the next is an incident', () => {
  const told = run(DAY + 20, (frame, i, random) => {
    frame.served('wiki', 'GET /page', latencies(random, i < DAY ? poisson(random, 40) : 0, 60));
    frame.gauge('wiki', 'process.cpu.utilization', 0.1 + 0.005 * normal(random));
  });
  expect(told.openedAt.length).toBe(1);
  expect(told.openedAt[0]).toBeGreaterThanOrEqual(DAY);
}, 60_000);

const BROKEN = DAY;

/** A service half of whose requests fail for ten minutes, and then `after`. */
const failsUntil =
  (after: Fill): Fill =>
  (frame, i, random) => {
    if (i >= BROKEN + 10) return after(frame, i, random);
    const requests = poisson(random, 60);
    frame.served('pay', 'POST /pay', latencies(random, requests, 50), i >= BROKEN ? Math.round(requests / 2) : 0);
    frame.gauge('pay', 'process.cpu.utilization', 0.2 + 0.01 * normal(random));
  };

/** Its measurements go on, and nobody asks it. */
const isAskedNoMore: Fill = (frame, _, random) =>
  frame.gauge('pay', 'process.cpu.utilization', 0.2 + 0.01 * normal(random));

test('N-10: an incident whose traffic ends is closed within two hours, and nobody says that all is well', () => {
  const told = run(BROKEN + 2 * HOUR, failsUntil(isAskedNoMore));
  expect(told.incidents.map(({ state }) => state)).toContain('resolved');
  expect(told.incidents.map(({ state }) => state)).not.toContain('open');
  expect(told.resolved.filter((text) => !text.includes('without an all-clear'))).toEqual([]);
  expect(new Set(told.incidents.map(({ closure }) => closure))).toEqual(new Set(['unheard']));
}, 60_000);

test('N-10: an incident whose sender fell silent is closed after a day, and nobody says that all is well', () => {
  const told = run(
    BROKEN + DAY + HOUR,
    failsUntil(() => {}),
  );
  expect(told.incidents.map(({ state }) => state)).toEqual(['resolved']);
  expect(told.incidents[0]!.resolvedAt! - told.incidents[0]!.startedAt).toBeGreaterThan(12 * 3_600_000);
  expect(told.resolved).toEqual([expect.stringContaining('without an all-clear')]);
}, 60_000);

test('an incident that is over while requests go on is said to be over', () => {
  const told = run(
    BROKEN + HOUR,
    failsUntil((frame, i, random) => {
      frame.served('pay', 'POST /pay', latencies(random, poisson(random, 60), 50));
      isAskedNoMore(frame, i, random);
    }),
  );
  expect(told.resolved).toEqual(['everything has been back in its usual range for 15 minutes']);
  expect(told.incidents.map(({ closure }) => closure)).toEqual(['all-clear']);
}, 60_000);
