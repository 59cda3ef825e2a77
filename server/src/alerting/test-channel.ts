// One real, clearly marked message, told step by step.
import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { Notification } from '@foreshock/model/notification.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { hashId } from '../base/crypto/digest.ts';
import { createToken } from '../base/crypto/token.ts';
import { findSocketUrl } from './channels/slack-socket.ts';
import { createNotificationChannel } from './create-notification-channel.ts';
import type { ChannelSecrets, ChannelTools } from './notification-channel.ts';

export interface TestStep {
  readonly step: 'settings' | 'sent' | 'answer';
  readonly state: 'ok' | 'failed' | 'open';
  readonly text: string;
}

export interface ChannelTest {
  readonly ok: boolean;
  readonly steps: readonly TestStep[];
  /** Why nothing gets through, for the channel's state. */
  readonly error?: string;
}

export async function testChannel(
  tenant: TenantId,
  channel: AlertChannel,
  secrets: ChannelSecrets | undefined,
  options: { readonly tools: ChannelTools; readonly by: string; readonly url: string; readonly signal: AbortSignal },
): Promise<ChannelTest> {
  const { tools, by, url, signal } = options;
  if (!secrets) {
    const error = 'the secrets of the channel cannot be opened: set them again';
    return { ok: false, error, steps: [{ step: 'settings', state: 'failed', text: error }] };
  }
  const steps: TestStep[] = [
    { step: 'settings', state: 'ok', text: `a ${channel.kind} channel with all that it needs` },
  ];
  const port = createNotificationChannel({ ...channel, secrets }, tools);
  const notification = testNotification(tenant, channel, { by, url, now: tools.now() });
  const sent = await port.deliver({ notification, reference: undefined, mayHaveArrived: false, signal });
  if (!sent.ok) {
    steps.push({ step: 'sent', state: 'failed', text: sent.error.message });
    return { ok: false, error: sent.error.message, steps };
  }
  steps.push({ step: 'sent', state: 'ok', text: sent.value.detail });
  if (secrets.appToken !== undefined) {
    const socket = await findSocketUrl(secrets.appToken, tools, signal);
    if (!socket.ok) {
      steps.push({ step: 'answer', state: 'failed', text: socket.error.message });
      // People are told all the same: the channel does not fail.
      return { ok: false, steps };
    }
    steps.push({ step: 'answer', state: 'ok', text: 'Slack gives a connection for buttons (Socket Mode)' });
  }
  const answer = answerStep(channel);
  if (answer) steps.push({ step: 'answer', state: 'open', text: answer });
  // A pager would ring on: what was set off for the test is ended.
  if (channel.kind === 'pagerduty' || channel.kind === 'alertmanager') {
    const over = { ...notification, state: 'over' as const, reason: 'ended' as const };
    const ended = await port.deliver({
      notification: over,
      reference: sent.value.reference,
      mayHaveArrived: false,
      signal,
    });
    steps.push({
      step: 'sent',
      state: ended.ok ? 'ok' : 'failed',
      text: ended.ok ? ended.value.detail : ended.error.message,
    });
    if (!ended.ok) return { ok: false, error: ended.error.message, steps };
  }
  return { ok: true, steps };
}

/** What only the other side can show. */
function answerStep({ kind, secrets }: AlertChannel): string | undefined {
  if (kind === 'slack' && (secrets.includes('appToken') || secrets.includes('signingSecret')))
    return 'press Acknowledge on a real notification to see that buttons come back';
  if (kind === 'slack') return 'without an app-level token or a signing secret its buttons only open pages';
  if (kind === 'pagerduty' && secrets.includes('webhookSecret'))
    return 'acknowledge a real alert there to see that it comes back';
  if (kind === 'email') return 'look whether the mail arrived: its server has taken it';
  return undefined;
}

function testNotification(
  tenant: TenantId,
  channel: AlertChannel,
  { by, url, now }: { readonly by: string; readonly url: string; readonly now: number },
): Notification {
  const id = hashId('ntf_', createToken());
  const headline = `Test from Foreshock: ${by} tries the channel ${channel.name}; nothing is wrong and nothing needs to be done`;
  return {
    id,
    type: 'webhook.test',
    reason: 'test',
    level: 'notify',
    thread: `fs:${tenant}:test:${id}`,
    state: 'open',
    severity: 'info',
    headline,
    title: 'Test from Foreshock',
    facts: [{ label: 'Sent', text: formatTime(now) }],
    links: [{ label: 'Open alerting', url }],
    source: 'foreshock',
    subject: undefined,
    at: now,
    startedAt: now,
    data: { kind: 'test', headline, url },
  };
}
