import { DAY, HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { countHour, createHourProfile, hourEffect } from './hour-profile.ts';

const midnight = 1_700_006_400_000 - (1_700_006_400_000 % DAY);

function nightly(nights: number) {
  const profile = createHourProfile();
  for (let night = 0; night < nights; night += 1) countHour(profile, midnight + night * DAY + 2.5 * HOUR);
  return profile;
}

test('without events no hour is different', () => {
  expect(hourEffect(createHourProfile(), midnight, 6 * HOUR, 0.25)).toBeCloseTo(0, 12);
});

test('the hour of a nightly event stands out, the hours of the day do not', () => {
  const profile = nightly(30);
  expect(hourEffect(profile, midnight + 2 * HOUR, HOUR, 0.25)).toBeGreaterThan(2);
  expect(hourEffect(profile, midnight + 12 * HOUR, HOUR, 0.25)).toBeLessThan(-1);
});

test('a window counts each hour by the part that it covers, over midnight too', () => {
  const profile = nightly(30);
  const whole = hourEffect(profile, midnight + 2 * HOUR, HOUR, 0.25);
  const half = hourEffect(profile, midnight + 2.5 * HOUR, HOUR, 0.25);
  expect(Math.exp(half)).toBeCloseTo((Math.exp(whole) + Math.exp(hourEffect(profile, midnight, HOUR, 0.25))) / 2, 9);
  const acrossMidnight = hourEffect(profile, midnight - HOUR, 4 * HOUR, 0.25);
  expect(acrossMidnight).toBeGreaterThan(1);
});

test('over a whole day or more no hour speaks', () => {
  expect(hourEffect(nightly(30), midnight, DAY, 0.25)).toBe(0);
});
