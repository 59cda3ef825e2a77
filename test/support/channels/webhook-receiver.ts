// A receiver as the Standard Webhooks specification wants one: checks the signature and the age, and takes each id once.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { startVendorServer, type VendorServer } from './vendor-server.ts';

export interface WebhookReceiver extends VendorServer {
  /** Of each id once. */
  readonly events: readonly { readonly id: string; readonly type: string; readonly data: Record<string, unknown> }[];
}

const TOLERANCE_S = 300;

/** `secret`: as the receiver knows it. `now`: its clock. */
export async function startWebhookReceiver(secret: string, now: () => number): Promise<WebhookReceiver> {
  const events: { id: string; type: string; data: Record<string, unknown> }[] = [];
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const server = await startVendorServer(({ headers, body }) => {
    const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
      String(headers[`webhook-${name}`]),
    );
    if (Math.abs(now() / 1000 - Number(timestamp)) > TOLERANCE_S) return { status: 400, body: 'too old' };
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
    const isSigned = signatures!.split(' ').some((one) => {
      const [version, text = ''] = one.split(',');
      const given = Buffer.from(text, 'base64');
      return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
    });
    if (!isSigned) return { status: 401, body: 'bad signature' };
    const event = JSON.parse(body) as { type: string; data: Record<string, unknown> };
    if (!events.some((known) => known.id === id)) events.push({ id: id!, type: event.type, data: event.data });
    return { status: 204, body: '' };
  });
  return { ...server, events };
}
