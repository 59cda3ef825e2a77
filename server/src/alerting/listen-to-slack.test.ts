import { MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSlackSocketServer } from '../../../test/support/channels/slack-socket-server.ts';
import { until } from '../../../test/support/until.ts';
import { createLogger } from '../base/logger.ts';
import { createSelfTelemetry } from '../base/self-telemetry.ts';
import { keepAlertChannel } from '../store/metadata/alert-channels.ts';
import { keepFindings } from '../store/metadata/findings.ts';
import { findIncident, listIncidentActivity } from '../store/metadata/incidents.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../store/metadata/open-test-metadata.ts';
import { testFindings, testIncident } from '../store/metadata/test-findings.ts';
import { NOON } from './alerting.test-support.ts';
import { createWhisper } from './channels/slack-whisper.ts';
import { startSlackListening } from './listen-to-slack.ts';
import { realEndpoints } from './notification-channel.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const TOKENS = { bot: 'xoxb-of-the-test-0001', app: 'xapp-of-the-test-0001' };
const WITHIN_MS = 20_000;

test('a press that came by the socket acts once however often it comes, and a stranger is answered in private', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await keepFindings(db, tenant, testFindings(MINUTE, { incidents: [testIncident('inc_a')] }), undefined);
  // Two channels of one app: the conversation says which one it is.
  for (const [id, conversation] of [
    ['chn_a', 'C0000001'],
    ['chn_b', 'C0000002'],
  ] as const) {
    const settings = { conversation, ...(id === 'chn_b' && { responders: 'U0000001=ana' }) };
    const secrets = ['appToken', 'botToken'];
    const made = {
      id,
      name: id,
      kind: 'slack' as const,
      settings,
      secrets,
      paused: false,
      createdBy: '',
      createdAt: 0,
    };
    await keepAlertChannel(db, tenant, { channel: made, sealed: new Uint8Array(1) });
  }
  const server = await startSlackSocketServer(TOKENS, 'C0000002');
  onTestFinished(() => server.stop());
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', name: 'test', write: (line) => void lines.push(line) });
  const channelTools = {
    rules: { allowed: ['127.0.0.1/32'] },
    now: () => NOON,
    endpoints: { ...realEndpoints, slack: server.url },
  };
  const listening = startSlackListening({
    db,
    logger,
    telemetry: createSelfTelemetry(),
    chance: () => 0,
    channelTools,
    openSecrets: () => ({ botToken: TOKENS.bot, appToken: TOKENS.app }),
    whisper: createWhisper(channelTools, logger),
  });
  onTestFinished(() => listening.stop());
  await until('a connection', WITHIN_MS, () => server.connections() === 1);
  const press = (user: string, action_ts: string) =>
    server.press({
      type: 'block_actions',
      user: { id: user },
      channel: { id: 'C0000002' },
      actions: [{ action_id: 'ack', action_ts, value: 'incident inc_a' }],
    });
  const stranger = press('U0000009', '1.1');
  await until('the answer to the stranger', WITHIN_MS, () => server.acknowledged.includes(stranger));
  expect(server.whispers).toEqual([{ user: 'U0000009', text: expect.stringContaining('U0000009=your-name') }]);
  const ana = press('U0000001', '1.2');
  server.sendAgain(ana);
  await until('both to be acknowledged', WITHIN_MS, () => server.acknowledged.filter((id) => id === ana).length === 2);
  expect((await findIncident(db, tenant, 'inc_a' as never))?.acknowledgedBy).toBe('ana');
  const activity = await listIncidentActivity(db, tenant, 'inc_a' as never);
  expect(activity.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
  expect(server.opened()).toBe(1);
});
