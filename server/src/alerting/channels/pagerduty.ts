// PagerDuty Events API v2: https://developer.pagerduty.com/docs/send-alert-event
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Notification } from '@foreshock/model/notification.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { z } from 'zod';
import type { ChannelSecrets, ChannelTools, Delivery, NotificationChannel, Receipt } from '../notification-channel.ts';
import { clip, oneLine } from '../plain-line.ts';
import { sendJson } from './send-json.ts';

const Reference = z.object({ severity: z.enum(['critical', 'error', 'warning', 'info']) });

const RANK = { info: 0, warning: 1, error: 2, critical: 3 } as const;
const MOST_SUMMARY = 1_024;
const MOST_KEY = 255;
const MOST_TEXT = 2_000;

export function createPagerdutyChannel(
  region: string | undefined,
  secrets: ChannelSecrets,
  tools: ChannelTools,
): NotificationChannel {
  const base = tools.endpoints.pagerduty[region === 'eu' ? 'eu' : 'us'];
  const routing_key = secrets.routingKey ?? '';
  const send = async (path: string, event: object, delivery: Delivery): Promise<Result<Receipt>> => {
    const body = JSON.stringify({ routing_key, ...event });
    const sent = await sendJson({ url: `${base}${path}`, body }, tools, delivery);
    return sent.ok ? success({ detail: `HTTP ${sent.value.status}` }) : sent;
  };
  return {
    async deliver(delivery) {
      const { notification } = delivery;
      const dedup_key = notification.thread.slice(0, MOST_KEY);
      if (notification.reason === 'digest') return send('/v2/change/enqueue', changeEvent(notification), delivery);
      if (notification.state === 'over') {
        const resolved = await send('/v2/enqueue', { event_action: 'resolve', dedup_key }, delivery);
        return resolved.ok ? success({ ...resolved.value, detail: 'alert resolved' }) : resolved;
      }
      if (notification.state === 'acknowledged' && notification.reason === 'acknowledged') {
        const taken = await send('/v2/enqueue', { event_action: 'acknowledge', dedup_key }, delivery);
        return taken.ok ? success({ ...taken.value, detail: 'alert acknowledged' }) : taken;
      }
      const before = Reference.safeParse(delivery.reference).data?.severity;
      // An open alert keeps the severity that it was triggered with.
      if (before && RANK[notification.severity] > RANK[before]) {
        const ended = await send('/v2/enqueue', { event_action: 'resolve', dedup_key }, delivery);
        if (!ended.ok) return ended;
      }
      const event = { event_action: 'trigger', dedup_key, ...triggerBody(notification) };
      const triggered = await send('/v2/enqueue', event, delivery);
      if (!triggered.ok) return triggered;
      return success({ reference: { severity: notification.severity }, detail: 'alert triggered' });
    },
  };
}

function triggerBody({ headline, source, severity, startedAt, facts, links, data, id }: Notification) {
  const { service = source, failure: failed } = data as { readonly service?: string; readonly failure?: string };
  return {
    client: 'Foreshock',
    ...(links[0] && { client_url: links[0].url }),
    payload: {
      summary: clip(oneLine(headline), MOST_SUMMARY),
      source: clip(oneLine(source), MOST_KEY),
      severity,
      timestamp: formatTime(startedAt),
      component: clip(oneLine(service), MOST_KEY),
      ...(typeof failed === 'string' && { class: failed }),
      custom_details: {
        notification: id,
        ...Object.fromEntries(facts.map(({ label, text }) => [label, clip(oneLine(text), MOST_TEXT)])),
      },
    },
    links: links.map(({ label, url }) => ({ href: url, text: label })),
  };
}

/** Shown beside alerts; wakes nobody. */
function changeEvent({ headline, source, at, facts, links }: Notification) {
  return {
    payload: {
      summary: clip(oneLine(headline), MOST_SUMMARY),
      source: clip(oneLine(source), MOST_KEY),
      timestamp: formatTime(at),
      custom_details: Object.fromEntries(facts.map(({ label, text }) => [label, clip(oneLine(text), MOST_TEXT)])),
    },
    links: links.map(({ label, url }) => ({ href: url, text: label })),
  };
}
