import type { Rota } from '@foreshock/model/alert-settings.ts';
import { DAY, type Timestamp } from '@foreshock/model/time.ts';

const WEEK_MS = 7 * DAY;

/** Who is on call; the last override that covers the time wins. `undefined` for a rota of nobody. */
export function onCall(rota: Rota, now: Timestamp): Rota['people'][number] | undefined {
  const { people, overrides, startsAt } = rota;
  const override = overrides.findLast(({ from, to }) => now >= from && now < to);
  const instead = override && people.find(({ name }) => name === override.person);
  if (instead) return instead;
  if (people.length === 0) return undefined;
  const week = Math.floor((now - startsAt) / WEEK_MS);
  return people[((week % people.length) + people.length) % people.length];
}
