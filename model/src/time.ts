/** Unix milliseconds. Telemetry as decoded keeps nanoseconds; from the store upward time is this. */
export type Timestamp = number;

/** Milliseconds. */
export type DurationMs = number;

/** Half open: `from` is inside, `to` is not. */
export interface TimeRange {
  readonly from: Timestamp;
  readonly to: Timestamp;
}

export function isWithin(time: Timestamp, range: TimeRange): boolean {
  return time >= range.from && time < range.to;
}

export const SECOND: DurationMs = 1_000;
export const MINUTE: DurationMs = 60_000;
export const HOUR: DurationMs = 3_600_000;
export const DAY: DurationMs = 86_400_000;

/** As OTLP counts. */
export function nanosecondsOf(time: Timestamp): bigint {
  return BigInt(Math.round(time)) * 1_000_000n;
}

/** The start of the minute that holds `time`. */
export function startOfMinute(time: Timestamp): Timestamp {
  return Math.floor(time / MINUTE) * MINUTE;
}

/** RFC 3339 in UTC with milliseconds, as the API writes times. */
export function formatTime(time: Timestamp): string {
  return new Date(time).toISOString();
}

/** `undefined` when `text` is no RFC 3339 time. */
export function parseTime(text: string): Timestamp | undefined {
  const time = Date.parse(text);
  return /^\d{4}-\d\d-\d\dT/.test(text) && Number.isFinite(time) ? time : undefined;
}

/** ISO 8601, whole seconds: 90,000 ms is `PT1M30S`. */
export function formatDuration(duration: DurationMs): string {
  const total = Math.round(Math.abs(duration) / SECOND);
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = total % 60;
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  if (!days && !time) return 'PT0S';
  return `${duration < 0 ? '-' : ''}P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}

/** Reads `P1DT2H3M4S`; `undefined` for anything else, the empty `P` included. */
export function parseIsoDuration(text: string): DurationMs | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || match.slice(1).every((part) => part === undefined)) return undefined;
  const [days = '0', hours = '0', minutes = '0', seconds = '0'] = match.slice(1);
  return Number(days) * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
}
