// What people said the true causes were, and the bounded points that this teaches later rankings.
import type { EntityId } from './entity.ts';
import type { CauseType } from './hypothesis.ts';
import type { IncidentId } from './incident.ts';
import { DAY, type Timestamp } from './time.ts';

export interface NamedCause {
  readonly entity: EntityId;
  readonly cause: CauseType;
}

/** One an incident: the last word counts. */
export interface ConfirmedCause extends NamedCause {
  readonly incident: IncidentId;
  readonly note: string;
  readonly by: string;
  readonly at: Timestamp;
  /** What evidence alone named, when the true cause was told. */
  readonly named?: NamedCause;
  /** Place of the true entity among the candidates by evidence alone, from 1; absent when it was not listed. */
  readonly rank?: number;
}

/** After so long a confirmed cause counts half. */
const HALF_LIFE = 90 * DAY;
/** The most that an entity with a kind of cause gains or loses, and how many causes it takes to come half the way. */
const PAIR = { most: 0.4, half: 2 } as const;
/** The same for a kind of cause anywhere. */
const KIND = { most: 0.1, half: 5 } as const;
export const MOST_TAUGHT_POINTS = PAIR.most + KIND.most;

export interface Lesson {
  /** Confirmed causes that speak for it, and true causes that were another when it was named. */
  readonly for: number;
  readonly against: number;
  /** -0.5 to 0.5. */
  readonly points: number;
}

/** What was confirmed before `asOf` says of one entity with a kind of cause. Exactly 0 points when nothing was. */
export function lessonOf(confirmed: readonly ConfirmedCause[], { entity, cause }: NamedCause, asOf: Timestamp): Lesson {
  const pair = { for: 0, against: 0, lift: 0, weight: 0 };
  const kind = { lift: 0, weight: 0 };
  for (const one of confirmed) {
    if (one.at >= asOf) continue;
    const weight = 2 ** (-(asOf - one.at) / HALF_LIFE);
    const missed =
      one.named && (one.named.entity !== one.entity || one.named.cause !== one.cause) ? one.named : undefined;
    for (const [named, sign] of [[one, 1] as const, ...(missed ? [[missed, -1] as const] : [])]) {
      if (named.cause !== cause) continue;
      kind.lift += sign * weight;
      kind.weight += weight;
      if (named.entity !== entity) continue;
      pair.lift += sign * weight;
      pair.weight += weight;
      pair[sign > 0 ? 'for' : 'against'] += 1;
    }
  }
  return {
    for: pair.for,
    against: pair.against,
    points: (PAIR.most * pair.lift) / (pair.weight + PAIR.half) + (KIND.most * kind.lift) / (kind.weight + KIND.half),
  };
}
