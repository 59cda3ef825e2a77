// Places that take one POST and keep it: Teams' workflows (28 KB, an Adaptive Card) and receivers of Alertmanager's form.
import { startVendorServer, type VendorServer } from './vendor-server.ts';

export interface HookServer extends VendorServer {
  readonly taken: readonly unknown[];
}

export async function startTeamsServer(): Promise<HookServer> {
  const taken: unknown[] = [];
  const server = await startVendorServer(({ body }) => {
    if (Buffer.byteLength(body) > 28 * 1_024) return { status: 413 };
    const message = JSON.parse(body) as {
      type?: string;
      attachments?: { contentType?: string; content?: { type?: string; version?: string; body?: unknown[] } }[];
    };
    const card = message.attachments?.[0];
    const isCard =
      card?.contentType === 'application/vnd.microsoft.card.adaptive' && card.content?.type === 'AdaptiveCard';
    if (message.type !== 'message' || !isCard) return { status: 400 };
    taken.push(message);
    return { status: 202 };
  });
  return { ...server, taken };
}

export async function startAlertmanagerReceiver(token: string): Promise<HookServer> {
  const taken: unknown[] = [];
  const server = await startVendorServer(({ body, headers }) => {
    if (headers.authorization !== `Bearer ${token}`) return { status: 401 };
    const sent = JSON.parse(body) as {
      version?: string;
      alerts?: { status?: string; startsAt?: string; endsAt?: string; fingerprint?: string }[];
    };
    const isWhole = sent.alerts?.every(
      ({ status, startsAt, endsAt, fingerprint }) =>
        (status === 'firing' || status === 'resolved') &&
        !Number.isNaN(Date.parse(startsAt ?? '')) &&
        !Number.isNaN(Date.parse(endsAt ?? '')) &&
        /^[0-9a-f]{16}$/.test(fingerprint ?? ''),
    );
    if (sent.version !== '4' || isWhole !== true) return { status: 400 };
    taken.push(sent);
    return { status: 200 };
  });
  return { ...server, taken };
}
