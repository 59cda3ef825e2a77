import { expect, test } from 'vitest';
import { readAskedSnooze } from './read-asked-snooze.ts';

test('each end that may be asked for', () => {
  expect(readAskedSnooze({ for: 'PT30M' })).toEqual({ ok: true, value: { forMs: 1_800_000 } });
  expect(readAskedSnooze({ until: '09:30' })).toEqual({ ok: true, value: { untilMinute: 570 } });
  expect(readAskedSnooze({ until: '00:00', timeZone: 'Asia/Tokyo' })).toEqual({
    ok: true,
    value: { untilMinute: 0, timeZone: 'Asia/Tokyo' },
  });
  expect(readAskedSnooze({ untilProbability: 0.8 })).toEqual({ ok: true, value: { untilProbability: 0.8 } });
});

test('no end, two ends and a zone that is not known are refused', () => {
  for (const input of [{}, { for: 'PT1H', until: '09:00' }, { until: '09:00', timeZone: 'Mars/Olympus' }])
    expect(readAskedSnooze(input), JSON.stringify(input)).toMatchObject({ error: { code: 'input-invalid' } });
});
