// The queue in front of a language model, and the ladder under it, against a model's server, a database and a store that
// are real.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { ModelPrice } from '@foreshock/model/model-spend.ts';
import { defaultPromptParts } from '@foreshock/model/prompt-parts.ts';
import { cappedWords, type Story } from '@foreshock/model/story.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelServer, startModelServer } from '../../../test/support/model-server.ts';
import { until } from '../../../test/support/until.ts';
import { createStillClock } from '../base/clock.ts';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { createLogger } from '../base/logger.ts';
import { createSelfTelemetry } from '../base/self-telemetry.ts';
import { StoreConfig } from '../store/config.ts';
import { keepIncidents } from '../store/metadata/incidents.ts';
import { listSpend, type SpendCaps } from '../store/metadata/model-spend.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../store/metadata/open-test-metadata.ts';
import { keepPredictions } from '../store/metadata/predictions.ts';
import { changePromptParts } from '../store/metadata/prompt-parts.ts';
import { findStory, listModelCalls } from '../store/metadata/stories.ts';
import { testIncident, testPrediction } from '../store/metadata/test-findings.ts';
import { createTelemetryStore } from '../store/telemetry/create-telemetry-store.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import { createLanguageModel } from './models/create-language-model.ts';
import { type ExplanationTools, type PricedModel, startExplanation } from './start-explanation.ts';

const NOON = 1_000 * DAY + 12 * HOUR;
const PRICE: ModelPrice = { input: 2.5, output: 10 };
const SMALL_PRICE: ModelPrice = { input: 0.15, output: 0.6 };

let directory: string;
let metadata: TestMetadata;
let store: TelemetryStore;
let server: ModelServer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'foreshock-explanation-'));
  metadata = await openTestMetadata();
  const opened = await createTelemetryStore({
    directory,
    key: new Uint8Array(32).fill(7),
    config: StoreConfig.parse({}),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
  server = await startModelServer('openai', ({ prompt, body }) =>
    body.includes('"model":"small"') && prompt.includes('hard.load') ? 'I do not know' : soundAnswer(prompt),
  );
}, OPENING_MS);
afterAll(async () => {
  await server?.stop();
  await store?.close();
  await metadata?.remove();
  await rm(directory, { recursive: true, force: true });
});

/** Says of each fact that it rose: they all did. */
function soundAnswer(prompt: string): string {
  const { evidence } = JSON.parse(prompt.split('\n\n', 1)[0]!.split('\n').at(-1)!) as {
    evidence: { id: string; entity: string }[];
  };
  return JSON.stringify({
    summary: evidence.map(({ id, entity }) => ({
      text: `{{${id}.measure}} on {{${entity}}} rose.`,
      type: 'change',
      subject: entity,
      object: null,
      evidence: [id],
      polarity: 'asserts',
    })),
    rootCause: { hypothesis: null, why: [], whyNot: [] },
    timeline: [],
    prediction: [],
    actions: [],
    confidence: 'low',
  });
}

function incidentOf(number: number, measures: readonly string[], fields: Partial<Incident> = {}): Incident {
  const window = { from: NOON - MINUTE, to: NOON };
  const evidence = measures.map(
    (measure): Evidence => ({
      id: `ev_${number}${measure}` as EvidenceId,
      entity: 'ent_cart' as EntityId,
      kind: 'metric',
      measure,
      onset: NOON - MINUTE,
      window,
      observed: 9,
      expected: 1,
      unit: '1',
      direction: 'up',
      surprise: 9,
      stance: 'for',
      query: { kind: 'events', entity: 'ent_cart' as EntityId, range: window },
    }),
  );
  const times = { startedAt: NOON - MINUTE, detectedAt: NOON, updatedAt: NOON };
  const narrative = {
    by: 'template',
    claims: [{ id: 'c', text: 'cart is slow', verdict: 'verified' as const, evidence: [] }],
  };
  return testIncident(`inc_${number}`, { ...times, evidence, narrative, ...fields });
}

interface Setting {
  readonly caps?: SpendCaps;
  readonly hasSmaller?: boolean;
  readonly hasShadow?: boolean;
}

async function begin({ caps = {}, hasSmaller = false, hasShadow = false }: Setting = {}) {
  const clock = createStillClock(NOON);
  const telemetry = createSelfTelemetry();
  const priced = (name: string, price: ModelPrice): PricedModel => ({
    model: createLanguageModel({
      url: server.url,
      name,
      protocol: 'openai',
      apiKey: undefined,
      timeoutSeconds: 60,
      maxConcurrent: 2,
      clock,
      chance: () => 0,
      backOff: { firstMs: 1, maxMs: 1, factor: 1 },
    }),
    price,
  });
  const tools: ExplanationTools = {
    db: metadata.db,
    store,
    clock,
    logger: createLogger({ level: 'silent', name: 'test', write: () => {} }),
    telemetry,
    keys: createKeyRing(new Uint8Array(32).fill(9)),
    model: priced('named', PRICE),
    ...(hasSmaller && { smaller: priced('small', SMALL_PRICE) }),
    ...(hasShadow && { shadow: priced('shadow', SMALL_PRICE) }),
    capsOf: async () => caps,
    maxTokens: 1_200,
  };
  const tenant = await metadata.newTenant();
  const explanation = startExplanation(tools);
  const consider = async (incidents: readonly Incident[]): Promise<void> => {
    await metadata.db.transaction().execute((trx) => keepIncidents(trx, tenant, incidents));
    explanation.consider(tenant, incidents);
  };
  const told = (incident: Incident): Promise<Story | undefined> => findStory(metadata.db, tenant, incident.id);
  const skipped = (): number =>
    telemetry.snapshot().find(({ name }) => name === 'foreshock.explanation.skipped')?.points[0]?.value ?? 0;
  return { tenant, clock, explanation, consider, told, skipped, again: () => startExplanation(tools) };
}

const untilTold = (told: () => Promise<unknown>): Promise<unknown> =>
  until('the story', 30_000, async () => (await told()) !== undefined);

async function callsOf(tenant: TenantId) {
  const page = await listModelCalls(metadata.db, tenant, { limit: 1_000 });
  if (!page.ok) throw new Error(page.error.message);
  return page.value.items;
}

test('an incident is told, with the call that it is from and what that cost', async () => {
  const { tenant, explanation, consider, told } = await begin();
  const incident = incidentOf(1, ['a.load', 'b.load']);
  await consider([incident]);
  await untilTold(() => told(incident));
  await explanation.stop();
  const [call] = await callsOf(tenant);
  expect(call).toMatchObject({ outcome: 'accepted', model: 'named', costMicros: 4_500 });
  expect(await told(incident)).toMatchObject({ call: call!.id, narrative: { by: 'named' } });
  expect((await told(incident))!.capped).toBeUndefined();
  expect(await listSpend(metadata.db, tenant, NOON)).toMatchObject([
    { model: 'named', micros: 4_500, calls: 1, inputTokens: 1_000, outputTokens: 200, verified: 2, capped: 0 },
  ]);
});

test('more than two hundred incidents do not wait: the others are counted and keep their template', async () => {
  const { explanation, consider, skipped } = await begin();
  server.misbehave('silent');
  const before = server.received.length;
  await consider(Array.from({ length: 250 }, (_, number) => incidentOf(number, ['a.load', 'b.load'])));
  expect(skipped()).toBe(50);
  await until('the request', 30_000, () => server.received.length > before);
  await explanation.stop();
});

test('what the model did not answer is asked again when the next incident comes', async () => {
  const { explanation, consider, told } = await begin();
  const [first, second] = [incidentOf(1, ['a.load', 'b.load']), incidentOf(2, ['a.load', 'b.load'])];
  server.misbehave('broken', 'broken', 'broken');
  const before = server.received.length;
  await consider([first]);
  await until('three attempts', 30_000, () => server.received.length === before + 3);
  await consider([second]);
  await untilTold(() => told(second));
  await untilTold(() => told(first));
  await explanation.stop();
});

test('a stop ends the call in hand, and what waits is left with its template', async () => {
  const { tenant, explanation, consider, told } = await begin();
  server.misbehave('silent');
  const before = server.received.length;
  const incidents = [incidentOf(1, ['a.load', 'b.load']), incidentOf(2, ['a.load', 'b.load'])];
  await consider(incidents);
  await until('the request', 30_000, () => server.received.length === before + 1);
  await explanation.stop();
  for (const incident of incidents) expect(await told(incident)).toBeUndefined();
  expect((await callsOf(tenant)).map(({ outcome }) => outcome)).toEqual(['failed']);
  explanation.consider(tenant, incidents);
  expect(server.received.length).toBe(before + 1);
});

test('a storm of five hundred incidents costs no more than the cap, and each has a story from a step of the ladder', async () => {
  const cap = 300_000;
  const { tenant, explanation, consider, told } = await begin({ caps: { project: cap }, hasSmaller: true });
  // Half of them are alike; the others are of their own.
  const incidents = Array.from({ length: 500 }, (_, number) =>
    incidentOf(number, number % 2 === 0 ? ['a.load', 'b.load'] : [`own.load.${number}`, 'b.load']),
  );
  for (let from = 0; from < incidents.length; from += 125) {
    const part = incidents.slice(from, from + 125);
    await consider(part);
    await until('the stories', 120_000, async () => (await told(part.at(-1)!)) !== undefined);
  }
  await explanation.stop();
  const steps: Record<string, number> = {};
  for (const incident of incidents) {
    const story = await told(incident);
    const step = story?.capped?.step ?? 'model';
    steps[step] = (steps[step] ?? 0) + 1;
    expect((story?.narrative ?? incident.narrative).claims.length).toBeGreaterThan(0);
    if (step === 'template') expect(story?.narrative).toBeUndefined();
  }
  expect(Object.keys(steps).sort()).toEqual(['cached', 'model', 'smaller', 'template']);
  const spent = await listSpend(metadata.db, tenant, NOON);
  const all = spent.reduce((sum, { micros }) => sum + micros, 0);
  expect(all).toBeLessThanOrEqual(cap);
  // What the server counted, by the prices: nothing was forgotten, and nothing is still taken for a call that has ended.
  expect(all).toBe((steps.model ?? 0) * 4_500 + (steps.smaller ?? 0) * 270);
  expect(spent.find(({ model }) => model === 'named')?.capped).toBe(500 - (steps.model ?? 0));
  const last = (await told(incidents.at(-1)!))!;
  expect(cappedWords(last.capped!, NOON)).toBe("told by template: today's cap of $0.30 for this project is spent");
}, 240_000);

test('a cap that is spent stays spent after a restart', async () => {
  const { clock, tenant, explanation, consider, told, again } = await begin({ caps: { server: 1 } });
  const incident = incidentOf(1, ['a.load', 'b.load']);
  const before = server.received.length;
  await consider([incident]);
  await untilTold(() => told(incident));
  await explanation.stop();
  clock.advance(10 * MINUTE);
  const second = again();
  second.consider(tenant, [{ ...incident, updatedAt: clock.now() }]);
  await second.stop();
  expect(server.received.length).toBe(before);
  expect(await told(incident)).toMatchObject({ capped: { step: 'template', cap: 'server', capMicros: 1 } });
  expect((await callsOf(tenant)).map(({ outcome, attempts }) => [outcome, attempts])).toEqual([['capped', 0]]);
});

test('what a cap held back is told the next day, though nothing about it has changed', async () => {
  const { clock, tenant, explanation, consider, told } = await begin({ caps: { project: 33_000 } });
  const [first, second] = [incidentOf(1, ['a.load', 'b.load']), incidentOf(2, ['c.load', 'd.load'])];
  await consider([first, second]);
  await untilTold(() => told(second));
  expect(await told(second)).toMatchObject({ capped: { step: 'template' } });
  clock.advance(DAY);
  explanation.consider(tenant, [{ ...second, updatedAt: clock.now() }]);
  await until('the story', 30_000, async () => (await told(second))?.narrative?.by === 'named');
  await explanation.stop();
});

test('a smaller model whose answer does not hold is not said to have told: the template did', async () => {
  const { explanation, consider, told } = await begin({ caps: { project: 10_000 }, hasSmaller: true });
  const [easy, hard] = [incidentOf(1, ['a.load', 'b.load']), incidentOf(2, ['hard.load', 'b.load'])];
  await consider([easy, hard]);
  await untilTold(() => told(hard));
  await explanation.stop();
  expect(await told(easy)).toMatchObject({ narrative: { by: 'small' }, capped: { step: 'smaller' } });
  const story = (await told(hard))!;
  expect(story.narrative).toBeUndefined();
  expect(story.capped?.step).toBe('template');
});

test('a model in shadow is asked the same, scored, and never shown', async () => {
  const { tenant, explanation, consider, told } = await begin({ hasShadow: true });
  const incident = incidentOf(1, ['a.load', 'b.load']);
  await consider([incident]);
  await until('both calls', 30_000, async () => (await callsOf(tenant)).length === 2);
  await explanation.stop();
  const calls = await callsOf(tenant);
  const [shadow] = calls.filter((call) => call.shadow);
  expect(shadow).toMatchObject({ model: 'shadow', outcome: 'accepted' });
  expect(shadow!.verdicts.map(({ verdict }) => verdict)).toEqual(['verified', 'verified']);
  expect(await told(incident)).toMatchObject({ narrative: { by: 'named' } });
  expect((await told(incident))!.call).toBe(calls.find((call) => !call.shadow)!.id);
});

test('a prediction that is shown is told as an incident is, in its own task and by the rules of its project', async () => {
  const { tenant, clock, explanation } = await begin();
  const { evidence } = incidentOf(20, ['a.load', 'b.load']);
  const prediction = testPrediction('prd_20', { evidence, state: 'active', issuedAt: NOON, updatedAt: NOON });
  const shadow = testPrediction('prd_21', { evidence, state: 'shadow', issuedAt: NOON, updatedAt: NOON });
  await metadata.db.transaction().execute((trx) => keepPredictions(trx, tenant, [prediction, shadow], []));
  explanation.consider(tenant, [], [prediction, shadow]);
  await untilTold(() => findStory(metadata.db, tenant, prediction.id));
  const story = await findStory(metadata.db, tenant, prediction.id);
  expect(story?.narrative?.claims.map(({ text }) => text)).toEqual([
    'a.load on ent_cart rose.',
    'b.load on ent_cart rose.',
  ]);
  const parts = { ...defaultPromptParts, tone: 'terse' as const };
  await changePromptParts(metadata.db, tenant, { basedOn: 0, parts, by: 'ada', now: NOON });
  clock.advance(10 * MINUTE);
  const third: Evidence[] = evidence.map((fact) => ({ ...fact, id: `${fact.id}_later` as EvidenceId }));
  const later = { ...prediction, revision: prediction.revision + 1, evidence: third, updatedAt: clock.now() };
  await metadata.db.transaction().execute((trx) => keepPredictions(trx, tenant, [later], []));
  explanation.consider(tenant, [], [later]);
  await until('the second call', 30_000, async () => (await callsOf(tenant)).length > 1);
  await explanation.stop();
  const calls = await callsOf(tenant);
  expect(calls.map(({ incident, promptVersion }) => `${incident} ${promptVersion}`)).toEqual([
    'prd_20 explain-prediction/3+1',
    'prd_20 explain-prediction/3',
  ]);
});
