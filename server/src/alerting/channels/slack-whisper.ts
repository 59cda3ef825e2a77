import { SECOND } from '@foreshock/model/time.ts';
import type { Logger } from '../../base/logger.ts';
import { withTimeout } from '../../base/schedule.ts';
import type { ChannelSecrets, ChannelTools } from '../notification-channel.ts';
import { clip, oneLine } from '../plain-line.ts';
import { callSlack } from './slack-call.ts';
import { escapeMrkdwn } from './slack-message.ts';

const MOST_TEXT = 2_900;
/** Who pressed waits for the answer, and Slack waits three seconds. */
const WITHIN_MS = 2 * SECOND;

export type Whisper = (
  channel: { readonly conversation: string; readonly secrets: ChannelSecrets },
  words: { readonly user: string; readonly text: string },
) => Promise<void>;

/** Words that one person of a conversation sees and nobody else. What cannot be said is logged. */
export function createWhisper(tools: ChannelTools, logger: Logger): Whisper {
  return async ({ conversation, secrets }, { user, text }) => {
    const json = { channel: conversation, user, text: escapeMrkdwn(clip(oneLine(text), MOST_TEXT)) };
    const call = { method: 'chat.postEphemeral', body: { json }, token: secrets.botToken ?? '' };
    const said = callSlack(call, tools, {}).then((answer) => {
      if (!answer.ok) logger.warn('words for one person not said', { reason: answer.error.message });
    });
    await withTimeout(said, WITHIN_MS);
  };
}
