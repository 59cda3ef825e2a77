import { expect, test } from 'vitest';
import { parseTraceQuery, withDurations } from './trace-query.ts';

test('operation, duration and error are read from one line', () => {
  expect(parseTraceQuery('operation="GET /cart add" duration>=1.5s duration<=9000 error')).toEqual({
    operation: 'GET /cart add',
    minDurationMs: 1500,
    maxDurationMs: 9000,
    errorsOnly: true,
    unread: [],
  });
});

test('what cannot be read is named, not dropped', () => {
  expect(parseTraceQuery('duration>fast status=500').unread).toEqual(['duration>fast', 'status=500']);
});

test('a box on the chart replaces the durations and keeps the rest', () => {
  expect(withDurations('error duration>=5s', 120.4, 800.2)).toBe('error duration>=120ms duration<=801ms');
});
