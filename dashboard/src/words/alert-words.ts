import type { HoldReason, TellReason } from '@foreshock/model/notification.ts';

export const holdWords: Readonly<Record<HoldReason, string>> = {
  history: 'found in history, or notifications have not begun',
  'no-route': 'no route matches it',
  'screen-only': 'on screen only',
  inhibited: 'a symptom of what was told already',
  'quiet-hours': 'quiet hours',
  maintenance: 'maintenance',
  snoozed: 'snoozed',
  budget: 'the budget of pages is used',
  'over-before-told': 'over before it was told',
  'told-by-incident': 'its incident tells of it',
  'paused-channel': 'the channel is paused',
  'digest-later': 'waits for the digest',
};

export const reasonWords: Readonly<Record<TellReason, string>> = {
  opened: 'it opened',
  changed: 'it changed',
  worsened: 'it got worse',
  repeated: 'nobody had answered',
  escalated: 'nobody had answered',
  acknowledged: 'who is on it changed',
  ended: 'it ended',
  digest: 'the digest',
  'channel-failing': 'a channel fails',
  test: 'a test',
};
