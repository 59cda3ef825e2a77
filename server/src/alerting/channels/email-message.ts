import type { Notification } from '@foreshock/model/notification.ts';
import type { Picture } from '../notification-channel.ts';
import { clip, oneLine } from '../plain-line.ts';

export interface EmailParts {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Longer subjects are cut by most readers. */
const MOST_SUBJECT = 200;
const MOST_TEXT = 2_000;

/** By which the HTML form shows the picture that comes with the mail. */
export const PICTURE_CID = 'course@foreshock';

/** Two forms of one message: what stands in one stands in the other. No pictures from elsewhere. */
export function emailParts({ headline, title, facts, links }: Notification, picture?: Picture): EmailParts {
  const shown = facts.map(({ label, text }) => ({ label, text: clip(oneLine(text), MOST_TEXT) }));
  const first = clip(oneLine(headline), MOST_TEXT);
  const above = clip(oneLine(title), MOST_TEXT);
  const text = [
    first,
    '',
    above,
    ...shown.map((fact) => `${fact.label}: ${fact.text}`),
    ...(picture ? ['', `Picture: ${picture.alt}`] : []),
    '',
    ...links.map(({ label, url }) => `${label}: ${url}`),
    '',
  ].join('\n');
  const rows = shown.map(
    (fact) =>
      `<tr><th align="left" valign="top" style="padding:2px 12px 2px 0;font-weight:600">${escapeHtml(fact.label)}: </th><td>${escapeHtml(fact.text)}</td></tr>`,
  );
  const anchors = links.map(
    ({ label, url }) => `<p>${escapeHtml(label)}: <a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>`,
  );
  const html = [
    '<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:15px;line-height:1.4">',
    `<p style="font-size:17px"><b>${escapeHtml(first)}</b></p>`,
    `<p>${escapeHtml(above)}</p>`,
    `<table cellspacing="0" cellpadding="0">${rows.join('')}</table>`,
    ...(picture ? [`<p><img src="cid:${PICTURE_CID}" width="560" alt="${escapeHtml(picture.alt)}"></p>`] : []),
    ...anchors,
    '</body></html>',
  ].join('\n');
  return { subject: clip(oneLine(headline), MOST_SUBJECT), text, html };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
