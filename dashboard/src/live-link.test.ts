import { expect, test } from 'vitest';
import { eventType } from './live-link.ts';

test('an event is known by the type in its data', () => {
  expect(eventType('{"type":"prediction","id":"prd_1","revision":2}')).toBe('prediction');
});

test('heartbeats and unknown events ask nothing', () => {
  for (const data of ['', 'ping', '{}', '{"type":"toString"}', 'null']) expect(eventType(data), data).toBeUndefined();
});
