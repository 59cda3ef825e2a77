import { expect, test } from 'vitest';
import { matchesName } from './noise-rule.ts';

test('a star stands for any characters, also none', () => {
  const check = (pattern: string, name: string, expected: boolean) =>
    expect(matchesName(pattern, name), `${pattern} ${name}`).toBe(expected);
  check('GET /health', 'GET /health', true);
  check('GET /health', 'GET /healthz', false);
  check('GET /health*', 'GET /health', true);
  check('*', '', true);
  check('k8s.*.cpu*', 'k8s.pod.cpu.usage', true);
  check('k8s.*.cpu*', 'k8s.cpu', false);
  check('a*a', 'a', false);
  check('*.p*.x', 'a.p.x', true);
  check('*b', 'abc', false);
});
