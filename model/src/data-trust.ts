import type { EntityId } from './entity.ts';
import type { Timestamp } from './time.ts';

/** Under this a prediction freezes: it neither rises nor resolves. */
export const DATA_TRUST_FLOOR = 0.8;

/** Share of expected telemetry present. */
export interface DataTrust {
  readonly time: Timestamp;
  /** 0 to 1. */
  readonly share: number;
  readonly silent: readonly { readonly entity: EntityId; readonly name: string; readonly since: Timestamp }[];
  readonly reporting: number;
  readonly expected: number;
}
