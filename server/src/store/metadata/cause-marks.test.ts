import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { Recommendation } from '@foreshock/model/recommendation.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { causeClaims } from '@foreshock/model/wording/cause-claims.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CauseWord, markIncidentCause, markPredictionCause } from './cause-marks.ts';
import { keepFindings } from './findings.ts';
import { dismissIncident } from './incident-commands.ts';
import { findIncident, listIncidentActivity } from './incidents.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { findPrediction } from './predictions.ts';
import { checkout, testFindings, testIncident, testPrediction } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const [cart, pool] = ['ent_cart', 'ent_pool'] as EntityId[] as [EntityId, EntityId];
const id = 'inc_a' as IncidentId;

function cause(entity: EntityId, score: number, state: Hypothesis['state']): Hypothesis {
  return {
    id: `hyp_${entity}`,
    entity,
    cause: 'resource',
    state,
    sentence: `${entity} is full`,
    score,
    terms: { saturation: score },
    confidence: 'low',
    path: [entity, checkout],
    for: [`ev_${entity}` as EvidenceId],
    against: [],
  };
}

function fact(entity: EntityId, onset: number): Evidence {
  return {
    id: `ev_${entity}` as EvidenceId,
    entity,
    kind: 'metric',
    measure: 'usage',
    onset,
    window: { from: onset, to: onset + MINUTE },
    observed: 99,
    expected: 20,
    unit: '%',
    direction: 'up',
    surprise: 6,
    stance: 'for',
    query: { kind: 'series', series: 'ser_1', range: { from: 0, to: MINUTE } },
  };
}

const hypotheses = [cause(cart, 2, 'leading'), cause(pool, 0.9, 'candidate')];
const evidence = [fact(cart, 100), fact(pool, 200), fact(checkout, 300)];
const fix: Recommendation = {
  id: 'rec_1',
  action: 'restart',
  target: cart,
  expectedEffect: 'frees it',
  risk: 'low',
  state: 'proposed',
  history: { tried: 0, helped: 0 },
};
const explained = {
  hypotheses,
  evidence,
  recommendations: [fix],
  narrative: {
    by: 'template',
    claims: [
      { id: 'clm_1', text: 'checkout is slow.', verdict: 'verified' as const, evidence: [] },
      ...causeClaims(hypotheses, evidence).map((claim) => ({ ...claim, id: 'clm_2', verdict: 'verified' as const })),
      { id: 'clm_3', text: 'It is likely.', verdict: 'verified' as const, evidence: [] },
    ],
  },
};
const incident = testIncident('inc_a', {
  ...explained,
  entities: [
    { entity: checkout, role: 'symptom' },
    { entity: cart, role: 'cause' },
    { entity: pool, role: 'path' },
  ],
});

function word(entity: EntityId, says: CauseWord['says'], fields: Partial<CauseWord> = {}): CauseWord {
  return { hypothesis: `hyp_${entity}`, says, by: 'ada', now: 5_000, dependenciesOf: () => [], ...fields };
}

async function kept(minute: number) {
  const tenant = await metadata.newTenant();
  const findings = { incidents: [incident], predictions: [testPrediction('prd_1', explained)] };
  await keepFindings(metadata.db, tenant, testFindings(minute * MINUTE, findings), undefined);
  return tenant;
}

test('ruling a cause out changes causes, roles, story and advice at once, and taking it back gives all of it again', async () => {
  const { db } = metadata;
  const tenant = await kept(1);
  const before = await findIncident(db, tenant, id);
  expect(before).toEqual(incident);
  expect(await markIncidentCause(db, tenant, id, word(cart, 'rule_out'))).toMatchObject({ ok: true });
  const ruled = (await findIncident(db, tenant, id))!;
  expect(ruled.hypotheses.map(({ entity, state }) => [entity, state])).toEqual([
    [pool, 'leading'],
    [cart, 'ruled_out'],
  ]);
  expect(ruled.entities.map(({ role }) => role)).toEqual(['symptom', 'context', 'cause']);
  expect(ruled.recommendations).toEqual([]);
  expect(ruled.narrative.claims.map(({ text }) => text)).toEqual([
    'checkout is slow.',
    'At the same time: ent_pool is full.',
    'ada ruled out: ent_cart is full.',
    'It is likely.',
  ]);
  await markIncidentCause(db, tenant, id, word(cart, undefined, { by: 'bob', now: 6_000 }));
  expect(await findIncident(db, tenant, id)).toEqual(before);
  expect(await listIncidentActivity(db, tenant, id)).toEqual([
    { time: 5_000, kind: 'cause', by: 'ada', text: 'ruled out as cause: ent_cart is full' },
    { time: 6_000, kind: 'cause', by: 'bob', text: 'taken back what was said of the cause: ent_cart is full' },
  ]);
});

test('what was said holds when analysis explains the incident again', async () => {
  const { db } = metadata;
  const tenant = await kept(1);
  await markIncidentCause(db, tenant, id, word(cart, 'rule_out'));
  const again = { ...incident, hypotheses: [cause(cart, 4, 'leading'), cause(pool, 1.5, 'candidate')] };
  await keepFindings(db, tenant, testFindings(2 * MINUTE, { incidents: [again] }), undefined);
  expect((await findIncident(db, tenant, id))!.hypotheses).toMatchObject([
    { entity: pool, state: 'leading', score: 1.5 },
    { entity: cart, state: 'ruled_out', score: 1, reason: 'ruled out by ada' },
  ]);
});

test('the last word on a hypothesis counts, and saying the same again notes nothing', async () => {
  const { db } = metadata;
  const tenant = await kept(1);
  await markIncidentCause(db, tenant, id, word(pool, 'rule_out'));
  await markIncidentCause(db, tenant, id, word(pool, 'look_here', { by: 'bob' }));
  const marked = await markIncidentCause(db, tenant, id, word(pool, 'look_here', { by: 'eve' }));
  expect(marked).toMatchObject({
    value: { hypotheses: [{ entity: cart }, { entity: pool, score: 1.4, mark: { says: 'look_here', by: 'bob' } }] },
  });
  expect(await listIncidentActivity(db, tenant, id)).toHaveLength(2);
});

test('a prediction is steered the same way, with what the entity depended on', async () => {
  const { db } = metadata;
  const tenant = await kept(1);
  const prediction = 'prd_1' as PredictionId;
  const before = await findPrediction(db, tenant, prediction);
  const here = word(cart, 'look_here', { dependenciesOf: (entity) => (entity === cart ? [pool] : []) });
  expect(await markPredictionCause(db, tenant, prediction, here)).toMatchObject({
    value: {
      hypotheses: [
        { score: 2.5, state: 'leading' },
        { score: 1.15, terms: { look_here_dependency: 0.25 } },
      ],
    },
  });
  await keepFindings(
    db,
    tenant,
    testFindings(2 * MINUTE, { predictions: [testPrediction('prd_1', { ...explained, revision: 2 })] }),
    undefined,
  );
  expect(await findPrediction(db, tenant, prediction)).toMatchObject({ revision: 2, hypotheses: [{ score: 2.5 }, {}] });
  await markPredictionCause(db, tenant, prediction, word(cart, undefined));
  expect(await findPrediction(db, tenant, prediction)).toEqual({ ...before, revision: 2 });
});

test('a cause that was no part of the harm is not taken for what is hurt when it is ruled out', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const unseen = testIncident('inc_a', {
    ...explained,
    evidence: [fact(checkout, 300)],
    entities: [
      { entity: checkout, role: 'path' },
      { entity: cart, role: 'cause' },
    ],
  });
  await keepFindings(db, tenant, testFindings(MINUTE, { incidents: [unseen] }), undefined);
  await markIncidentCause(db, tenant, id, word(cart, 'rule_out'));
  expect((await findIncident(db, tenant, id))!.entities).toEqual([
    { entity: checkout, role: 'path' },
    { entity: cart, role: 'context' },
    { entity: pool, role: 'cause' },
  ]);
});

test('what cannot be marked says so', async () => {
  const { db } = metadata;
  const tenant = await kept(1);
  const unknown = word('ent_x' as EntityId, 'rule_out');
  expect(await markIncidentCause(db, tenant, 'inc_x' as IncidentId, unknown)).toMatchObject({
    error: { code: 'incident-not-found' },
  });
  expect(await markIncidentCause(db, tenant, id, unknown)).toMatchObject({ error: { code: 'hypothesis-not-found' } });
  expect(await markPredictionCause(db, tenant, 'prd_x' as PredictionId, unknown)).toMatchObject({
    error: { code: 'prediction-not-found' },
  });
  await dismissIncident(db, tenant, id, { by: 'ada', now: 5_000, note: 'a test' });
  expect(await markIncidentCause(db, tenant, id, word(cart, 'rule_out'))).toMatchObject({
    error: { code: 'state-conflict' },
  });
});
