import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { dayFinding, dayMarks } from './day-marks.ts';

const now = Date.parse('2026-11-22T03:14:00Z');
const incident = (part: Partial<IncidentLine>) =>
  ({
    id: 'inc',
    state: 'open',
    title: 'cart is slow',
    startedAt: now - 12 * MINUTE,
    resolvedAt: undefined,
    closure: undefined,
    harmed: ['shop/cart'],
    ...part,
  }) as IncidentLine;
const changes = Array.from({ length: 40 }, (_, i) => ({
  id: `c${i}`,
  time: now - i * MINUTE,
  entity: 'shop/web',
  text: `v${i}`,
}));

test('changes give way to harm when the log is full, oldest first', () => {
  const marks = dayMarks({ changes, incidents: [incident({})], coming: [], closed: [], now, hours: 24 });
  expect(marks).toHaveLength(18);
  expect(marks.filter((mark) => mark.kind === 'incident-open')).toHaveLength(1);
  expect(marks.at(-1)?.id).toBe('c0');
});

test('what is older than the day is left out', () => {
  expect(
    dayMarks({
      changes: [],
      incidents: [incident({ startedAt: now - 30 * HOUR })],
      coming: [],
      closed: [],
      now,
      hours: 24,
    }),
  ).toEqual([]);
});

test('the finding says where harm is and where it was', () => {
  expect(dayFinding([], now, 1)).toBe('A day without harm');
  expect(dayFinding([], now, 0.25)).toBe('No harm in the 6 of 24 h that were judged');
  expect(dayFinding([], now, 0)).toBe('Nothing of this day has been judged yet');
  expect(dayFinding([incident({})], now, 1)).toMatch(/^Harm since cart, \d\d:\d\d$/);
  const both = dayFinding(
    [incident({}), incident({ id: 'b', state: 'resolved', startedAt: now - 2 * HOUR, resolvedAt: now - HOUR })],
    now,
    1,
  );
  expect(both).toMatch(/^Harm at cart, \d\d:\d\d; harm since cart/);
});
