import { expect, test } from 'vitest';
import { answerOf, change, checkOf } from '../checks/test-answers.ts';
import { repairPrompt } from './repair-prompt.ts';

test('a repair names each claim that did not hold with the check that says so, and no text of it', () => {
  const checked = checkOf(answerOf({ ...change, text: '{{V1.measure}} on {{E1}} fell.' }));
  const prompt = repairPrompt('the pack', checked, undefined);
  expect(prompt.split('\n\n')[0]).toBe('the pack');
  expect(prompt).toMatch(/claim 0: D1, /);
  expect(prompt).not.toContain('fell.');
});

test('an answer that broke nothing and says too little is told so', () => {
  expect(repairPrompt('the pack', checkOf(answerOf()), undefined)).toContain('too few claims that can be checked');
});

test('an answer of another form is told its fault', () => {
  expect(repairPrompt('the pack', undefined, 'J1: it is no JSON')).toContain('J1: it is no JSON');
});
