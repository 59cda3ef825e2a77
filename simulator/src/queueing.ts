/** One place where requests wait for a server: processor cores, workers of a pod, connections of a pool. */
export interface StationInput {
  readonly arrivalsPerS: number;
  /** Mean seconds for which one request keeps one server. */
  readonly serviceS: number;
  /** May be a fraction: a pod with half a core. */
  readonly servers: number;
  /** Seconds after which a request gives up waiting. */
  readonly patienceS: number;
  /** Requests left waiting by the step before. */
  readonly backlog: number;
  readonly dtS: number;
}

export interface StationResult {
  /** Mean seconds of waiting for requests that are served. */
  readonly waitS: number;
  /** Offered work over capacity; above 1 the queue grows. */
  readonly utilization: number;
  /** Servers taken, on average. */
  readonly busy: number;
  readonly waiting: number;
  /** Share of arrivals that gave up. */
  readonly lostShare: number;
  readonly backlog: number;
}

/** Above this the steady-state formula leaves the stage to the backlog that is carried from step to step. */
const NEARLY_FULL = 0.995;

/**
 * M/M/c with impatient requests, over one step.
 *
 * Below capacity the wait is Sakasegawa's closed form, "An approximation formula L_q = a rho^b / (1 - rho)", Annals of
 * the Institute of Statistical Mathematics, 1977, and who gives up is as in M/M/1 with a fixed patience (exact for one
 * server), with the servers as one fast one. Above it a fluid queue grows until its wait reaches the patience of the
 * requests; who would wait longer is lost.
 */
export function stepStation(input: StationInput): StationResult {
  const { arrivalsPerS, serviceS, servers, patienceS, backlog, dtS } = input;
  if (servers <= 1e-9) {
    return { waitS: patienceS, utilization: 1, busy: 0, waiting: arrivalsPerS * patienceS, lostShare: 1, backlog: 0 };
  }
  // Half a core serves one request at a time, at half the speed.
  const count = Math.max(1, servers);
  const slowed = serviceS * (count / servers);
  const capacityPerS = count / slowed;
  const utilization = arrivalsPerS / capacityPerS;

  const grown = Math.max(0, backlog + (arrivalsPerS - capacityPerS) * dtS);
  const longest = capacityPerS * patienceS;
  const kept = Math.min(grown, longest);
  const arrivals = arrivalsPerS * dtS;
  const lostByQueue = arrivals > 0 ? Math.min(1, (grown - kept) / arrivals) : 0;

  const load = Math.min(utilization, NEARLY_FULL);
  const mustWait = load ** (Math.sqrt(2 * (count + 1)) - 1);
  // At capacity the requests that are served have waited any time up to their patience.
  const steadyWaitS = Math.min((slowed * mustWait) / (count * (1 - load)), patienceS / 2);
  const outlast = Math.exp(-capacityPerS * (1 - load) * patienceS);
  const lostByChance = ((1 - load) * mustWait * outlast) / (1 - load * mustWait * outlast);

  const queueWaitS = (backlog + kept) / 2 / capacityPerS;
  const waitS = Math.min(patienceS, Math.max(steadyWaitS, queueWaitS));
  const busy = kept > 0 ? count : Math.min(count, arrivalsPerS * slowed);
  const lostShare = Math.min(1, Math.max(lostByQueue, lostByChance));
  const waiting = Math.max(kept, arrivalsPerS * waitS);
  return { waitS, utilization, busy, waiting, lostShare, backlog: kept };
}
