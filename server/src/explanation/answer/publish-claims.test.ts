import type { Claim } from '@foreshock/model/claim.ts';
import { expect, test } from 'vitest';
import { answerOf, change, checkOf, hedge, order, packOf, usualFacts } from '../checks/test-answers.ts';
import { publishClaims } from './publish-claims.ts';

const sentence = (id: string, fact: number): Claim => ({
  id,
  text: `About ${usualFacts[fact]!.measure}.`,
  verdict: 'verified',
  evidence: [usualFacts[fact]!.id],
});
const pack = packOf({ narrative: { by: 'template', claims: [sentence('t1', 0), sentence('t3', 2)] } });
const told = (isRepair: boolean, ...claims: Parameters<typeof answerOf>) =>
  publishClaims(checkOf(answerOf(...claims), pack), pack, isRepair);

test('what a story leaves out of the strongest facts is said behind it by the template', () => {
  expect(told(false, change, order)?.map(({ text }) => text)).toEqual([
    'used on db rose to 97.',
    'used on db moved before errors on cart.',
    'db caused the harm on cart.',
    'About requests.',
  ]);
});

test('a first answer that mostly holds is told, one that does not waits for its repair, and of that what holds is told', () => {
  const wrong = { ...change, text: '{{V1.measure}} on {{E1}} fell to {{V1.observed}}.' };
  expect(told(false, order, wrong)).toBeUndefined();
  expect(
    told(true, order, wrong)
      ?.map(({ text }) => text)
      .slice(0, 2),
  ).toEqual(['used on db moved before errors on cart.', 'db caused the harm on cart.']);
  expect(
    publishClaims(
      checkOf({ ...answerOf(hedge, hedge), rootCause: { hypothesis: null, why: [], whyNot: [] } }, pack),
      pack,
      true,
    ),
  ).toBeUndefined();
});
