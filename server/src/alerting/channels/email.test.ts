import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { NOON, testNotification } from '../alerting.test-support.ts';
import { createNotificationChannel } from '../create-notification-channel.ts';
import { describeNotificationChannel } from '../notification-channel.contract.ts';
import { realEndpoints } from '../notification-channel.ts';
import { emailParts } from './email-message.ts';

async function startMailServer(refuse: number[] = []) {
  const mails = new Map<string, { raw: string; to: string[] }>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: (auth, _session, done) => (auth.password === 'right' ? done(null, { user: 'x' }) : done(new Error('no'))),
    onData(stream, session, done) {
      let raw = '';
      stream.on('data', (part: Buffer) => {
        raw += part.toString('utf8');
      });
      stream.on('end', () => {
        const code = refuse.shift();
        if (code !== undefined) return done(Object.assign(new Error(`you sent: ${raw}`), { responseCode: code }));
        const id = /^Message-ID: (.*)$/im.exec(raw)?.[1] ?? '';
        // As mailboxes do: an id that is there is not shown again.
        mails.set(id.trim(), { raw, to: session.envelope.rcptTo.map(({ address }) => address) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return { mails, port, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

const settingsOf = (port: number) => ({
  host: '127.0.0.1',
  port: String(port),
  security: 'none',
  from: 'foreshock@shop.example',
  to: 'ana@shop.example, ben@shop.example',
});
const tools = { rules: { allowed: ['127.0.0.1/32'] }, now: () => NOON, endpoints: realEndpoints };

/** Soft line ends of quoted-printable and folded headers joined, so that texts are found. */
const unfolded = (raw: string): string =>
  raw
    .replace(/=\r?\n/g, '')
    .replace(/\r\n/g, '\n')
    .replace(/\n[ \t]/g, ' ');

describeNotificationChannel({
  kind: 'email',
  knowsTwice: true,
  async start() {
    const server = await startMailServer();
    return {
      settings: settingsOf(server.port),
      secrets: {},
      seen: () => [...server.mails.values()].map(({ raw }) => unfolded(raw.slice(0, raw.search(/\r?\n\r?\n/) + 4_000))),
      stop: server.stop,
    };
  },
});

test('a mail of a thread answers the first one, and all recipients stand in its envelope alone', async () => {
  const server = await startMailServer();
  onTestFinished(server.stop);
  const channel = createNotificationChannel({ kind: 'email', settings: settingsOf(server.port), secrets: {} }, tools);
  const signal = new AbortController().signal;
  const first = await channel.deliver({
    notification: testNotification({ id: 'ntf_1' }),
    reference: undefined,
    mayHaveArrived: false,
    signal,
  });
  const reference = first.ok ? first.value.reference : undefined;
  await channel.deliver({
    notification: testNotification({ id: 'ntf_2', reason: 'ended' }),
    reference,
    mayHaveArrived: false,
    signal,
  });
  const [one, two] = [...server.mails];
  expect(two![1].raw).toContain(`In-Reply-To: ${one![0]}`);
  expect(one![1].to).toEqual(['ana@shop.example', 'ben@shop.example']);
});

test('a mail server that refuses for now is tried again, one that refuses for good is not, and neither is quoted', async () => {
  const server = await startMailServer([451, 554]);
  onTestFinished(server.stop);
  const channel = createNotificationChannel({ kind: 'email', settings: settingsOf(server.port), secrets: {} }, tools);
  const signal = new AbortController().signal;
  const say = () =>
    channel.deliver({ notification: testNotification(), reference: undefined, mayHaveArrived: false, signal });
  expect(await say()).toEqual({
    ok: false,
    error: { code: 'channel-unavailable', message: '127.0.0.1 put the mail off (SMTP 451)' },
  });
  expect(await say()).toEqual({
    ok: false,
    error: { code: 'channel-refused', message: '127.0.0.1 refused the mail (SMTP 554)' },
  });
});

test('text and HTML say the same, HTML is escaped and loads nothing', () => {
  const { subject, text, html } = emailParts(
    testNotification({ headline: 'a <img src=x> b\r\nBcc: eve', title: '"t" & u' }),
  );
  expect(subject).toBe('a <img src=x> b Bcc: eve');
  const words = html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  const plain = (one: string): string => one.replace(/\s+/g, ' ').trim();
  expect(plain(words)).toBe(plain(text));
  expect(html).not.toMatch(/<(img|link|script|style|iframe)|@import|url\(/);
});

test('a picture travels in the mail and is shown in it, and the text says what it shows', async () => {
  const server = await startMailServer();
  onTestFinished(() => server.stop());
  const channel = createNotificationChannel({ kind: 'email', settings: settingsOf(server.port), secrets: {} }, tools);
  const picture = { png: new Uint8Array([137, 80, 78, 71]), alt: 'How the odds went' };
  const signal = AbortSignal.timeout(20_000);
  const delivery = { notification: testNotification(), reference: undefined, mayHaveArrived: false, picture, signal };
  expect(await channel.deliver(delivery)).toMatchObject({ ok: true });
  const raw = unfolded([...server.mails.values()][0]!.raw);
  expect(raw).toContain('Content-ID: <course@foreshock>');
  expect(raw).toContain('Content-Disposition: inline');
  expect(raw).toMatch(/src=3D"cid:course@foreshock"|src="cid:course@foreshock"/);
  expect(raw).toContain('Picture: How the odds went');
  expect(raw).not.toMatch(/src=(3D)?"https?:/);
});
