import { expect, test } from 'vitest';
import { crowdWords } from './crowd-words.ts';

const none = { most: 200, gaveWay: 0, joined: 0, refused: 0, waiting: 0 };

test('while everything finds room nothing is said', () => {
  expect(crowdWords(none)).toBeUndefined();
});

test('what gave way, joined and was refused is counted in words', () => {
  expect(crowdWords({ ...none, gaveWay: 1, joined: 2, refused: 3, waiting: 2 })).toBe(
    'At most 200 incidents are open at once. So far 1 incident not known to hurt users closed to make room; 2 anomalies that hurt users joined an open incident; 3 anomalies opened none, of which 2 go on. They stay listed as anomalies.',
  );
});
