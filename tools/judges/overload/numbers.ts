/** Of one request. */
export const RECORDS = 500;

/** Backwards, a second each, so that nothing lies in the future. */
export function timeOfRequest(origin: number, number: number): number {
  return origin - number * 1_000;
}
