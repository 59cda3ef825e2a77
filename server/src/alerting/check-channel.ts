import { type ChannelKind, type ChannelSettings, channelFields } from '@foreshock/model/alert-channel.ts';
import type { ChannelSecrets } from './notification-channel.ts';

const MOST_LENGTH = 2_000;
const MAIL = /^[^\s@<>,;]{1,64}@[A-Za-z0-9.-]{1,200}$/;

const RULES: Readonly<Record<string, { readonly fits: (text: string) => boolean; readonly expected: string }>> = {
  url: { fits: isAddress, expected: 'an address such as "https://hooks.example.com/in"' },
  secret: { fits: isWebhookSecret, expected: 'whsec_ and 24 to 64 bytes in base64' },
  previousSecret: { fits: isWebhookSecret, expected: 'whsec_ and 24 to 64 bytes in base64' },
  conversation: {
    fits: (text) => /^[CGD][A-Z0-9]{5,20}$/.test(text),
    expected: "a conversation's id such as C0123456789",
  },
  responders: {
    fits: (text) => /^[UW][A-Z0-9]{4,20}=[^\s,=]{1,60}([\s,]+[UW][A-Z0-9]{4,20}=[^\s,=]{1,60})*$/.test(text),
    expected: 'Slack user ids with names: U0123456=ana, U0456789=ben',
  },
  botToken: { fits: (text) => /^xoxb-[\w-]{10,}$/.test(text), expected: 'a bot token, which begins with xoxb-' },
  appToken: {
    fits: (text) => /^xapp-[\w-]{10,}$/.test(text),
    expected: 'an app-level token with connections:write, which begins with xapp-',
  },
  signingSecret: { fits: (text) => /^[0-9a-f]{32}$/.test(text), expected: 'the 32 hex digits of the app' },
  region: { fits: (text) => text === 'us' || text === 'eu', expected: 'us or eu' },
  routingKey: { fits: (text) => /^[A-Za-z0-9]{32}$/.test(text), expected: 'the 32 characters of an Events API v2 key' },
  readToken: {
    fits: (text) => /^[A-Za-z0-9+_-]{16,64}$/.test(text),
    expected: 'an API key of the REST API, read-only',
  },
  host: { fits: (text) => /^[A-Za-z0-9.:[\]-]{1,253}$/.test(text), expected: 'a host such as smtp.example.com' },
  port: {
    fits: (text) => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536,
    expected: 'a port, 587 for instance',
  },
  security: { fits: (text) => /^(tls|starttls|none)$/.test(text), expected: 'tls, starttls or none' },
  from: { fits: (text) => MAIL.test(text), expected: 'an address such as foreshock@example.com' },
  to: { fits: isMailList, expected: 'addresses separated by commas' },
};

/** What is wrong with the description of a channel, each with the field and what was expected; empty when nothing is. */
export function channelFaults(kind: ChannelKind, settings: ChannelSettings, secrets: ChannelSecrets): string[] {
  return [
    ...faultsOf('settings', channelFields[kind].settings, settings),
    ...faultsOf('secrets', channelFields[kind].secrets, secrets),
  ];
}

function faultsOf(where: string, fields: readonly string[], values: Readonly<Record<string, string>>): string[] {
  const faults: string[] = [];
  const known = new Map(fields.map((field) => [field.replace('?', ''), field.endsWith('?')]));
  for (const name of Object.keys(values))
    if (!known.has(name))
      faults.push(`${where}.${name}: no such field; known are ${[...known.keys()].join(', ') || 'none'}`);
  for (const [name, mayMiss] of known) {
    const value = values[name];
    if (value === undefined || value === '') {
      if (!mayMiss) faults.push(`${where}.${name}: missing; expected ${RULES[name]?.expected ?? 'a text'}`);
    } else if (value.length > MOST_LENGTH || !(RULES[name]?.fits(value) ?? true)) {
      // The value of a secret is not repeated.
      faults.push(`${where}.${name}: expected ${RULES[name]?.expected ?? `at most ${MOST_LENGTH} characters`}`);
    }
  }
  return faults;
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

function isWebhookSecret(text: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+=*$/.test(text)) return false;
  const { length } = Buffer.from(text.slice('whsec_'.length), 'base64');
  return length >= 24 && length <= 64;
}

function isMailList(text: string): boolean {
  const all = text.split(/[\s,;]+/).filter((one) => one !== '');
  return all.length > 0 && all.length <= 50 && all.every((one) => MAIL.test(one));
}
