/** How requests of one transport were answered. */
export interface Answers {
  accepted: number;
  /** Over the quota, with a time to come again: how often each number of seconds was named. */
  readonly comeAgain: Record<string, number>;
  /** Told to come again because the platform itself could not keep up: 503 or UNAVAILABLE. */
  busy: number;
  /** Everything else, as `500 text`: what makes senders drop data. */
  readonly others: Record<string, number>;
}

export interface AnswersByTransport {
  readonly http: Answers;
  readonly grpc: Answers;
}

export function noAnswers(): Answers {
  return { accepted: 0, comeAgain: {}, busy: 0, others: {} };
}

export function countOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export function addTo(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** `{ 1: 20, 3: 4 }` as `1 s 20, 3 s 4`. */
export function secondsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([seconds, count]) => `${seconds} s ${count}`)
    .join(', ');
}
