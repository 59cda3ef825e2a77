import { expect, test } from 'vitest';
import { actionWords } from './action-words.ts';

test('what was done is said before what was only proposed', () => {
  const proposed = { title: 'Roll back cart', state: 'proposed' } as const;
  expect(actionWords([proposed])).toBe('proposed: Roll back cart');
  expect(actionWords([proposed, { title: 'Restart pay', state: 'done' }])).toBe('done: Restart pay');
  expect(actionWords([{ ...proposed, state: 'declined' }])).toBe('what was proposed was declined');
});
