// Block Kit of a notification, within Slack's limits (https://docs.slack.dev/reference/block-kit/blocks).
import { MOST_FACTS, type Notification } from '@foreshock/model/notification.ts';
import { clip, oneLine } from '../plain-line.ts';
import { snoozeChoices } from '../snooze-choices.ts';

export interface SlackMessage {
  /** What phones and screen readers show. */
  readonly text: string;
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
}

/** Slack's own are 150, 3,000, 2,000 and 40,000, and ten fields of a section; ours leave room. */
const MOST_HEADER = 150;
const MOST_SECTION = 2_900;
const MOST_FIELD = 900;
const MOST_TEXT = 2_900;

/** `answers`: whether a press of a button comes back to us. */
export function slackMessage(notification: Notification, answers: boolean): SlackMessage {
  const { headline, title, facts, links, subject, state } = notification;
  const blocks: Record<string, unknown>[] = [
    { type: 'header', text: plain(title, MOST_HEADER) },
    { type: 'section', text: plain(headline, MOST_SECTION) },
  ];
  if (facts.length > 0) {
    const fields = facts.slice(0, MOST_FACTS).map(({ label, text }) => plain(`${label}: ${text}`, MOST_FIELD));
    blocks.push({ type: 'section', fields });
  }
  const elements: Record<string, unknown>[] = [];
  if (answers && subject && state !== 'over') {
    const value = `${subject.kind} ${subject.id}`;
    if (state === 'open')
      elements.push({ type: 'button', action_id: 'ack', style: 'primary', text: plain('Acknowledge', 75), value });
    elements.push({
      type: 'static_select',
      action_id: 'snooze',
      placeholder: plain('Snooze', 75),
      options: snoozeChoices(notification).map(({ text, choice }) => ({
        text: plain(text, 75),
        value: `${choice} ${value}`,
      })),
    });
  }
  // Whether it helped can be said when it is over too.
  if (answers && subject) {
    const value = `${subject.kind} ${subject.id}`;
    const [yes, no] = subject.kind === 'incident' ? ['It was real', 'It was noise'] : ['Useful', 'Not useful'];
    for (const [action_id, words] of [
      ['useful', yes],
      ['not-useful', no],
    ] as const)
      elements.push({ type: 'button', action_id, text: plain(words, 75), value });
  }
  for (const [index, { label, url }] of links.slice(0, 3).entries())
    elements.push({ type: 'button', action_id: `open-${index}`, text: plain(label, 75), url });
  if (elements.length > 0) blocks.push({ type: 'actions', block_id: 'actions', elements });
  return { text: escapeMrkdwn(clip(oneLine(headline), MOST_TEXT)), blocks };
}

/** Nothing in it is a mention or a link: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function plain(text: string, most: number) {
  return { type: 'plain_text', text: clip(oneLine(text), most) || '-', emoji: false };
}
