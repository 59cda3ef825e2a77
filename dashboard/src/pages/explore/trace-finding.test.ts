import { expect, test } from 'vitest';
import type { TraceView } from '../../answer-shapes.ts';
import { traceFinding } from './trace-finding.ts';

const span = (name: string, selfMs: number, onCriticalPath: boolean, errorOrigin = false) =>
  ({ name, selfMs, onCriticalPath, errorOrigin, entity: { name: 'shop/cart' } }) as TraceView['spans'][number];

test('a long span beside the critical path is not blamed', () => {
  expect(traceFinding({ durationMs: 200, spans: [span('wait', 150, true), span('background', 900, false)] })).toBe(
    'cart wait took 150 ms by itself, 75 % of the trace.',
  );
});

test('the error is told before the time', () => {
  expect(traceFinding({ durationMs: 100, spans: [span('connect', 50, true, true)] })).toBe(
    'The error began at cart connect, which took 50 ms by itself, 50 % of the trace.',
  );
  expect(traceFinding({ durationMs: 100, spans: [span('connect', 50, true), span('parse', 1, false, true)] })).toMatch(
    /^The error began at cart parse\. cart connect took 50 ms/,
  );
});
