import { expect, test } from 'vitest';
import { createLogger } from '../base/logger.ts';
import { createPoisonWatch } from './poison-watch.ts';

test('A-13 the third failure of the same bytes is final, and those of others are not counted with them', () => {
  const lines: string[] = [];
  const watch = createPoisonWatch(createLogger({ level: 'error', name: 'test', write: (line) => lines.push(line) }));
  const codeOf = (text: string): string => {
    const judged = watch.judge(Buffer.from(text), 'Error: a bug');
    return judged.ok ? 'ok' : judged.error.code;
  };
  const codes = ['poison', 'other', 'poison', 'poison', 'other'].map(codeOf);
  expect(codes).toEqual(['internal', 'internal', 'internal', 'request-malformed', 'internal']);
  expect(lines.length).toBe(5);
  expect(lines.join('')).not.toContain('poison');
});
