import { expect, test } from 'vitest';
import { readEvents } from './server-sent-events.ts';

test('events are read in order, JSON or text, and one that was cut is none', () => {
  const text = 'event: a\r\ndata: {"n":1}\r\n\r\n: comment\n\ndata: [DONE]\n\ndata: {"n":';
  expect(readEvents(text)).toEqual([{ n: 1 }, '[DONE]']);
});
