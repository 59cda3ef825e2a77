import { expect, test } from 'vitest';
import { checkPromptParts, defaultPromptParts, fillPromptVariables } from './prompt-parts.ts';

const fault = (change: Partial<typeof defaultPromptParts>): string => {
  const checked = checkPromptParts({ ...defaultPromptParts, ...change });
  return checked.ok ? '' : checked.error.message;
};

test('rules with known variables are taken, and the variables are filled in', () => {
  const houseRules = 'Say "sev {{severity}}" first; {{ services }} services.';
  expect(fault({ houseRules })).toBe('');
  expect(fillPromptVariables(houseRules, { severity: 'major', status: 'open', services: '2', facts: '7' })).toBe(
    'Say "sev major" first; 2 services.',
  );
});

test('an unknown variable, a language that checks cannot read and a text without end are refused, all at once', () => {
  const message = fault({ language: 'German', houseRules: `{{log}} ${'x'.repeat(2_000)}` });
  expect(message).toContain('language is "German"');
  expect(message).toContain('at most 2000');
  expect(message).toContain('there is no {{log}}');
});
