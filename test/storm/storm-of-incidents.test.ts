import {
  type ExplanationUnderTest,
  openExplanation,
  SMALL_PRICE,
} from '@foreshock/server/explanation/explanation-under-test.ts';
import { expectStormWithinCap } from '@foreshock/server/explanation/storm-under-test.ts';
import { OPENING_MS } from '@foreshock/server/store/metadata/open-test-metadata.ts';
import { afterAll, beforeAll, test } from 'vitest';

let explanations: ExplanationUnderTest;
beforeAll(async () => {
  explanations = await openExplanation();
}, OPENING_MS);
afterAll(() => explanations?.close());

test('a storm of five hundred incidents costs no more than the cap, and each has a story from a step of the ladder', async () => {
  const cap = { cap: 300_000, capWords: '$0.30' };
  await expectStormWithinCap(explanations, { count: 500, ...cap, smallPrice: SMALL_PRICE, smallCost: 270 });
}, 240_000);
