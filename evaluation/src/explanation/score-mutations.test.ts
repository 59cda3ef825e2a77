// Two incidents, one whose cause is named and one whose cause is not: each operator makes what its checks catch.
import { buildPack } from '@foreshock/server/explanation/pack/build-pack.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { expect, test } from 'vitest';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { failedExplanationGates } from './gates.ts';
import { scoreMutations } from './score-mutations.ts';
import { testSources } from './test-sources.ts';
import { withForecast } from './with-forecast.ts';

const redactor = createDefaultRedactor(EVALUATION_KEY);
const packs = [testSources('named', 'leading'), testSources('open', 'candidate')].map((sources) =>
  buildPack(withForecast(sources), redactor),
);
const score = scoreMutations(packs, (text) => redactor.text(text));

test('a sound answer is written to both, with claims of every type, and names no cause where none is sure', () => {
  expect(Object.keys(score.types).sort()).toEqual(
    ['absence', 'cause', 'change', 'comparison', 'forecast', 'hedge', 'impact', 'order'].sort(),
  );
  expect(score.abstained).toBe(1);
});

test('every operator makes something here, all of it is caught, and nothing sound is refused', () => {
  const told = score.falsehoods.filter(({ made, caught }) => made === 0 || caught < made);
  expect(told).toEqual([]);
  expect(score.sound.flatMap(({ examples }) => examples)).toEqual([]);
  expect(score.falsehoods.map((one) => one.id)).toEqual([
    ...Array.from({ length: 21 }, (_, at) => `M${at + 1}`),
    'M30',
  ]);
});

test('the same packs are made false in the same ways each time', () => {
  expect(scoreMutations(packs, (text) => redactor.text(text))).toEqual(score);
});

test('a gate fails for what is told, for what could not be made and for sound claims that are refused', () => {
  const [first, ...rest] = score.falsehoods;
  const clean = score.sound[0]!;
  expect(failedExplanationGates(score)).toEqual([]);
  expect(
    failedExplanationGates({
      ...score,
      falsehoods: [{ ...first!, made: 100, caught: 99 }, { ...rest[0]!, made: 0, caught: 0 }, ...rest.slice(1)],
      sound: [{ ...clean, claims: 100, refused: 3 }],
    }),
  ).toEqual([
    'explanation M1 (fabricated evidence id): 99 of 100 caught',
    'explanation M2 (real evidence, unrelated entity): 0 of 0 caught',
    'explanation clean: 3 of 100 refused, though nothing is false',
  ]);
});
