/** How much one project may send. */
export interface Quota {
  /** Bytes of request bodies as sent. */
  readonly bytesPerSecond: number;
  /** Log records, spans and metric points. */
  readonly recordsPerSecond: number;
  /** Requests that are being read, checked or written at the same time. */
  readonly requestsInFlight: number;
}

/** What a project has set of its own; the rest is as for every project. */
export type OwnQuota = Partial<Quota>;

/** Seconds of its rate that a project may send at once after a pause. */
export const QUOTA_BURST_SECONDS = 10;
