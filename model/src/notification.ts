import type { AlertLevel, AlertSubjectKind } from './alert-settings.ts';
import type { Timestamp } from './time.ts';

export const notificationTypes = [
  'prediction.issued',
  'prediction.revised',
  'prediction.frozen',
  'prediction.withdrawn',
  'prediction.closed',
  'incident.opened',
  'incident.updated',
  'incident.resolved',
  'digest',
  'channel.failing',
  'webhook.test',
] as const;
export type NotificationType = (typeof notificationTypes)[number];

/** Why something is sent now. */
export const tellReasons = [
  'opened',
  'changed',
  'worsened',
  'repeated',
  'escalated',
  'acknowledged',
  'ended',
  'digest',
  'channel-failing',
  'test',
] as const;
export type TellReason = (typeof tellReasons)[number];

/** Why nothing was sent. */
export const holdReasons = [
  'history',
  'no-route',
  'screen-only',
  'inhibited',
  'quiet-hours',
  'maintenance',
  'snoozed',
  'budget',
  'over-before-told',
  'told-by-incident',
  'paused-channel',
  'digest-later',
] as const;
export type HoldReason = (typeof holdReasons)[number];

/** A digest tells of so many things by name; of others it says how many there are. */
export const MOST_OF_DIGEST = 7;

/** Those of a full digest: its opening, its things, and that there are more. */
export const MOST_FACTS = MOST_OF_DIGEST + 2;

/** One message for one channel. Texts may hold what telemetry says: every channel escapes them in its own way. */
export interface Notification {
  /** `ntf_`; the idempotency key, the same at each attempt. */
  readonly id: string;
  readonly type: NotificationType;
  readonly reason: TellReason;
  readonly level: AlertLevel;
  /** What belongs together: one message that is edited, one alert of a pager. At most 255 characters. */
  readonly thread: string;
  /** `over`: what was told of has ended. */
  readonly state: 'open' | 'acknowledged' | 'over';
  /** As a pager wants it. */
  readonly severity: 'critical' | 'error' | 'warning' | 'info';
  /** What, odds, when, why and until when to act; one line. */
  readonly headline: string;
  readonly title: string;
  /** At most `MOST_FACTS`. */
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  /** The pages that it is about, the most exact first. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** Full name: `shop/checkout-db`. */
  readonly source: string;
  readonly subject: { readonly kind: AlertSubjectKind; readonly id: string } | undefined;
  /** The odds that are shown as a percentage, 0 to 1. */
  readonly probability?: number;
  /** Of the route. */
  readonly timeZone?: string;
  readonly at: Timestamp;
  readonly startedAt: Timestamp;
  readonly endedAt?: Timestamp;
  /** For programs: what a webhook carries as `data`. */
  readonly data: Readonly<Record<string, unknown>>;
}

export const notificationStates = ['waiting', 'sent', 'dead', 'replaced', 'dropped'] as const;
export type NotificationState = (typeof notificationStates)[number];
