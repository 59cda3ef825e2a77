import { expect, test } from 'vitest';
import { readSpanEvents } from './span-events.ts';

test('events as kept, with their time since the start of the trace and their values by kind', () => {
  const text = JSON.stringify([
    {
      timeUnixNano: '1500000',
      name: 'exception',
      attributes: [
        { key: 's', value: { stringValue: 'a' } },
        { key: 'i', value: { intValue: '7' } },
        { key: 'b', value: { boolValue: false } },
        { key: 'l', value: { arrayValue: { values: [] } } },
        { key: 'e', value: {} },
      ],
    },
  ]);
  expect(readSpanEvents(text, 1_000_000n)).toEqual([
    {
      startMs: 0.5,
      name: 'exception',
      attributes: [
        { key: 's', value: 'a', kind: 'string' },
        { key: 'i', value: '7', kind: 'int' },
        { key: 'b', value: 'false', kind: 'bool' },
        { key: 'l', value: '{"values":[]}', kind: 'array' },
        { key: 'e', value: '', kind: 'empty' },
      ],
    },
  ]);
});

test('text that was cut or is something else gives no events', () => {
  for (const text of ['', '[{"name":', 'null', '{}', '[null, 3, "x"]'])
    expect(readSpanEvents(text, 0n), text).toEqual([]);
});

test('an event without a time or a name stands at the start', () => {
  expect(readSpanEvents('[{"timeUnixNano":"x","attributes":3}]', 5n)).toEqual([
    { startMs: 0, name: '', attributes: [] },
  ]);
});
