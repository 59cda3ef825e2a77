// One law for every kind of channel: against a server that keeps to the vendor's documents, and misbehaves.
import type { ChannelKind, ChannelSettings } from '@foreshock/model/alert-channel.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import type { Notification } from '@foreshock/model/notification.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Misbehaviour, RETRY_AFTER_S } from '../../../test/support/channels/vendor-server.ts';
import { NOON, testNotification } from './alerting.test-support.ts';
import { canEdit, createNotificationChannel } from './create-notification-channel.ts';
import { type ChannelEndpoints, type ChannelSecrets, type Receipt, realEndpoints } from './notification-channel.ts';

export interface ChannelUnderTest {
  readonly settings: ChannelSettings;
  readonly secrets: ChannelSecrets;
  readonly endpoints?: Partial<ChannelEndpoints>;
  /** What a person sees there now, a text for each thing that stands. */
  seen(): readonly string[];
  /** Absent where the other side does not speak HTTP. */
  misbehave?(...next: Misbehaviour[]): void;
  stop(): Promise<void>;
}

export interface ChannelSuite {
  readonly kind: ChannelKind;
  start(): Promise<ChannelUnderTest>;
  /** Whether the other side shows what is delivered twice once. */
  readonly knowsTwice: boolean;
}

const HOSTILE = `<!channel> <@U123> & "quoted" <script>alert(1)</script> [x](http://evil.example) \r\nBcc: eve@evil.example \u202e\u0000`;

export function describeNotificationChannel({ kind, start, knowsTwice }: ChannelSuite): void {
  let place: ChannelUnderTest;
  let count = 0;
  beforeAll(async () => {
    place = await start();
  });
  afterAll(() => place?.stop());

  /** Of a thread of its own. */
  const fresh = (fields: Partial<Notification> = {}): Notification => {
    count += 1;
    const id = `ntf_${kind}${count}`;
    const thread = `fs:acme:shop/checkout:incident:inc_${count}`;
    const headline = fields.headline ?? `number ${count}`;
    return testNotification({ id, thread, headline, ...fields, data: { kind: 'incident', headline } });
  };
  const deliver = (
    notification: Notification,
    before?: Result<Receipt>,
    options: { mayHaveArrived?: boolean; allowed?: readonly string[] } = {},
  ): Promise<Result<Receipt>> => {
    const { settings, secrets, endpoints } = place;
    const tools = {
      rules: { allowed: options.allowed ?? ['127.0.0.1/32'] },
      now: () => NOON,
      endpoints: { ...realEndpoints, ...endpoints },
    };
    return createNotificationChannel({ kind, settings, secrets }, tools).deliver({
      notification,
      reference: before?.ok ? before.value.reference : undefined,
      mayHaveArrived: options.mayHaveArrived ?? false,
      signal: new AbortController().signal,
    });
  };
  const saying = (text: string): number => place.seen().filter((one) => one.includes(text)).length;

  test(`${kind}: what is delivered is there, with its first line`, async () => {
    expect(await deliver(fresh({ headline: 'cart is down, act by 03:21' }))).toMatchObject({ ok: true });
    expect(saying('cart is down, act by 03:21')).toBeGreaterThan(0);
  });

  test(`${kind}: a thread goes on: what changes and what ends is told in it`, async () => {
    const first = fresh({ headline: 'db fills up' });
    const opened = await deliver(first);
    const stood = place.seen().length;
    const edited = await deliver(
      { ...first, id: `${first.id}b`, reason: 'changed', headline: 'db fills up faster' },
      opened,
    );
    expect(edited.ok).toBe(true);
    if (canEdit(kind) && kind !== 'webhook' && kind !== 'alertmanager') expect(place.seen()).toHaveLength(stood);
    const over: Notification = { ...first, id: `${first.id}c`, reason: 'ended', state: 'over', headline: 'Over: db' };
    expect((await deliver(over, edited.ok && edited.value.reference !== undefined ? edited : opened)).ok).toBe(true);
  });

  test(`${kind}: what was taken without an answer is not seen twice`, async (context) => {
    if (!knowsTwice) return context.skip('the other side has no means against it');
    const one = fresh({ headline: `said once ${count}` });
    const seen = saying(one.headline);
    place.misbehave?.('forgetful');
    const first = await deliver(one);
    if (place.misbehave) expect(first.ok).toBe(false);
    expect((await deliver(one, undefined, { mayHaveArrived: true })).ok).toBe(true);
    expect(saying(one.headline) - seen).toBe(1);
  });

  test(`${kind}: texts of strangers neither call anybody nor break out, and endless ones are cut to the limits`, async () => {
    const long = HOSTILE.repeat(400);
    const facts = Array.from({ length: 8 }, (_, index) => ({ label: `fact ${index}`, text: long }));
    const sent = await deliver(fresh({ headline: long, title: long, facts, source: long }));
    expect(sent).toMatchObject({ ok: true });
    const seen = place.seen().join('\n');
    const active = ['\u0000', '\u202e', '\\u0000', '\nBcc:', '\r'];
    expect(active.filter((text) => seen.includes(text))).toEqual([]);
  });

  test(`${kind}: what may pass is told from what will not, and no message holds a secret`, async (context) => {
    const { misbehave } = place;
    if (!misbehave) return context.skip('does not speak HTTP');
    const cases: [Misbehaviour, string][] = [
      ['broken', 'channel-unavailable'],
      ['busy', 'channel-unavailable'],
      ['cut', 'channel-unavailable'],
      ['wrong-key', 'channel-unavailable'],
      ['gone', 'channel-unavailable'],
      ['endless', 'channel-unavailable'],
      ['refused', 'channel-refused'],
      ['elsewhere', 'channel-refused'],
    ];
    for (const [odd, code] of cases) {
      misbehave(odd);
      const result = await deliver(fresh());
      expect(result, odd).toMatchObject({ ok: false, error: { code } });
      const said = JSON.stringify(result);
      for (const secret of Object.values(place.secrets)) expect(said, odd).not.toContain(secret);
      if (odd === 'busy') expect(result).toMatchObject({ error: { retryAfterMs: RETRY_AFTER_S * 1_000 } });
    }
  });

  test(`${kind}: a private address is refused unless its range is allowed`, async () => {
    const stood = place.seen().length;
    const refused = await deliver(fresh(), undefined, { allowed: ['10.0.0.0/8'] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'channel-refused' } });
    expect(place.seen()).toHaveLength(stood);
  });
}
