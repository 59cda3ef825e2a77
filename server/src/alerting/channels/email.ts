// E-mail by SMTP. Messages of one thread hang together by their ids.
import type { ChannelSettings } from '@foreshock/model/alert-channel.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { sha256Hex } from '../../base/crypto/digest.ts';
import { findAllowedAddress } from '../../base/net/allowed-address.ts';
import { timedOut, withTimeout } from '../../base/schedule.ts';
import type { ChannelSecrets, ChannelTools, NotificationChannel } from '../notification-channel.ts';
import { emailParts, PICTURE_CID } from './email-message.ts';

const Reference = z.object({ messageId: z.string() });
const TIMEOUT_MS = 20 * SECOND;
const CLOCKS = { connectionTimeout: 10 * SECOND, greetingTimeout: 10 * SECOND, socketTimeout: 15 * SECOND };

export function createEmailChannel(
  settings: ChannelSettings,
  secrets: ChannelSecrets,
  tools: ChannelTools,
): NotificationChannel {
  const { host = '', port, security, user, from = '', to = '' } = settings;
  return {
    async deliver({ notification, reference, picture }) {
      const found = await findAllowedAddress(host, tools.rules);
      if (!found.ok) return found;
      if (security === 'none' && !found.value.isPrivate)
        return failure('channel-refused', `${host} is public: set security to tls or starttls`);
      // Loaded when the first mail leaves: most installations send none.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        // The address that was judged; the certificate is still held against the name.
        host: found.value.address,
        port: Number(port),
        secure: security === 'tls',
        requireTLS: security === 'starttls',
        ignoreTLS: security === 'none',
        tls: { servername: host, minVersion: 'TLSv1.2' },
        ...(user !== undefined && user !== '' && { auth: { user, pass: secrets.password ?? '' } }),
        ...CLOCKS,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const domain = from.slice(from.lastIndexOf('@') + 1).replace(/[^A-Za-z0-9.-]/g, '') || 'foreshock';
      const first = Reference.safeParse(reference).data?.messageId;
      // The same id at each attempt: a server or reader that has it shows it once.
      const messageId = `<${sha256Hex(notification.id).slice(0, 32)}@${domain}>`;
      try {
        const work = transport.sendMail({
          from,
          to: to.split(/[\s,;]+/).filter((one) => one !== ''),
          ...emailParts(notification, picture),
          ...(picture && {
            attachments: [
              {
                filename: 'course.png',
                content: Buffer.from(picture.png),
                cid: PICTURE_CID,
                contentDisposition: 'inline' as const,
              },
            ],
          }),
          messageId,
          ...(first !== undefined && { inReplyTo: first, references: [first] }),
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        const sent = await withTimeout(work, TIMEOUT_MS);
        if (sent === timedOut) return failure('channel-unavailable', `${host} did not take the mail within 20 s`);
        const refused = sent.rejected.length;
        const detail = refused > 0 ? `taken, but for ${refused} of the recipients` : 'taken by the mail server';
        return success({ reference: { messageId: first ?? messageId }, detail });
      } catch (error) {
        return faultOf(error, host);
      } finally {
        transport.close();
      }
    },
  };
}

/** RFC 5321: 4yz may pass, 5yz will not. What the server said is left out: it may repeat what was sent. */
function faultOf(error: unknown, host: string): Result<never> {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  if (code === 'EAUTH')
    return failure('channel-unavailable', `${host} does not accept user and password: set them again`);
  if (responseCode !== undefined && responseCode >= 500)
    return failure('channel-refused', `${host} refused the mail (SMTP ${responseCode})`);
  if (responseCode !== undefined)
    return failure('channel-unavailable', `${host} put the mail off (SMTP ${responseCode})`);
  return failure('channel-unavailable', `cannot hand the mail to ${host}: ${code ?? 'the connection was cut'}`);
}
