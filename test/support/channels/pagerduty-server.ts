// PagerDuty's Events API v2 with its limits: https://developer.pagerduty.com/docs/send-alert-event
import { startVendorServer, type VendorServer } from './vendor-server.ts';

export interface PagerAlert {
  readonly key: string;
  /** As triggered first: a later trigger of an open alert does not change it. */
  readonly severity: string;
  summary: string;
  state: 'triggered' | 'acknowledged' | 'resolved';
  /** Of the incident that it opened. */
  readonly incident: string;
  readonly createdAt: number;
  changed: PagerAct;
  /** Empty unless it is acknowledged. */
  acknowledgements: PagerAct[];
}

interface PagerAct {
  readonly at: number;
  readonly by: { readonly id: string; readonly type: string; readonly summary: string };
}

export interface PagerdutyServer extends VendorServer {
  readonly alerts: PagerAlert[];
  readonly changes: string[];
  /** What a person does on its pages with the open alert of a key; without a person the acknowledgement runs out. */
  act(key: string, does: 'acknowledge' | 'resolve' | 'unacknowledge', person?: string): void;
}

const INTEGRATION = { id: 'PINT', type: 'events_api_v2_inbound_integration_reference', summary: 'Foreshock' };

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

/** `now`: of its clock; `readToken`: of its REST API, where there is one. */
export async function startPagerdutyServer(
  routingKey: string,
  { readToken, now = Date.now }: { readonly readToken?: string; readonly now?: () => number } = {},
): Promise<PagerdutyServer> {
  const alerts: PagerAlert[] = [];
  const changes: string[] = [];
  const server = await startVendorServer(({ method, path, headers, body }) => {
    if (method === 'GET') {
      if (readToken === undefined || headers.authorization !== `Token token=${readToken}`)
        return { status: 401, body: { error: { code: 2006, message: 'You are not authorized' } } };
      return listIncidents(new URL(path, 'http://pager').searchParams, alerts);
    }
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
        else {
          const changed = { at: now(), by: INTEGRATION };
          const incident = `Q${alerts.length + 1}`;
          const fresh = { key, severity, summary, incident, createdAt: now(), changed, acknowledgements: [] };
          alerts.push({ ...fresh, state: 'triggered' });
        }
        return { status: 202, body: { status: 'success', dedup_key: key } };
      }
      case 'acknowledge':
        if (open) change(open, 'acknowledged', { at: now(), by: INTEGRATION });
        return { status: 202 };
      case 'resolve':
        if (open) change(open, 'resolved', { at: now(), by: INTEGRATION });
        return { status: 202 };
      default:
        return { status: 400 };
    }
  });
  return {
    ...server,
    alerts,
    changes,
    act(key, does, person) {
      const open = alerts.find((alert) => alert.key === key && alert.state !== 'resolved');
      if (!open) throw new Error(`no open alert of ${key}`);
      const states = { acknowledge: 'acknowledged', resolve: 'resolved', unacknowledge: 'triggered' } as const;
      const by =
        person === undefined
          ? { id: 'PSVC', type: 'service_reference', summary: 'shop' }
          : { id: 'PUSR', type: 'user_reference', summary: person };
      change(open, states[does], { at: now(), by });
    },
  };
}

function change(alert: PagerAlert, state: PagerAlert['state'], act: PagerAct): void {
  const before = alert.state === 'acknowledged' ? alert.acknowledgements : [];
  alert.acknowledgements = state === 'acknowledged' ? [...before, act] : [];
  if (alert.state !== state) alert.changed = act;
  alert.state = state;
}

/**
 * https://developer.pagerduty.com/api-reference/9d0b4b12e36f9-list-incidents: an incident that has alerts has no key of its
 * own, and is found by theirs; without a date range of all those of the last month.
 */
function listIncidents(query: URLSearchParams, alerts: readonly PagerAlert[]) {
  const limit = Number(query.get('limit') ?? 25);
  if (!(limit >= 1 && limit <= 100)) return { status: 400, body: { error: { message: 'Invalid Input Provided' } } };
  const key = query.get('incident_key');
  const found = alerts
    .filter((alert) => key === null || alert.key === key)
    .sort((a, b) =>
      query.get('sort_by') === 'created_at:desc' ? b.createdAt - a.createdAt : a.createdAt - b.createdAt,
    );
  const incidents = found.slice(0, limit).map((alert) => ({
    id: alert.incident,
    type: 'incident',
    incident_key: null,
    status: alert.state,
    created_at: iso(alert.createdAt),
    last_status_change_at: iso(alert.changed.at),
    last_status_change_by: alert.changed.by,
    acknowledgements: alert.acknowledgements.map(({ at, by }) => ({ at: iso(at), acknowledger: by })),
  }));
  return { status: 200, body: { incidents, limit, offset: 0, total: null, more: found.length > limit } };
}

/** To the second, as it writes times. */
function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
