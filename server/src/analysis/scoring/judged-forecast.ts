/** A probability and what happened. */
export interface JudgedForecast {
  readonly said: number;
  readonly came: 0 | 1;
  /** 1 / sampling rate. */
  readonly weight: number;
}
