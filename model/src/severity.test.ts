import { expect, test } from 'vitest';
import { isErrorSeverity, severityName } from './severity.ts';
import { parseTenantId } from './tenant.ts';
import { textAt, textColumnOf } from './text-column.ts';

test('four numbers share a name, and what is outside has none', () => {
  const cases: [number, string][] = [
    [0, 'unspecified'],
    [1, 'trace'],
    [4, 'trace'],
    [5, 'debug'],
    [9, 'info'],
    [16, 'warn'],
    [17, 'error'],
    [24, 'fatal'],
    [25, 'unspecified'],
    [255, 'unspecified'],
  ];
  for (const [number, name] of cases) expect(severityName(number), String(number)).toBe(name);
  expect([16, 17].map(isErrorSeverity)).toEqual([false, true]);
});

test('a tenant id is safe in a path and in the name of a table', () => {
  for (const text of ['default', 'a', 'team-7', 'a'.repeat(40)]) expect(parseTenantId(text), text).toBe(text);
  for (const text of ['', '7team', 'Team', 'a/b', '..', 'a_b', 'a b', 'a'.repeat(41), 'a\n']) {
    expect(parseTenantId(text), text).toBeUndefined();
  }
});

test('a column gives back the texts that it was made of, and broken bytes as U+FFFD', () => {
  const texts = ['', 'plain', 'ünïcode 🛒', ''];
  const column = textColumnOf(texts);
  expect(texts.map((_, row) => textAt(column, row))).toEqual(texts);
  const broken = { bytes: Uint8Array.of(0x61, 0xff), start: Uint32Array.of(0), end: Uint32Array.of(2) };
  expect(textAt(broken, 0)).toBe('a\ufffd');
});
