// The body that Prometheus' Alertmanager posts: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
import { success } from '@foreshock/model/known-error.ts';
import type { Notification } from '@foreshock/model/notification.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { sha256Hex } from '../../base/crypto/digest.ts';
import type { ChannelSecrets, ChannelTools, NotificationChannel } from '../notification-channel.ts';
import { clip, oneLine } from '../plain-line.ts';
import { sendJson } from './send-json.ts';

/** How Alertmanager writes that there is no end yet: Go's zero time. */
const NO_END = '0001-01-01T00:00:00Z';
const MOST_TEXT = 4_000;

export function createAlertmanagerChannel(
  url: string,
  secrets: ChannelSecrets,
  tools: ChannelTools,
): NotificationChannel {
  const { bearerToken } = secrets;
  const headers = bearerToken === undefined ? {} : { authorization: `Bearer ${bearerToken}` };
  return {
    async deliver({ notification, signal }) {
      const sent = await sendJson({ url, headers, body: JSON.stringify(bodyOf(notification)) }, tools, { signal });
      return sent.ok ? success({ detail: `HTTP ${sent.value.status}` }) : sent;
    },
  };
}

function bodyOf(notification: Notification) {
  const { thread, state, severity, source, subject, headline, facts, links, startedAt, endedAt, at, data } =
    notification;
  const status = state === 'over' ? 'resolved' : 'firing';
  const failed = typeof data.failure === 'string' ? data.failure : (subject?.kind ?? 'notice');
  const labels = {
    alertname: `Foreshock_${failed}`,
    severity,
    service: clip(oneLine(source), MOST_TEXT),
    ...(subject && { kind: subject.kind, id: subject.id }),
  };
  const annotations = {
    summary: clip(oneLine(headline), MOST_TEXT),
    description: clip(facts.map(({ label, text }) => `${label}: ${oneLine(text)}`).join('\n'), MOST_TEXT),
    state,
  };
  const generatorURL = links[0]?.url ?? '';
  const alert = {
    status,
    labels,
    annotations,
    startsAt: formatTime(startedAt),
    endsAt: state === 'over' ? formatTime(endedAt ?? at) : NO_END,
    generatorURL,
    fingerprint: sha256Hex(thread).slice(0, 16),
  };
  return {
    version: '4',
    groupKey: thread,
    truncatedAlerts: 0,
    status,
    receiver: 'foreshock',
    groupLabels: { alertname: labels.alertname },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: URL.canParse(generatorURL) ? new URL(generatorURL).origin : '',
    alerts: [alert],
  };
}
