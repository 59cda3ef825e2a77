import { expect, test } from 'vitest';
import { draftOfSuggestion, emptyDraft, inputOfDraft } from './slo-draft.ts';

const entity = { id: 'ent_a', kind: 'service' as const, name: 'shop/checkout', cluster: 'prod' };

test('a suggestion becomes a draft that can be saved as it stands', () => {
  const suggested = {
    entity,
    objective: 'latency' as const,
    thresholdMs: 300,
    target: 0.99,
    achieved: 0.99,
    requests: 9,
  };
  expect(inputOfDraft(draftOfSuggestion(suggested))).toEqual({
    name: 'checkout is fast',
    entity: 'ent_a',
    objective: 'latency',
    thresholdMs: 300,
    target: 0.99,
    windowDays: 30,
  });
});

test('what belongs to another objective is not sent, and a percentage becomes the share that was typed', () => {
  const draft = { ...emptyDraft, name: ' a ', thresholdMs: '300', targetPercent: '99.95', windowDays: '7' };
  expect(inputOfDraft(draft)).toEqual({
    name: 'a',
    entity: '',
    objective: 'availability',
    target: 0.9995,
    windowDays: 7,
  });
});
