import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('another language and hidden characters are caught', () => {
  const holds = [change];
  const caught = [
    { ...change, text: 'Die Verbindungen auf {{E1}} sind gestiegen und voll.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose\u200b.' },
    { ...change, text: 'Соединения {{E1}} rose.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('I2');
});
