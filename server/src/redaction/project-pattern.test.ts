import { expect, test } from 'vitest';
import { compilePattern } from './project-pattern.ts';

function patternOf(text: string) {
  const compiled = compilePattern(text, 'patterns.0.pattern');
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.value;
}

test('matches in order, and whether the whole text is one', () => {
  const pattern = patternOf('T-\\d{4}');
  expect(pattern.find('T-1234 and T-5678')).toEqual([
    [0, 6],
    [11, 17],
  ]);
  expect([pattern.covers('T-1234'), pattern.covers('T-1234 ')]).toEqual([true, false]);
});

test('a pattern that would take a backtracking engine ages is as fast as any', () => {
  expect(patternOf('(a+)+b').find('a'.repeat(20_000))).toEqual([]);
});

test('what is not RE2, and what covers nothing, is refused with its place', () => {
  for (const text of ['(?<=a)b', '(', '(a)\\1', 'a*'])
    expect(compilePattern(text, 'patterns.3.pattern'), text).toMatchObject({
      ok: false,
      error: { code: 'input-invalid', message: expect.stringContaining('patterns.3.pattern') },
    });
});
