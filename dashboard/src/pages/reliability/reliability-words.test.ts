import { expect, test } from 'vitest';
import { diagramFinding, precisionFinding, skillFinding, tierWords } from './reliability-words.ts';

const bin = (said: number, low: number, high: number) => ({
  from: said,
  to: said,
  forecasts: 20,
  hits: 10,
  weight: 20,
  said,
  came: (low + high) / 2,
  low,
  high,
});

test('a group counts as off only when its interval leaves out what was said', () => {
  expect(diagramFinding([bin(0.5, 0.4, 0.6), bin(0.7, 0.6, 0.8)])).toBe('Calls come true about as often as we say');
  expect(diagramFinding([bin(0.5, 0.6, 0.9), bin(0.7, 0.6, 0.8)])).toBe(
    'We say too little: it comes more often than we say in 1 of 2 groups',
  );
  expect(diagramFinding([bin(0.5, 0.1, 0.4)])).toBe('We say too much: it comes less often than we say in 1 of 1 group');
  expect(diagramFinding([bin(0.5, 0.1, 0.4), bin(0.7, 0.8, 0.9)])).toBe('What we say is off in 2 of 2 groups');
});

const brier = { score: 0.2, baseRate: 0.52, uncertainty: 0.25, reliability: 0, resolution: 0, within: 0 };

test('skill is told against the rival that it is measured by, and never as a bare minus', () => {
  expect(skillFinding({ ...brier, skill: 0.25 })).toBe('Better than always saying 52 % by 25 %');
  expect(skillFinding({ ...brier, skill: -0.38 })).toBe('Worse than always saying 52 % by 38 %');
  expect(skillFinding({ ...brier, baseRate: 1, skill: null })).toContain('no skill to measure');
});

const point = (threshold: number, calls: number, hits: number) => ({
  threshold,
  calls,
  hits,
  precision: hits / calls,
  low: 0,
  high: 1,
  caught: 0,
  recall: 0,
});

test('precision is told at the highest threshold that ten calls have reached', () => {
  expect(precisionFinding([point(0, 30, 20), point(0.5, 30, 20), point(0.7, 12, 10), point(0.9, 3, 3)])).toBe(
    '10 of 12 calls that said 70 % or more came true',
  );
  expect(precisionFinding([point(0, 4, 3), point(0.5, 4, 3)])).toBe('3 of 4 calls came true');
});

test('a tier has words, and one that is not known its own name', () => {
  expect([tierWords('trees'), tierWords('recurrence')]).toEqual(['Boosted trees', 'What comes again']);
  expect(tierWords('oracle')).toBe('oracle');
});
