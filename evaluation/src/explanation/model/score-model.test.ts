// Models that are served by a real server of their protocol: one says what is true of each incident, one says the contrary.
import type { EntityId } from '@foreshock/model/entity.ts';
import { buildPack } from '@foreshock/server/explanation/pack/build-pack.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelServer, startModelServer } from '../../../../test/support/model-server.ts';
import { EVALUATION_KEY } from '../../evaluation-key.ts';
import { answerForPack } from '../answer-for-pack.ts';
import type { CollectedIncident } from '../collect-incidents.ts';
import { createDraw } from '../draw.ts';
import { wrongWords } from '../mutations/wrong-words.ts';
import { testSources } from '../test-sources.ts';
import { withForecast } from '../with-forecast.ts';
import { compareModels } from './compare-models.ts';
import { printModel } from './print-model.ts';
import { scoreModel } from './score-model.ts';

const INCIDENTS = 12;
const trueCauses = ['ent_db' as EntityId];
const collected = Array.from(
  { length: INCIDENTS },
  (_, at): CollectedIncident => ({
    sources: testSources(`${at}`, at % 2 === 0 ? 'leading' : 'candidate'),
    trueCauses,
  }),
);
const redactor = createDefaultRedactor(EVALUATION_KEY);
const packs = new Map(
  collected.map(({ sources }) => {
    const pack = buildPack(withForecast(sources), redactor);
    return [pack.json, pack];
  }),
);
const wrongDirection = wrongWords.find(({ by }) => by.includes('D1'))!;

/** What a server is sent holds the pack in its first line. */
const packIn = (prompt: string) => packs.get(prompt.split('\n\n', 1)[0]!)!;
const truth = (prompt: string) => answerForPack(packIn(prompt), createDraw(packIn(prompt).incident.id));

const servers = new Map<string, ModelServer>();
beforeAll(async () => {
  const write: Readonly<Record<string, (prompt: string) => object>> = {
    true: truth,
    false: (prompt) => {
      const answer = truth(prompt);
      const [mutant] = wrongDirection.make(answer, packIn(prompt), createDraw('lie'));
      const worst = [...packIn(prompt).hypotheses.keys()].at(-1)!;
      return { ...mutant!.answer, rootCause: { hypothesis: worst, why: [], whyNot: [] } };
    },
  };
  for (const [name, of] of Object.entries(write))
    servers.set(name, await startModelServer('openai', ({ prompt }) => JSON.stringify(of(prompt))));
});
afterAll(() => Promise.all([...servers.values()].map((server) => server.stop())));

const ASKED = { api: 'openai', figures: 'slots' } as const;
const scoreOf = (name: string) => {
  const price = { input: 1, output: 2 };
  const of = { ...ASKED, url: servers.get(name)!.url, name, incidents: INCIDENTS, price };
  return scoreModel(collected, of, undefined);
};

test('a model that says what is true is told everywhere, and one that says the contrary nowhere', async () => {
  const [honest, liar] = [await scoreOf('true'), await scoreOf('false')];
  expect(honest.judged.every(({ fellBack, first }) => !fellBack && first.refused === 0 && first.verified > 5)).toBe(
    true,
  );
  expect(honest.judged.filter(({ cause }) => cause === 'right').length).toBe(INCIDENTS / 2);
  expect(honest.judged[0]).toMatchObject({
    tokens: { input: 1_000, output: 200 },
    costMicros: 1_400,
    isRepaired: false,
  });
  expect(liar.judged.every(({ fellBack, checks }) => fellBack && checks.D1 === 2)).toBe(true);
  expect(liar.judged[0]).toMatchObject({ tokens: { input: 2_000, output: 400 }, cause: 'right', error: '' });
  expect(servers.get('false')!.received.length).toBe(2 * servers.get('true')!.received.length);

  const better = compareModels(liar.judged, honest.judged);
  expect([better.pairs, better.unpaired, better.promotion.verdict]).toEqual([INCIDENTS, 0, 'too-few']);
  const told = better.measures.find(({ measure }) => measure === 'told by the model')!;
  expect([told.before, told.now, told.interval.low]).toEqual([0, 1, 1]);
  expect(compareModels(honest.judged, liar.judged).promotion).toMatchObject({ better: 0, worse: INCIDENTS });
  expect(compareModels(honest.judged, honest.judged).promotion).toMatchObject({ better: 0, worse: 0, same: INCIDENTS });

  const text = printModel(honest, better);
  expect(text).toContain("| told in the model's words | 100.0 % (12 of 12) | - |");
  expect(text).toContain('too few pairs to say that it is better, by the rule for models in shadow.');
});

test('a server that is not there is no worse model: nothing was answered, and it says why', async () => {
  const of = { ...ASKED, url: 'http://127.0.0.1:1/v1', name: 'gone', incidents: 1 };
  const { judged } = await scoreModel(collected, of, undefined);
  expect(judged.map(({ error }) => error !== '')).toEqual([true]);
});
