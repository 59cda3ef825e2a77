import { expect, test } from 'vitest';
import { type DifferenceWords, viewDifference } from './difference-view.ts';

const difference = {
  values: [
    { key: 'container.image.tag', value: 'v42' },
    { key: 'k8s.node.name', value: 'node-7' },
    { key: 'zone', value: 'a' },
    { key: 'service.version', value: '42' },
  ],
  counts: [97, 3, 11, 89],
  share: 0.97,
  shareBefore: 0.11,
  effect: 5.4,
  p: 1e-30,
} as const;
const words: DifferenceWords = { signal: 'traces', against: 'failing', templates: new Map(), namedBy: () => ['hyp_1'] };

test('the sentence names three values at most, version and node before others, and says both shares', () => {
  const view = viewDifference(difference, words);
  expect(view.statement).toBe(
    '97 % of the failed spans have service.version 42, k8s.node.name node-7 and container.image.tag v42 (before: 11 %)',
  );
  expect(view.values).toHaveLength(4);
});

test('a template is said by its text, and a comparison with everything before says so', () => {
  const values = [{ key: 'template', value: 't1' }];
  const view = viewDifference(
    { ...difference, values, shareBefore: 0 },
    { signal: 'logs', against: 'all', templates: new Map([['t1', 'card <*> refused']]), namedBy: () => [] },
  );
  expect(view.statement).toBe(
    '97 % of the error log lines have the text "card <*> refused" (before: none of all log lines)',
  );
});
