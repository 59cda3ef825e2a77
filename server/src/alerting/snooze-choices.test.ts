import { expect, test } from 'vitest';
import { readSnoozeChoice, snoozeChoices } from './snooze-choices.ts';

test('what a message offers is understood when it is chosen', () => {
  const choices = snoozeChoices({ probability: 0.62, timeZone: 'Europe/Berlin' });
  expect(choices.map(({ text }) => text)).toEqual([
    '30 min',
    '2 h',
    'until 09:00 (Europe/Berlin)',
    'until the odds reach 70 %',
    'until the odds reach 80 %',
  ]);
  expect(choices.map(({ choice }) => readSnoozeChoice(choice))).toEqual([
    { forMs: 1_800_000 },
    { forMs: 7_200_000 },
    { untilMinute: 540, timeZone: 'Europe/Berlin' },
    { untilProbability: 0.7 },
    { untilProbability: 0.8 },
  ]);
});

test('an incident waits for no odds, and what nobody offered is not understood', () => {
  expect(snoozeChoices({}).length).toBe(3);
  for (const choice of ['', '09:00', '25:00@UTC', '09:00@Nowhere', '>=2', '>=', 'forever'])
    expect(readSnoozeChoice(choice), choice).toBeUndefined();
});
