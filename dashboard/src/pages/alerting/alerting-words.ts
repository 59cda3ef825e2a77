import type { ChannelKind } from '@foreshock/model/alert-channel.ts';
import type { AlertingView, AlertRouteView, ChannelView } from '../../answer-shapes.ts';
import { countWords } from '../../words/name-words.ts';

export const kindWords: Readonly<Record<ChannelKind, string>> = {
  webhook: 'Webhook, signed',
  slack: 'Slack, by a bot',
  'slack-webhook': 'Slack, incoming webhook',
  pagerduty: 'PagerDuty',
  email: 'E-mail',
  alertmanager: 'Webhook in the form of Alertmanager',
  teams: 'Microsoft Teams',
};

export const fieldWords: Readonly<Record<string, string>> = {
  url: 'Address',
  secret: 'Signing secret, made where it is left out',
  previousSecret: 'Signing secret before',
  conversation: "Conversation's id",
  responders: 'Who may press buttons: U0123456=ana, U0456789=ben',
  botToken: 'Bot token',
  appToken: 'App-level token: buttons come back by Socket Mode, without a public address',
  signingSecret: 'Signing secret of the app: buttons come back to a public address',
  region: 'Region: us or eu',
  routingKey: 'Integration key',
  webhookSecret: 'Secret of its webhook to us: what people do there comes to a public address',
  readToken: 'Read-only API key: what people do there is asked for every few seconds, without a public address',
  host: 'Mail server',
  port: 'Port',
  security: 'Security: tls, starttls or none',
  user: 'User',
  password: 'Password',
  from: 'From',
  to: 'To, with commas',
  bearerToken: 'Bearer token',
};

/** The worst first, in a sentence. */
export function alertingHeadline(alerting: AlertingView, channels: readonly ChannelView[]): string {
  const failing = channels.filter(({ state }) => state === 'failing');
  const [first] = failing;
  if (!alerting.readable) return 'Nobody is told: the settings were written by a newer version.';
  if (first)
    return `${first.name} does not take notifications${failing.length > 1 ? `, nor do ${failing.length - 1} more` : ''}.`;
  const deaf = channels.find(({ state, deafSince }) => state === 'ok' && deafSince !== null);
  if (deaf) return `${deaf.name} tells people, but who acknowledges there is not seen here.`;
  if (alerting.deadLetters > 0)
    return `${alerting.deadLetters === 1 ? 'One notification' : `${alerting.deadLetters} notifications`} could not be delivered.`;
  if (channels.length === 0) return 'Nobody is told of anything yet: there is no channel.';
  const inForce = alerting.routes.filter(({ enabled }) => enabled);
  if (inForce.length === 0) return 'Nobody is told of anything yet: there is no route.';
  if (alerting.waiting > 0)
    return `${alerting.waiting === 1 ? 'One notification is' : `${alerting.waiting} notifications are`} on the way.`;
  return 'Everything that was to be told was told.';
}

/** What a route is about: `predictions of shop/*, at least 60 %`. */
export function matchWords({ match }: AlertRouteView): string {
  const kinds = match.kinds.length === 1 ? `${match.kinds[0]}s` : 'incidents and predictions';
  const parts = [`${kinds} of ${match.services.length > 0 ? match.services.join(', ') : 'every service'}`];
  if (match.severities.length > 0) parts.push(match.severities.join(' or '));
  if (match.failures.length > 0) parts.push(match.failures.join(', ').replaceAll('_', ' '));
  if (match.minProbability !== undefined) parts.push(`at least ${Math.round(match.minProbability * 100)} %`);
  if (match.actByWithinMinutes !== undefined) parts.push(`act by within ${match.actByWithinMinutes} min`);
  return parts.join('; ');
}

/** The loudest that a route gets, as it is chosen and as it is listed. */
export const loudWords: Readonly<Record<AlertRouteView['most'], string>> = {
  page: 'wakes people for what cannot wait, messages for the rest',
  notify: 'messages only, never wakes anybody',
  digest: 'once a day in the digest only',
  screen: 'on screen only, tells nobody',
};

/** `messages only, never wakes anybody; no messages 22:00 to 07:00; digest at 09:00 (Europe/Berlin)`. */
export function howWords(route: AlertRouteView): string {
  const { enabled, most, quiet, escalation, pagesPerWeek, digestAt, timeZone } = route;
  if (!enabled) return 'switched off: tells nobody';
  const parts: string[] = [loudWords[most]];
  if (most === 'page' && escalation.length > 0)
    parts.push(`${countWords(escalation.length, 'level')} of escalation where nobody answers`);
  if (most === 'page' && pagesPerWeek !== undefined) parts.push(`at most ${countWords(pagesPerWeek, 'page')} a week`);
  if (quiet) parts.push(`${most === 'page' ? 'only pages' : 'no messages'} from ${quiet.from} to ${quiet.to}`);
  if (most !== 'screen') parts.push(`digest at ${digestAt}`);
  return most === 'screen' ? parts.join('; ') : `${parts.join('; ')} (clocks of ${timeZone})`;
}

/** An id for what a person named: `Team shop` is `team-shop`; `taken` ones get a number. */
export function idFor(name: string, taken: readonly string[]): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30);
  const base = plain === '' ? 'one' : plain;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

export function listOf(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
