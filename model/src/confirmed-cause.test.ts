import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ConfirmedCause, lessonOf, MOST_TAUGHT_POINTS, type NamedCause } from './confirmed-cause.ts';
import type { EntityId } from './entity.ts';
import type { IncidentId } from './incident.ts';
import { DAY } from './time.ts';

const cart: NamedCause = { entity: 'cart' as EntityId, cause: 'resource' };
const db: NamedCause = { entity: 'db' as EntityId, cause: 'resource' };
const NOW = 1_000 * DAY;

function confirmed(truth: NamedCause, daysAgo: number, named?: NamedCause): ConfirmedCause {
  const at = NOW - daysAgo * DAY;
  return { ...truth, incident: `inc_${daysAgo}` as IncidentId, note: '', by: 'ada', at, ...(named && { named }) };
}

test('nothing confirmed teaches exactly nothing, and nothing is learnt from what is confirmed later', () => {
  expect(lessonOf([], cart, NOW).points).toBe(0);
  expect(lessonOf([confirmed(cart, 0), confirmed(cart, -1)], cart, NOW)).toEqual({ for: 0, against: 0, points: 0 });
});

test('each confirmed cause moves less than the one before, and an old one less than a new one', () => {
  const points = [1, 2, 3].map((n) => lessonOf(Array(n).fill(confirmed(cart, 1)), cart, NOW).points);
  expect(points[1]! - points[0]!).toBeLessThan(points[0]!);
  expect(points[2]! - points[1]!).toBeLessThan(points[1]! - points[0]!);
  expect(lessonOf([confirmed(cart, 90)], cart, NOW).points).toBeCloseTo((0.4 * 0.5) / 2.5 + (0.1 * 0.5) / 5.5, 9);
});

test('a cause that was named and was not it loses, unless it was named rightly', () => {
  const wrong = [confirmed(db, 1, cart)];
  expect(lessonOf(wrong, cart, NOW)).toMatchObject({ for: 0, against: 1 });
  expect(lessonOf(wrong, cart, NOW).points).toBeLessThan(0);
  expect(lessonOf(wrong, db, NOW).points).toBeGreaterThan(0);
  expect(lessonOf([confirmed(cart, 1, cart)], cart, NOW)).toMatchObject({ for: 1, against: 0 });
});

test('however much is confirmed, the points stay within half a point and do not depend on the order', () => {
  const causes = fc.constantFrom(cart, db, { ...cart, cause: 'crash' as const });
  const told = fc.array(
    fc
      .tuple(causes, fc.double({ min: 0.001, max: 400, noNaN: true }), fc.option(causes, { nil: undefined }))
      .map(([truth, days, named]) => confirmed(truth, days, named)),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(told, causes, (list, asked) => {
      const { points } = lessonOf(list, asked, NOW);
      expect(Math.abs(points)).toBeLessThan(MOST_TAUGHT_POINTS);
      expect(lessonOf(list.toReversed(), asked, NOW).points).toBeCloseTo(points, 9);
    }),
  );
});
