// A picture under a message, by Slack's way of uploading files: https://docs.slack.dev/messaging/working-with-files
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { requestGuarded } from '../../base/net/guarded-request.ts';
import type { ChannelTools, Delivery, Picture } from '../notification-channel.ts';
import { callSlack } from './slack-call.ts';

const Upload = z.object({ upload_url: z.string(), file_id: z.string() });
const FILE_NAME = 'course.png';
const WITHIN_MS = 5 * SECOND;
const MAX_ANSWER_BYTES = 65_536;

/** Needs the scope `files:write`; without it Slack says so, which is the error. */
export async function uploadPicture(
  { png, alt }: Picture,
  under: { readonly channel: string; readonly ts: string },
  token: string,
  tools: ChannelTools,
  { signal }: Pick<Delivery, 'signal'>,
): Promise<Result<void>> {
  const form = { filename: FILE_NAME, length: String(png.length), alt_txt: alt };
  const asked = await callSlack({ method: 'files.getUploadURLExternal', body: { form }, token }, tools, { signal });
  if (!asked.ok) return asked;
  const upload = Upload.safeParse(asked.value).data;
  if (!upload) return failure('channel-unavailable', 'Slack named no address for the picture');
  const sent = await requestGuarded({
    method: 'POST',
    url: upload.upload_url,
    headers: { 'content-type': 'image/png' },
    body: png,
    rules: tools.rules,
    timeoutMs: WITHIN_MS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
    signal,
  });
  if (!sent.ok) return sent;
  if (sent.value.status !== 200)
    return failure('channel-unavailable', `Slack did not take the picture (HTTP ${sent.value.status})`);
  const json = { files: [{ id: upload.file_id, title: alt }], channel_id: under.channel, thread_ts: under.ts };
  const done = await callSlack({ method: 'files.completeUploadExternal', body: { json }, token }, tools, { signal });
  return done.ok ? success(undefined) : done;
}
