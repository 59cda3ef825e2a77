import type { Timestamp } from './time.ts';

export const channelKinds = [
  'webhook',
  'slack',
  'slack-webhook',
  'pagerduty',
  'email',
  'alertmanager',
  'teams',
] as const;
export type ChannelKind = (typeof channelKinds)[number];

export type ChannelState = 'untested' | 'ok' | 'failing' | 'paused';

/** What anybody who may look may see. By kind: `url`; `conversation`; `region`; `host`, `port`, `security`, `user`, `from`, `to`. */
export type ChannelSettings = Readonly<Record<string, string>>;

/** A place that gets notifications; its secrets are kept apart, sealed. */
export interface AlertChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly settings: ChannelSettings;
  /** Names of the secrets that are set. */
  readonly secrets: readonly string[];
  readonly paused: boolean;
  readonly createdBy: string;
  readonly createdAt: Timestamp;
  readonly testedAt?: Timestamp;
  readonly lastOkAt?: Timestamp;
  /** Since when nothing gets through, and why. */
  readonly failingSince?: Timestamp;
  readonly lastError?: string;
  /** Since when what people do there cannot be read, and why. */
  readonly deafSince?: Timestamp;
  readonly deafBecause?: string;
}

export function channelStateOf(channel: AlertChannel): ChannelState {
  if (channel.paused) return 'paused';
  if (channel.failingSince !== undefined) return 'failing';
  return channel.testedAt === undefined ? 'untested' : 'ok';
}

/** Of each kind the settings and secrets by name; those with `?` may be left out. */
export const channelFields = {
  webhook: { settings: ['url'], secrets: ['secret?', 'previousSecret?'] },
  slack: { settings: ['conversation', 'responders?'], secrets: ['botToken', 'appToken?', 'signingSecret?'] },
  'slack-webhook': { settings: [], secrets: ['url'] },
  pagerduty: { settings: ['region?'], secrets: ['routingKey', 'webhookSecret?', 'readToken?'] },
  email: { settings: ['host', 'port', 'security', 'user?', 'from', 'to'], secrets: ['password?'] },
  alertmanager: { settings: ['url'], secrets: ['bearerToken?'] },
  teams: { settings: [], secrets: ['url'] },
} as const satisfies Record<ChannelKind, { readonly settings: readonly string[]; readonly secrets: readonly string[] }>;
