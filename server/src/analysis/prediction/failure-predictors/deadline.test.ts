import type { SeriesId } from '@foreshock/model/series.ts';
import { DAY, HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { entity, START } from '../simulated-minutes.ts';
import { type DeadlineState, judgeDeadline } from './deadline.ts';

const certificate = (at: number) => ({
  series: 'ser_cert' as SeriesId,
  entity: entity('ingress'),
  instance: '',
  measure: 'certificate.not_after',
  at,
});

/** Hours before its end from which a certificate is overdue; `renewals` replace it before. */
function overdueAt(life: number, renewWith?: number): number | undefined {
  const state: DeadlineState = new Map();
  let end = START + life;
  let now = START;
  let renewedOnce = renewWith === undefined;
  while (now < end) {
    if (!renewedOnce && end - now <= renewWith!) {
      renewedOnce = true;
      end = now + life;
      expect(judgeDeadline(state, certificate(end), now).renewed).toBe(true);
    } else if (judgeDeadline(state, certificate(end), now).overdue && renewedOnce)
      return Math.round((end - now) / HOUR);
    now += HOUR;
  }
  return undefined;
}

test('a certificate of ninety days is overdue a day after a third of its life is left', () => {
  expect(overdueAt(90 * DAY)).toBe(29 * 24);
});

test('a certificate that was renewed late before is overdue a day after that moment', () => {
  expect(overdueAt(90 * DAY, 10 * DAY)).toBe(9 * 24);
});

test('one of a day is not overdue for most of its life', () => {
  expect(overdueAt(DAY)).toBeLessThanOrEqual(6);
});
