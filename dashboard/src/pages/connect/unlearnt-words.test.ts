import { expect, test } from 'vitest';
import { unlearntWords } from './unlearnt-words.ts';

test('history that came behind the front is said to teach nothing, with its times', () => {
  const at = (hour: string) => `2026-11-20T${hour}:00:00.000Z`;
  expect(unlearntWords({ from: at('03'), to: at('09'), noticedAt: at('10') })).toBe(
    ' Telemetry from 2026-11-20 03:00 to 2026-11-20 09:00 UTC came after analysis had begun: it can be searched, and nothing was learnt from it.',
  );
  expect(unlearntWords(null)).toBe('');
});
