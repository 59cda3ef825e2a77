import { DAY } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { StoreConfig } from './config.ts';

test('without a word the store is embedded and keeps sums longer than records', () => {
  const config = StoreConfig.parse({});
  expect(config.telemetry).toBe('embedded');
  expect(config.retentionLogs).toBe(14 * DAY);
  expect(config.retentionRollups).toBeGreaterThan(config.retentionLogs);
});

test('durations that are refused', () => {
  for (const retentionLogs of ['', '30', 'd', '-1d', '0d', '1w', '1.5d', 30]) {
    expect(StoreConfig.safeParse({ retentionLogs }).success, String(retentionLogs)).toBe(false);
  }
});
