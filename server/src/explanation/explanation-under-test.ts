// The queue in front of a language model, against a model's server, a database and a store that are real; for the tests
// of this folder.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { ModelPrice } from '@foreshock/model/model-spend.ts';
import type { Story } from '@foreshock/model/story.ts';
import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { type ModelServer, startModelServer } from '../../../test/support/model-server.ts';
import { createStillClock } from '../base/clock.ts';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { createLogger } from '../base/logger.ts';
import { createSelfTelemetry } from '../base/self-telemetry.ts';
import { StoreConfig } from '../store/config.ts';
import { keepIncidents } from '../store/metadata/incidents.ts';
import type { SpendCaps } from '../store/metadata/model-spend.ts';
import { openTestMetadata, type TestMetadata } from '../store/metadata/open-test-metadata.ts';
import { findStory } from '../store/metadata/stories.ts';
import { testIncident } from '../store/metadata/test-findings.ts';
import { createTelemetryStore } from '../store/telemetry/create-telemetry-store.ts';
import { createAskModel } from './ask-model.ts';
import type { Figures } from './checks/check.ts';
import { createLanguageModel } from './models/create-language-model.ts';
import type { PricedModel } from './models/paid-by.ts';
import { type ExplanationTools, startExplanation } from './start-explanation.ts';

export const NOON = 1_000 * DAY + 12 * HOUR;
const PRICE: ModelPrice = { input: 2.5, output: 10 };
export const SMALL_PRICE: ModelPrice = { input: 0.15, output: 0.6 };

/** The system prompt that the test's model answers with what it was sent. */
export const ECHO = 'Say the same.';

export interface ExplanationSetting {
  readonly caps?: SpendCaps;
  /** Of the smaller model; without it there is none. */
  readonly smallPrice?: ModelPrice;
  readonly hasShadow?: boolean;
  readonly figures?: Figures;
}

export interface ExplanationUnderTest {
  readonly metadata: TestMetadata;
  readonly server: ModelServer;
  readonly store: ExplanationTools['store'];
  /** A project of its own, at noon. */
  begin(setting?: ExplanationSetting): ReturnType<typeof beginExplanation>;
  close(): Promise<void>;
}

export async function openExplanation(): Promise<ExplanationUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'foreshock-explanation-'));
  const metadata = await openTestMetadata();
  const opened = await createTelemetryStore({
    directory,
    key: new Uint8Array(32).fill(7),
    config: StoreConfig.parse({}),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const server = await startModelServer('openai', ({ prompt, body, system }) => {
    if (system === ECHO) return prompt;
    if (system.includes('nominate')) return boldNominations(prompt);
    if (system.includes('belong together')) return boldLinks(prompt);
    if (system.includes('daily digest')) return openingOf(prompt);
    return body.includes('"model":"small"') && prompt.includes('hard.load')
      ? 'I do not know'
      : soundAnswer(prompt, system.includes('Figures you write as digits') ? ' to 9' : '');
  });
  return {
    metadata,
    server,
    store,
    begin: (setting = {}) => beginExplanation(setting, { metadata, server, store }),
    async close() {
      await server.stop();
      await store.close();
      await metadata.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function beginExplanation(
  { caps = {}, smallPrice, hasShadow = false, figures = 'slots' }: ExplanationSetting,
  { metadata, server, store }: Pick<ExplanationUnderTest, 'metadata' | 'server'> & Pick<ExplanationTools, 'store'>,
) {
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
    ...(smallPrice && { smaller: priced('small', smallPrice) }),
    ...(hasShadow && { shadow: priced('shadow', SMALL_PRICE) }),
    capsOf: async () => caps,
    maxTokens: 1_200,
    figures,
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
  const ask = createAskModel(tools);
  return { tenant, clock, explanation, consider, told, skipped, ask, again: () => startExplanation(tools) };
}

/** Says of each fact that it rose, as they all did, and puts the last action first. */
function soundAnswer(prompt: string, figure: string): string {
  const { evidence, actions } = JSON.parse(prompt.split('\n\n', 1)[0]!.split('\n').at(-1)!) as {
    evidence: { id: string; entity: string }[];
    actions: { action: string; target: string }[];
  };
  const summary = evidence.map(({ id, entity }) => ({
    text: `{{${id}.measure}} on {{${entity}}} rose${figure}.`,
    type: 'change',
    subject: entity,
    object: null,
    evidence: [id],
    polarity: 'asserts',
  }));
  return JSON.stringify({
    summary,
    rootCause: { hypothesis: null, why: [], whyNot: [] },
    timeline: [],
    prediction: [],
    actions: actions.reverse().map(({ action, target }) => ({ action, target, reason: summary.slice(0, 1) })),
    confidence: 'low',
  });
}

/** Of the first three facts that they rose, as they did; but of a queue that it fell. */
function openingOf(prompt: string): string {
  const { evidence } = JSON.parse(prompt) as { evidence: { id: string; entity: string; signal: string }[] };
  const opening = evidence.slice(0, 3).map(({ id, entity, signal }) => ({
    text: `{{${id}.measure}} on {{${entity}}} ${signal.startsWith('queue') ? 'fell' : 'rose'} from {{${id}.expected}} to {{${id}.observed}}`,
    type: 'change',
    subject: entity,
    object: null,
    evidence: [id],
    polarity: 'asserts',
  }));
  return JSON.stringify({ opening });
}

/** That there is more of every template in the last window, and of one that it was not shown. */
function boldNominations(prompt: string): string {
  const { templates } = JSON.parse(prompt) as { templates: { id: string }[] };
  const named = ['T99', ...templates.map(({ id }) => id)].slice(0, 5);
  return JSON.stringify({ nominations: named.map((template) => ({ template, window: 'W6', says: 'more' })) });
}

/** That what it was not shown, then the line of each caller, and then its callee reports what the other says. */
function boldLinks(prompt: string): string {
  const { pairs, templates, calls } = JSON.parse(prompt) as {
    pairs: { id: string; templates: string[] }[];
    templates: { id: string; entity: string }[];
    calls: { from: string }[];
  };
  const callers = new Set(calls.map(({ from }) => from));
  const isOfCaller = (id: string): boolean => templates.some((one) => one.id === id && callers.has(one.entity));
  const links = pairs.flatMap((pair) =>
    ['T99', ...pair.templates.toSorted((a, b) => Number(isOfCaller(b)) - Number(isOfCaller(a)))].map((from) => ({
      pair: pair.id,
      relation: 'caller-reports-callee',
      from,
    })),
  );
  return JSON.stringify({ links });
}

export function incidentOf(number: number, measures: readonly string[], fields: Partial<Incident> = {}): Incident {
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
