import type { ChannelKind, ChannelSettings } from '@foreshock/model/alert-channel.ts';
import { createAlertmanagerChannel } from './channels/alertmanager.ts';
import { createEmailChannel } from './channels/email.ts';
import { createPagerdutyChannel } from './channels/pagerduty.ts';
import { createSlackChannel } from './channels/slack.ts';
import { createSlackWebhookChannel } from './channels/slack-webhook.ts';
import { createTeamsChannel } from './channels/teams.ts';
import { createWebhookChannel } from './channels/webhook.ts';
import type { ChannelSecrets, ChannelTools, NotificationChannel } from './notification-channel.ts';

export interface ChannelDescription {
  readonly kind: ChannelKind;
  readonly settings: ChannelSettings;
  readonly secrets: ChannelSecrets;
}

export function createNotificationChannel(
  { kind, settings, secrets }: ChannelDescription,
  tools: ChannelTools,
): NotificationChannel {
  switch (kind) {
    case 'webhook':
      return createWebhookChannel(settings.url ?? '', secrets, tools);
    case 'slack':
      return createSlackChannel(settings.conversation ?? '', secrets, tools);
    case 'slack-webhook':
      return createSlackWebhookChannel(secrets, tools);
    case 'pagerduty':
      return createPagerdutyChannel(settings.region, secrets, tools);
    case 'email':
      return createEmailChannel(settings, secrets, tools);
    case 'alertmanager':
      return createAlertmanagerChannel(settings.url ?? '', secrets, tools);
    case 'teams':
      return createTeamsChannel(secrets, tools);
  }
}

/** Kinds that show a picture with what opens and gets worse. */
export function showsPictures(kind: ChannelKind): boolean {
  return kind === 'slack' || kind === 'email';
}

/** Kinds whose messages can be changed in place, or that are for programs; the others hear of changes of state alone. */
export function canEdit(kind: ChannelKind): boolean {
  return kind === 'slack' || kind === 'pagerduty' || kind === 'webhook' || kind === 'alertmanager';
}
