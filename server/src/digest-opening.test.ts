import type { Incident } from '@foreshock/model/incident.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startWebhookReceiver } from '../../test/support/channels/webhook-receiver.ts';
import { until } from '../../test/support/until.ts';
import { composeAlerting, testRoute, WEBHOOK_SECRET } from './alerting/alerting.test-support.ts';
import { slackMessage } from './alerting/channels/slack-message.ts';
import { createLogger } from './base/logger.ts';
import { wordOpenings } from './explanation/digest/word-openings.ts';
import { type ExplanationUnderTest, incidentOf, NOON, openExplanation } from './explanation/explanation-under-test.ts';
import { createDefaultRedactor } from './redaction/default-redactor.ts';
import { keepFindings } from './store/metadata/findings.ts';
import { listNotifications } from './store/metadata/notifications.ts';
import { OPENING_MS } from './store/metadata/open-test-metadata.ts';
import { listModelCalls } from './store/metadata/stories.ts';
import { testFindings } from './store/metadata/test-findings.ts';

let explanations: ExplanationUnderTest;
beforeAll(async () => {
  explanations = await openExplanation();
}, OPENING_MS);
afterAll(() => explanations?.close());

/** A project at noon, whose minor incidents wait for the digest of nine o'clock. */
async function open(...incidents: Incident[]) {
  const { metadata, store } = explanations;
  const { tenant, ask, explanation } = await explanations.begin();
  await explanation.stop();
  const { db } = metadata;
  const alerting = composeAlerting(db, tenant, NOON);
  const { clock, raising } = alerting;
  const receiver = await startWebhookReceiver(WEBHOOK_SECRET, () => clock.now());
  onTestFinished(() => receiver.stop());
  const channel = await alerting.addWebhook('hook', receiver.url);
  await alerting.setRoutes([testRoute({ channels: [channel] })]);
  let watermark = NOON;
  const tick = async (...found: Incident[]): Promise<void> => {
    watermark += MINUTE;
    const findings = testFindings(watermark, { incidents: found });
    await keepFindings(db, tenant, findings, undefined, [], await raising.decide(tenant, findings));
  };
  await tick(...incidents);
  const logger = createLogger({ level: 'silent', name: 'test', write: () => {} });
  const redactorOf = async () => createDefaultRedactor(new Uint8Array(32));
  const word = (signal = new AbortController().signal): Promise<void> =>
    wordOpenings({ db, store, clock, logger, ask, redactorOf, figures: 'slots' }, signal);
  const digest = async () => {
    const page = await listNotifications(db, tenant, { limit: 9 });
    return page.ok ? page.value.items.find(({ reason }) => reason === 'digest')?.content : undefined;
  };
  const calls = async () => {
    const page = await listModelCalls(db, tenant, { limit: 9 });
    return page.ok ? page.value.items : [];
  };
  return { ...alerting, tick, word, digest, calls };
}

const minor = (number: number, measure: string): Incident =>
  incidentOf(number, [measure], { severity: 'minor', title: `cart ${number} is slow` });
const UNTIL_NINE = 21 * HOUR;

test('a digest begins with what a model worded and code checked, asked for once and shortly before; nothing makes room for it', async () => {
  const eight = Array.from({ length: 8 }, (_, at) => minor(at + 1, `${at + 1}.load`));
  const { word, pass, digest, calls } = await open(...eight);
  await pass(UNTIL_NINE - 6 * MINUTE);
  await word();
  expect(await calls()).toEqual([]);
  await pass(2 * MINUTE);
  await word();
  await word();
  expect(await calls()).toMatchObject([{ promptVersion: 'digest/1', outcome: 'accepted' }]);
  expect(await digest()).toBeUndefined();
  await pass(4 * MINUTE);
  const text = ['1.load', '2.load', '3.load'].map((measure) => `${measure} on ent_cart rose from 1 to 9.`).join(' ');
  const left = await digest();
  expect(left).toMatchObject({
    headline: 'Digest: 8 things that did not need you at once',
    data: { opening: { text, by: 'named' } },
  });
  expect(left!.facts[0]).toEqual({ label: 'Worded by model, checked', text });
  expect(left!.facts.slice(1).map(({ label }) => label)).toEqual(['1', '2', '3', '4', '5', '6', '7', 'More']);
  for (const { label, text: words } of left!.facts)
    expect(slackMessage(left!, false).blocks).toContainEqual(
      expect.objectContaining({
        fields: expect.arrayContaining([expect.objectContaining({ text: `${label}: ${words}` })]),
      }),
    );
});

test('an opening with a sentence that is not true is dropped whole, and the digest is what it is without a model', async () => {
  const { word, pass, digest, calls } = await open(minor(1, 'a.load'), minor(2, 'queue.depth'));
  await pass(UNTIL_NINE - 4 * MINUTE);
  await word();
  await pass(4 * MINUTE);
  expect((await digest())?.facts.map(({ label }) => label)).toEqual(['1', '2']);
  expect((await digest())?.data).not.toHaveProperty('opening');
  const [call] = await calls();
  expect(call).toMatchObject({ outcome: 'refused-by-checks' });
  expect(call!.verdicts.flatMap(({ faults }) => faults.map(({ check }) => check))).toEqual(['D1']);
});

test('a digest leaves when it is due while a model has not answered, and none is asked of a model that failed again', async () => {
  const { server } = explanations;
  const { word, pass, digest, calls, clock } = await open(minor(1, 'a.load'));
  await pass(UNTIL_NINE - 4 * MINUTE);
  server.misbehave('silent');
  const before = server.received.length;
  const ended = new AbortController();
  const asked = word(ended.signal);
  await until('the question', 30_000, () => server.received.length > before);
  await pass(4 * MINUTE);
  expect(await digest()).toMatchObject({ at: clock.now(), facts: [{ label: '1' }] });
  ended.abort();
  await asked;

  const other = await open(minor(2, 'a.load'));
  await other.pass(UNTIL_NINE - 4 * MINUTE);
  server.misbehave('broken', 'broken', 'broken');
  await other.word();
  await other.word();
  expect(await other.calls()).toMatchObject([{ outcome: 'failed' }]);
  await other.pass(4 * MINUTE);
  expect((await other.digest())?.facts.map(({ label }) => label)).toEqual(['1']);
  expect(await calls()).toMatchObject([{ outcome: 'failed' }]);
});

test('an opening that may speak of what is no longer listed is not shown', async () => {
  const [first, second] = [minor(1, 'a.load'), minor(2, 'b.load')];
  const { word, pass, digest, tick } = await open(first, second);
  await pass(UNTIL_NINE - 4 * MINUTE);
  await word();
  await tick({ ...second, severity: 'critical' });
  await pass(4 * MINUTE);
  expect((await digest())?.facts.map(({ label }) => label)).toEqual(['1']);
});
