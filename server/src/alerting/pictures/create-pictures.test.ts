import type { Evidence } from '@foreshock/model/evidence.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStillClock } from '../../base/clock.ts';
import { createLogger } from '../../base/logger.ts';
import { createSelfTelemetry } from '../../base/self-telemetry.ts';
import { keepFindings } from '../../store/metadata/findings.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../../store/metadata/open-test-metadata.ts';
import { checkout, testFindings, testIncident, testOdds, testPrediction } from '../../store/metadata/test-findings.ts';
import { NOON, testNotification } from '../alerting.test-support.ts';
import { createPictures } from './create-pictures.ts';
import { findCourse } from './find-course.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const noTelemetry = {
  tenant: () => {
    throw new Error('the store is away');
  },
};

test('odds that were earned are drawn by revision up to now, until after the time to act by; a band is not drawn', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const actBy = NOON + 20 * MINUTE;
  for (const [revision, probability] of [0.5, 0.7].entries()) {
    const updatedAt = NOON + revision * 10 * MINUTE;
    const fields = { revision: revision + 1, issuedAt: NOON, updatedAt, actBy, odds: testOdds(probability) };
    const band = { ...fields, odds: { ...testOdds(probability), display: 'band' as const } };
    const predictions = [testPrediction('prd_a', fields), testPrediction('prd_b', band)];
    await keepFindings(db, tenant, testFindings(updatedAt + MINUTE, { predictions }), undefined);
  }
  const find = (id: string) =>
    findCourse({ db, store: noTelemetry }, tenant, { kind: 'prediction', id }, NOON + 12 * MINUTE);
  expect((await find('prd_a'))?.course).toEqual({
    range: { from: NOON, to: actBy + 5 * MINUTE },
    points: [
      { at: NOON, value: 0.5 },
      { at: NOON + 10 * MINUTE, value: 0.7 },
    ],
    holdsUntil: NOON + 12 * MINUTE,
    isShare: true,
    mark: actBy,
  });
  expect(await find('prd_b')).toBeUndefined();
});

test('a picture that cannot be drawn is counted, and the message has none', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const latency: Evidence = {
    id: 'ev_1' as Evidence['id'],
    entity: checkout,
    kind: 'trace',
    measure: 'GET /cart',
    onset: NOON,
    window: { from: NOON, to: NOON + MINUTE },
    observed: 2_100,
    expected: 300,
    unit: 'ms',
    direction: 'up',
    surprise: 6,
    stance: 'for',
    query: { kind: 'spans', entity: checkout, range: { from: NOON - HOUR, to: NOON } },
  };
  const incidents = [testIncident('inc_a', { evidence: [latency] })];
  await keepFindings(db, tenant, testFindings(NOON, { incidents }), undefined);
  const telemetry = createSelfTelemetry();
  const logger = createLogger({ level: 'debug', name: 'test', write: () => {} });
  const draw = createPictures({ db, store: noTelemetry, clock: createStillClock(NOON), logger, telemetry });
  expect(await draw(tenant, testNotification())).toBeUndefined();
  const counted = telemetry.snapshot().find(({ name }) => name === 'foreshock.alerting.pictures');
  expect(JSON.stringify(counted)).toContain('"outcome":"failed"');
});
