// What people press in Slack: by a signed request or by Socket Mode, the payload is the same.
import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { isFirstHeard } from '../store/metadata/alert-channels.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import { actOnAnswer, type ChannelAnswer } from './act-on-answer.ts';
import { readSnoozeChoice } from './snooze-choices.ts';

const SlackPayload = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).optional(),
      }),
    )
    .min(1),
});

/** `whisper`: for the person alone, where what was pressed could not be done. */
export interface HeardSlack {
  readonly status: 200 | 400;
  readonly whisper?: { readonly user: string; readonly text: string };
}

/** The conversation in which something was pressed; `undefined` for what is nothing of ours. */
export function conversationOf(payload: unknown): string | undefined {
  return SlackPayload.safeParse(payload).data?.channel?.id;
}

/** The payload was sent by Slack: who asks has made sure of it. An action that was heard before is an echo. */
export async function hearSlack(
  payload: unknown,
  { tenant, channel }: { readonly tenant: TenantId; readonly channel: AlertChannel },
  db: Db,
  now: Timestamp,
): Promise<HeardSlack> {
  const read = SlackPayload.safeParse(payload);
  if (!read.success) return { status: 400 };
  const { user, actions } = read.data;
  const acts = actions.flatMap((action) => {
    const act = actOf(action);
    return act ? [{ ...act, event: `${action.action_ts} ${action.action_id}` }] : [];
  });
  if (acts.length === 0) return { status: 200 };
  const person = respondersOf(channel).get(user.id);
  // Who may read a conversation may not therefore act.
  if (person === undefined) {
    const text = `You may read this here but not act on it yet. Ask an admin of Foreshock to add ${user.id}=your-name to who may press buttons, in the channel "${channel.name}" on the page Alerting.`;
    return { status: 200, whisper: { user: user.id, text } };
  }
  let whisper: HeardSlack['whisper'];
  for (const { about, act, event } of acts) {
    if (!(await isFirstHeard(db, tenant, channel.id, event, now))) continue;
    const done = await actOnAnswer(db, { tenant, channel, person, about, act }, now);
    if (!done.ok) whisper = { user: user.id, text: `Nothing was changed: ${done.error.message}.` };
  }
  return { status: 200, ...(whisper && { whisper }) };
}

type Action = z.infer<typeof SlackPayload>['actions'][number];

/** `undefined` for buttons that only open pages. */
function actOf({ action_id, value = '', selected_option }: Action): Pick<ChannelAnswer, 'about' | 'act'> | undefined {
  switch (action_id) {
    case 'ack':
      return { about: value, act: { kind: 'acknowledge' } };
    case 'useful':
    case 'not-useful':
      return { about: value, act: { kind: 'rate', useful: action_id === 'useful' } };
    case 'snooze': {
      const [choice = '', ...about] = (selected_option?.value ?? '').split(' ');
      const asked = readSnoozeChoice(choice);
      return asked && { about: about.join(' '), act: { kind: 'snooze', asked } };
    }
    default:
      return undefined;
  }
}

/** `U0123=ana, U0456=ben`: who may act there, and under which name. */
function respondersOf({ settings }: AlertChannel): ReadonlyMap<string, string> {
  const pairs = (settings.responders ?? '').split(/[\s,]+/).map((pair) => pair.split('='));
  return new Map(pairs.flatMap(([id, name]) => (id && name ? [[id, name] as const] : [])));
}
