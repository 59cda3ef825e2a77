import { expect, test } from 'vitest';
import { answerOf, change } from '../checks/test-answers.ts';
import { parseAnswer } from './parse-answer.ts';

const sound = answerOf(change);

test('an answer of the form asked for is read, with a code fence around it too (J1)', () => {
  expect(parseAnswer(JSON.stringify(sound))).toEqual({ ok: true, value: sound });
  expect(parseAnswer(`\u0060\u0060\u0060json\n${JSON.stringify(sound)}\n\u0060\u0060\u0060`).ok).toBe(true);
});

test('what is no JSON, has another form, or is too long is refused whole, and the message says where (J1)', () => {
  const fault = (text: string) => {
    const parsed = parseAnswer(text);
    return parsed.ok ? '' : parsed.error.message;
  };
  expect(fault('The pool is full.')).toBe('J1: the answer is not JSON');
  expect(fault(JSON.stringify({ ...sound, confidence: 'sure' }))).toContain('J1: confidence');
  expect(fault(JSON.stringify({ ...sound, note: 'more' }))).toContain('J1: the answer');
  expect(fault(JSON.stringify({ ...sound, summary: Array(41).fill(change) }))).toContain('too many claims');
  expect(fault(JSON.stringify({ ...sound, timeline: ['V'.repeat(70_000)] }))).toContain('too long');
});
