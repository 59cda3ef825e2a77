// PagerDuty's Events API v2 with its limits: https://developer.pagerduty.com/docs/send-alert-event
import { startVendorServer, type VendorServer } from './vendor-server.ts';

export interface PagerAlert {
  readonly key: string;
  /** As triggered first: a later trigger of an open alert does not change it. */
  readonly severity: string;
  summary: string;
  state: 'triggered' | 'acknowledged' | 'resolved';
}

export interface PagerdutyServer extends VendorServer {
  readonly alerts: PagerAlert[];
  readonly changes: string[];
}

interface Event {
  readonly routing_key?: string;
  readonly event_action?: string;
  readonly dedup_key?: string;
  readonly payload?: {
    readonly summary?: string;
    readonly source?: string;
    readonly severity?: string;
    readonly timestamp?: string;
  };
  readonly links?: readonly { readonly href?: string }[];
}

export async function startPagerdutyServer(routingKey: string): Promise<PagerdutyServer> {
  const alerts: PagerAlert[] = [];
  const changes: string[] = [];
  const server = await startVendorServer(({ path, body }) => {
    if (Buffer.byteLength(body) > 512 * 1_024) return { status: 413 };
    const event = JSON.parse(body) as Event;
    if (event.routing_key !== routingKey) return { status: 400, body: { status: 'invalid event' } };
    const { summary = '', source = '' } = event.payload ?? {};
    if (path === '/v2/change/enqueue') {
      if (summary === '' || summary.length > 1_024) return { status: 400 };
      changes.push(summary);
      return { status: 202 };
    }
    const key = event.dedup_key ?? '';
    if (key.length > 255) return { status: 400 };
    const open = alerts.find((alert) => alert.key === key && alert.state !== 'resolved');
    switch (event.event_action) {
      case 'trigger': {
        const severity = event.payload?.severity ?? '';
        if (summary === '' || summary.length > 1_024 || source === '') return { status: 400 };
        if (!['critical', 'error', 'warning', 'info'].includes(severity)) return { status: 400 };
        if (open) open.summary = summary;
        else alerts.push({ key, severity, summary, state: 'triggered' });
        return { status: 202, body: { status: 'success', dedup_key: key } };
      }
      case 'acknowledge':
        if (open) open.state = 'acknowledged';
        return { status: 202 };
      case 'resolve':
        if (open) open.state = 'resolved';
        return { status: 202 };
      default:
        return { status: 400 };
    }
  });
  return { ...server, alerts, changes };
}
