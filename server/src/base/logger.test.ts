import { expect, test } from 'vitest';
import { createLogger, type LogLevel } from './logger.ts';

function logTo(level: LogLevel): { lines: Record<string, unknown>[]; logger: ReturnType<typeof createLogger> } {
  const lines: Record<string, unknown>[] = [];
  return { lines, logger: createLogger({ level, name: 'gateway', write: (line) => lines.push(JSON.parse(line)) }) };
}

test('a line is JSON with level, name, message and fields', () => {
  const { lines, logger } = logTo('info');
  logger.child({ part: 'journal' }).warn('append repeated', { attempt: 2 });
  expect(lines).toMatchObject([
    { level: 'warn', name: 'gateway', part: 'journal', message: 'append repeated', attempt: 2 },
  ]);
});

test('an error keeps its message and stack', () => {
  const { lines, logger } = logTo('info');
  logger.error('write failed', { error: new Error('disk is full') });
  expect(lines).toMatchObject([{ error: { type: 'Error', message: 'disk is full', stack: expect.any(String) } }]);
});

test('what lies below the level is not written', () => {
  const { lines, logger } = logTo('warn');
  logger.debug('a');
  logger.info('b');
  logger.error('c');
  expect(lines.map(({ message }) => message)).toEqual(['c']);
});
