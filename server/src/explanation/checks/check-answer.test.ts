import { expect, test } from 'vitest';
import { answerChecks, claimChecks } from './check-answer.ts';
import { answerOf, cause, change, checkOf, order, packOf } from './test-answers.ts';

test('a sound answer passes, in other words and another order too', () => {
  const { claims, rootCause, parts } = checkOf(
    answerOf(
      order,
      change,
      { ...change, text: 'On {{E1}}, {{V1.measure}} climbed from {{V1.expected}} to {{V1.observed}}.' },
      { ...order, text: '{{E2}} was hurt after {{E1}}.', subject: 'E2', object: 'E1' },
      { ...cause, text: 'The errors on {{E2}} are due to {{E1}}.' },
    ),
  );
  expect([claims.flatMap(({ faults }) => faults), rootCause, parts]).toEqual([[], [], []]);
});

test('what is wrong with a root cause takes its reasons with it', () => {
  const rootCause = { hypothesis: 'H7', why: [cause], whyNot: [] };
  const { claims } = checkOf({ ...answerOf(change), rootCause });
  expect(claims.map(({ place, faults }) => [place, faults.length > 0])).toEqual([
    ['summary', false],
    ['why', true],
  ]);
});

test('every check of the catalogue stands in the list once, but the form (J1) and what is only added to (Q1)', () => {
  const ids = [...claimChecks, ...answerChecks].map(({ id }) => id);
  expect([...new Set(ids)].sort()).toEqual(
    'A1 A2 C1 C2 C3 C4 C5 D1 D2 E1 E2 I1 I2 J2 J3 K1 K2 K3 L1 L2 N1 N2 N3 P1 P2 P3 Q2 R1 R2 R3 R4 S1 T1 T2 T3 X1 X2'.split(
      ' ',
    ),
  );
  // K1 asks two questions: what a sentence tells to run, and which actions are named.
  expect(ids).toHaveLength(38);
});

test('a pack holds no line that was seen once, is the same each time, and has its ids by surprise', () => {
  const pack = packOf();
  expect(pack.json).not.toContain('connection');
  expect(pack.json).toContain('<NEW TEXT, 14 words>');
  expect(pack.json).toBe(packOf().json);
  expect([...pack.facts].map(([short, { entity: of }]) => `${short} ${of}`)).toEqual([
    'V1 E1',
    'V2 E2',
    'V3 E3',
    'V4 E2',
  ]);
});
