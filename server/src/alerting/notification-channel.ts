import type { Result } from '@foreshock/model/known-error.ts';
import type { Notification } from '@foreshock/model/notification.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { AddressRules } from '../base/net/allowed-address.ts';

export interface Delivery {
  readonly notification: Notification;
  /** What this channel called the thread when it took the one before; absent for the first. */
  readonly reference: unknown;
  /** An attempt of this thread may have arrived without an answer of ours: look before saying it again. */
  readonly mayHaveArrived: boolean;
  /** To be shown with it where the other side can; the message goes out without one all the same. */
  readonly picture?: Picture;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

/** A PNG that shows no name. */
export interface Picture {
  readonly png: Uint8Array;
  /** For who does not see it. */
  readonly alt: string;
}

export interface Receipt {
  /** To be given with the next one of the thread; JSON. */
  readonly reference?: unknown;
  /** Why the picture that came with it is not shown. */
  readonly pictureRefused?: string;
  /** For people: `message edited`, `HTTP 202`. */
  readonly detail: string;
}

/**
 * A place that takes notifications. When `deliver` resolves with a receipt the other side has the notification; it may be
 * called again with the same one, and then nobody sees it twice where the other side has any means against it.
 *
 * `channel-unavailable`   it may pass: not reached, overloaded, out of order; `retryAfterMs` where the other side says it
 * `channel-refused`       the same will not be taken later: what is sent, or where, is wrong. The message never holds a secret.
 */
export interface NotificationChannel {
  deliver(delivery: Delivery): Promise<Result<Receipt>>;
}

export interface ChannelTools {
  readonly rules: AddressRules;
  readonly now: () => Timestamp;
  /** Of the services whose address is fixed; tests put their own servers there. */
  readonly endpoints: ChannelEndpoints;
}

export interface ChannelEndpoints {
  readonly slack: string;
  /** Its Events API. */
  readonly pagerduty: { readonly us: string; readonly eu: string };
  /** Its REST API. */
  readonly pagerdutyRest: { readonly us: string; readonly eu: string };
}

export const realEndpoints: ChannelEndpoints = {
  slack: 'https://slack.com/api',
  pagerduty: { us: 'https://events.pagerduty.com', eu: 'https://events.eu.pagerduty.com' },
  pagerdutyRest: { us: 'https://api.pagerduty.com', eu: 'https://api.eu.pagerduty.com' },
};

export type ChannelSecrets = Readonly<Record<string, string>>;
