import { expect, test } from 'vitest';
import { lostWords, refusalWords, requestWords, triedWords } from './quarantine-words.ts';

test('a request is named by its records, or by its signal where they are not known', () => {
  expect(requestWords({ signal: 'logs', records: 1 })).toBe('1 log record');
  expect(requestWords({ signal: 'traces', records: 12_000 })).toBe('12,000 spans');
  expect(requestWords({ signal: 'metrics', records: null })).toBe('a request of metrics that cannot be decoded');
});

test('a reason says who refused it, and nothing twice', () => {
  const message =
    'cannot append telemetry: it takes more memory than store.insertMemoryBytes allows; raise it and try again';
  expect(refusalWords({ code: 'telemetry-refused', message })).toBe(
    'the store does not take it: it takes more memory than store.insertMemoryBytes allows; raise it and try again',
  );
  expect(refusalWords({ code: 'internal', message: 'a fault of the program' })).toBe('a fault of the program');
});

test('what came of a try counts each outcome once', () => {
  expect(triedWords(['refused', 'stored', 'stored'])).toBe('2 stored, 1 refused again');
  expect(triedWords(['unreadable', 'trying'])).toBe('1 cannot be read any more, 1 still being tried');
});

test('what was lost says how many and why, and nothing where nothing was', () => {
  expect(lostWords([])).toBe('');
  const lost = [
    { signal: 'logs' as const, reason: 'no-room' as const, requests: 2 },
    { signal: 'traces' as const, reason: 'no-room' as const, requests: 1 },
    { signal: 'logs' as const, reason: 'expired' as const, requests: 1 },
  ];
  expect(lostWords(lost)).toBe(
    'Since the program was started, 3 requests were lost because this room was full and 1 request was lost because nobody decided in time.',
  );
});
