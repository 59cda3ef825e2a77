import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { changeIndex } from '../../statistics/change-point.ts';
import { createRowPool, type RowPoolSnapshot } from '../row-pool.ts';

/** The last hour of a few signals: where, on alarm, the change is looked for. An alarm is late by its own window. */
export interface RecentHour {
  note(key: string, minute: Timestamp, value: number): void;
  /** The first minute after the best split of the hour in two; `undefined` when nothing changed. */
  onsetOf(key: string): Timestamp | undefined;
  delete(key: string): void;
  snapshot(): RowPoolSnapshot;
}

const MINUTES = 60;
/** Fields: values seen, then value and minute of each, as a ring. */
const STRIDE = 1 + 2 * MINUTES;

export function createRecentHour(snapshot?: RowPoolSnapshot): RecentHour {
  const rings = createRowPool(STRIDE, snapshot);
  return {
    note(key, minute, value) {
      const at = (rings.find(key) ?? rings.add(key)) * STRIDE;
      const place = at + 1 + 2 * (rings.fields[at]! % MINUTES);
      rings.fields[place] = value;
      rings.fields[place + 1] = minute / MINUTE;
      rings.fields[at]! += 1;
    },
    onsetOf(key) {
      const row = rings.find(key);
      if (row === undefined) return undefined;
      const at = row * STRIDE;
      const seen = rings.fields[at]!;
      const count = Math.min(MINUTES, seen);
      const places = Array.from({ length: count }, (_, i) => at + 1 + 2 * ((seen - count + i) % MINUTES));
      const index = changeIndex(places.map((place) => rings.fields[place]!));
      return index === undefined ? undefined : rings.fields[places[index]! + 1]! * MINUTE;
    },
    delete: (key) => rings.delete(key),
    snapshot: () => rings.snapshot(),
  };
}
