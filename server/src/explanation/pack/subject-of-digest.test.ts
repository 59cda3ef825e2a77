import { expect, test } from 'vitest';
import { testIncident, testPrediction } from '../../store/metadata/test-findings.ts';
import { fact, id, START } from '../checks/test-answers.ts';
import { subjectOfDigest } from './subject-of-digest.ts';
import { subjectOfPrediction } from './subject-of-prediction.ts';

const member = (name: string) => ({ entity: id(name), role: 'symptom' as const });

test('a digest is as bad as the worst of its subjects, begins with the first, and has three facts of each', () => {
  const facts = Array.from({ length: 5 }, (_, minute) => fact('cart', minute, `load.${minute}`, 9, 1));
  const against = { ...fact('cart', 0, 'other', 9, 1), stance: 'against' as const };
  const cart = testIncident('inc_1', {
    severity: 'minor',
    startedAt: START,
    entities: [member('cart')],
    evidence: [against, ...facts],
  });
  const store = testIncident('inc_2', { severity: 'major', startedAt: START + 5, entities: [member('store')] });
  const coming = subjectOfPrediction(testPrediction('prd_1', { entity: id('cart'), issuedAt: START + 9 }));
  const subject = subjectOfDigest('shop 9', [coming, cart, store]);
  expect(subject).toMatchObject({ severity: 'major', startedAt: START, impact: { services: 2 } });
  expect(subject.entities.map(({ entity }) => entity)).toEqual([id('cart'), id('store')]);
  expect(subject.evidence.map(({ measure }) => measure)).toEqual(['load.0', 'load.1', 'load.2']);
  expect(subjectOfDigest('shop 9', [coming])).toMatchObject({ severity: 'expected', state: 'coming' });
});
