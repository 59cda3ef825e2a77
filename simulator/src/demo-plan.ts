import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { FaultPlan } from './fault.ts';
import { createRandom, type Random } from './random.ts';

export interface DemoPlan {
  readonly start: Timestamp;
  readonly faults: readonly FaultPlan[];
  /** When the fault that the demo is about began: cart v42 and its connections. */
  readonly leakStart: Timestamp;
}

export const DEMO_HISTORY = 7 * DAY;
/** Long enough ago that the pool is visibly filling, early enough that nothing has failed yet. */
const LEAKING_FOR = 40 * MINUTE;
/** From the rollout to the empty pool, about: half an hour is left for the audience. */
const LEAK_COURSE = 67 * MINUTE;
/** Nothing else happens for this long before the present, so that the story is clear. */
const QUIET_BEFORE_NOW = 5 * HOUR;
/** The leak, its repair, and time to look at both. */
const QUIET_AFTER_NOW = 2 * HOUR;
/** A demo that is left running goes on as its history did. */
const FUTURE = 28 * DAY;

type Episode = Pick<FaultPlan, 'family' | 'target' | 'variant' | 'mechanism'>;

const leak = (target: string): Episode => ({ family: 'pool-exhaustion', variant: 'leaked-connections', target });
const slow = (target: string): Episode => ({ family: 'pool-exhaustion', variant: 'slow-queries', target });
const memory = (target: string): Episode => ({ family: 'memory-leak', target });
const disk = (target: string): Episode => ({ family: 'disk-fill', target });

/**
 * Nearly a week in which pools, memory and disks ran out often enough that a record can be earned: 29 episodes. The
 * cart stays at v41 throughout, for its next release is the story.
 */
const EPISODES: readonly Episode[] = [
  leak('checkout'),
  slow('checkout-db'),
  memory('payments'),
  leak('orders'),
  slow('catalog-db'),
  disk('search'),
  leak('inventory'),
  slow('checkout-db'),
  memory('recommendations'),
  leak('checkout'),
  slow('catalog-db'),
  leak('orders'),
  disk('catalog-db'),
  leak('catalog'),
  slow('checkout-db'),
  memory('email'),
  leak('checkout'),
  slow('catalog-db'),
  leak('orders'),
  disk('sessions'),
  slow('checkout-db'),
  leak('checkout'),
  memory('orders'),
  leak('inventory'),
  slow('checkout-db'),
  disk('search'),
  leak('orders'),
  slow('catalog-db'),
  leak('checkout'),
];

/** What looks like trouble and is none; one after every episode. */
const DECOYS: readonly Episode[] = [
  { family: 'healthy-deploy', target: 'recommendations' },
  { family: 'gc-sawtooth', target: 'catalog' },
  { family: 'traffic-peak' },
  { family: 'drain' },
  { family: 'healthy-deploy', target: 'email' },
  { family: 'autoscaling' },
  { family: 'gc-sawtooth', target: 'checkout' },
  { family: 'healthy-deploy', target: 'payments' },
];

/**
 * Seven days of history that end, at `now`, in the middle of a leak: the pool of checkout-db has been filling for forty
 * minutes and will be empty twenty to forty minutes later.
 */
export function demoPlan(now: Timestamp, seed: number | string): DemoPlan {
  const random = createRandom(seed).fork('demo-plan');
  const start = now - DEMO_HISTORY;
  const leakStart = now - LEAKING_FOR;
  const slot = (DEMO_HISTORY - QUIET_BEFORE_NOW) / EPISODES.length;
  const faults: FaultPlan[] = [];
  for (let index = 0; start + index * slot < now + FUTURE; index++) {
    const at = start + index * slot;
    if (at + slot > now - QUIET_BEFORE_NOW + MINUTE && at < now + QUIET_AFTER_NOW) continue;
    faults.push(planEpisode(EPISODES[index % EPISODES.length]!, at, random));
    const decoy = DECOYS[index % DECOYS.length]!;
    faults.push({ ...decoy, at: at + slot * 0.68, course: random.between(25, 55) * MINUTE });
  }
  for (let night = startOfNight(start); night < now + FUTURE; night += DAY) {
    if (night > now - QUIET_BEFORE_NOW && night < now + QUIET_AFTER_NOW) continue;
    faults.push({ family: 'nightly-batch', at: night, course: random.between(30, 60) * MINUTE });
  }
  faults.push({ ...leak('cart'), at: leakStart, course: LEAK_COURSE, repairAfter: 25 * MINUTE });
  return { start, faults: faults.sort((a, b) => a.at - b.at), leakStart };
}

function planEpisode(episode: Episode, slotStart: Timestamp, random: Random): FaultPlan {
  const at = slotStart + random.between(5, 40) * MINUTE;
  const course = random.between(35, 105) * MINUTE;
  return { ...episode, at, course, repairAfter: random.between(8, 18) * MINUTE };
}

/** The first half past two in the night, UTC, after `time`. */
function startOfNight(time: Timestamp): Timestamp {
  const sameDay = Math.floor(time / DAY) * DAY + 2.5 * HOUR;
  return sameDay >= time ? sameDay : sameDay + DAY;
}
