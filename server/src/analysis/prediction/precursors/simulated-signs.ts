import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { FailureOnset } from '../label-failures.ts';
import { followPrecursors, type PrecursorFacts, type Precursors } from './precursors.ts';
import type { Sign } from './sign.ts';

/** Signs and onsets for tests, by minute number. The engine must not import this file. */

export const DAY_ONE: Timestamp = Date.UTC(2026, 0, 5);
export const SHOP = 'ent_shop' as EntityId;

export function lineOf(key: string, entity: EntityId = SHOP): Sign {
  const range = { from: DAY_ONE, to: DAY_ONE + MINUTE };
  return { key, entity, kind: 'log', measure: key, query: { kind: 'events', entity, range } };
}

export interface SimulatedMinute {
  readonly signs?: readonly Sign[];
  readonly fails?: Failure;
  /** Minutes that its condition had lasted. */
  readonly lasted?: number;
}

export const timeOf = (minute: number): Timestamp => DAY_ONE + (minute + 1) * MINUTE;

/** Follows minutes `from` to `to`, the end left out. */
export function followMinutes(
  state: Precursors,
  from: number,
  to: number,
  at: (minute: number) => SimulatedMinute,
  facts: Partial<PrecursorFacts> = {},
): void {
  for (let minute = from; minute < to; minute += 1) {
    const { signs = [], fails, lasted = 0 } = at(minute);
    const onset = timeOf(minute) - MINUTE;
    const onsets: FailureOnset[] = fails
      ? [{ entity: SHOP, failure: fails, onset, since: onset - lasted * MINUTE, object: '' }]
      : [];
    followPrecursors(state, {
      now: timeOf(minute),
      isBlind: false,
      signs,
      onsets,
      failing: () => [],
      actedAt: new Map(),
      historyUntil: 0,
      ...facts,
    });
  }
}
