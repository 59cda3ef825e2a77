import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeForm, questionFor } from './ask-by-model.ts';
import type { AskContext } from './asked-form.ts';
import { maskQuestion } from './mask-question.ts';

const NOW = 1_000 * DAY + 14 * HOUR;
const context: AskContext = {
  now: NOW,
  services: [
    { id: 'ent_checkout', name: 'shop/checkout' },
    { id: 'ent_checkout-db', name: 'shop/checkout-db' },
  ],
  incidents: [{ id: 'inc_abc', startedAt: NOW - 3 * HOUR }],
};
const QUESTION = 'did Checkout grumble of "card refused" before inc_abc, or shop/checkout-db';
const masked = maskQuestion(QUESTION, context);
const right = { about: 'logs', service: 'S2', level: 'error', text: 'T1', time: 'before', minutes: 60 };

test('a question leaves without the names of the project and without the words that are looked for', () => {
  const { prompt } = questionFor(QUESTION, context, new AbortController().signal);
  expect(JSON.parse(prompt)).toEqual({ question: 'did S2 grumble of T1 before I1 , or S1' });
});

test('an answer becomes the form that rules fill in, with the names that the question has', () => {
  expect(judgeForm(JSON.stringify(right), masked, NOW).value).toEqual({
    about: 'logs',
    service: context.services[0],
    level: 'error',
    text: 'card refused',
    time: { kind: 'before', incident: 'inc_abc', startedAt: NOW - 3 * HOUR },
  });
  expect(judgeForm(JSON.stringify({ ...right, about: null }), masked, NOW).value).toBe('none');
  const last = { ...right, about: 'requests', level: null, text: null, time: 'last', minutes: 5 };
  expect(judgeForm(JSON.stringify(last), masked, NOW).value).toMatchObject({
    time: { kind: 'last', length: 5 * MINUTE },
  });
});

test('what the question does not name and what cannot be asked is refused', () => {
  const bare = maskQuestion('is it well', context);
  for (const change of [
    { service: 'S3' },
    { service: 'shop/checkout' },
    { about: 'secrets' },
    { about: 'changes' },
    { text: 'card refused' },
    { time: 'last', minutes: 0 },
    { time: 'last', minutes: 1e9 },
    { extra: 1 },
  ])
    expect(
      judgeForm(JSON.stringify({ ...right, ...change }), masked, NOW).value,
      JSON.stringify(change),
    ).toBeUndefined();
  for (const change of [{}, { service: null }, { service: null, text: null }])
    expect(judgeForm(JSON.stringify({ ...right, ...change }), bare, NOW).value, JSON.stringify(change)).toBeUndefined();
  fc.assert(fc.property(fc.string(), (text) => judgeForm(text, masked, NOW).value === undefined));
});
