// Slack's Web API and incoming webhooks as far as notifications use them, with the limits that Slack documents.
import { startVendorServer, type VendorAnswer, type VendorRequest, type VendorServer } from './vendor-server.ts';

export interface SlackMessage {
  ts: string;
  thread_ts?: string;
  text: string;
  blocks: readonly Block[];
  metadata?: { event_payload: Record<string, unknown> };
  edits: number;
}

type Block = Readonly<Record<string, unknown>>;

export interface SlackServer extends VendorServer {
  readonly messages: SlackMessage[];
  /** Seen by one person alone. */
  readonly whispers: readonly { readonly user: string; readonly text: string }[];
  /** Uploaded and shown, under the message that they belong to. */
  readonly files: readonly { readonly thread_ts: string; readonly title: string; readonly bytes: number }[];
  /** Without it uploads are refused, as to a bot that was not given the right. */
  allowFiles(allowed: boolean): void;
}

const no = (error: string): VendorAnswer => ({ status: 200, body: { ok: false, error } });

/** `openConnection`: the answer to who asks for Socket Mode under an authorization. */
export async function startSlackServer(
  token: string,
  conversation: string,
  openConnection: (authorization: string | undefined) => object = () => ({
    ok: false,
    error: 'not_allowed_token_type',
  }),
): Promise<SlackServer> {
  const messages: SlackMessage[] = [];
  const whispers: { user: string; text: string }[] = [];
  const files: { thread_ts: string; title: string; bytes: number }[] = [];
  const uploads = new Map<string, { length: number; bytes?: number }>();
  let mayUpload = true;
  let url = '';
  let count = 0;
  const nextTs = (): string => {
    count += 1;
    return `1700000000.${String(count).padStart(6, '0')}`;
  };
  const take = (request: VendorRequest): VendorAnswer => {
    const { path, headers, body } = request;
    if (path === '/hook') {
      const sent = JSON.parse(body) as { text?: string; blocks?: Block[] };
      const fault = faultOf(sent);
      if (fault) return { status: 400, body: fault };
      messages.push({ ts: nextTs(), text: sent.text ?? '', blocks: sent.blocks ?? [], edits: 0 });
      return { status: 200, body: 'ok' };
    }
    if (path === '/apps.connections.open') return { status: 200, body: openConnection(headers.authorization) };
    if (path.startsWith('/upload/')) {
      const upload = uploads.get(path.slice('/upload/'.length));
      const bytes = Number(headers['content-length']);
      if (!upload || bytes !== upload.length) return { status: 400 };
      upload.bytes = bytes;
      return { status: 200, body: `OK - ${bytes}` };
    }
    if (headers.authorization !== `Bearer ${token}`) return no('invalid_auth');
    const reads = path.startsWith('/conversations.') || path === '/files.getUploadURLExternal';
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    if (reads !== isForm) return no(reads ? 'invalid_form_data' : 'invalid_post_type');
    // The shapes of the two methods that write.
    const sent = (reads ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body)) as Record<string, string> &
      Pick<SlackMessage, 'blocks' | 'metadata' | 'text'>;
    if (path === '/files.getUploadURLExternal') {
      if (!mayUpload) return no('missing_scope');
      const id = `F${uploads.size + 1}`;
      uploads.set(id, { length: Number(sent.length) });
      return { status: 200, body: { ok: true, file_id: id, upload_url: `${url}/upload/${id}` } };
    }
    if (path === '/files.completeUploadExternal') {
      const [file] =
        (sent as { readonly files?: readonly { readonly id: string; readonly title: string }[] }).files ?? [];
      const upload = uploads.get(file?.id ?? '');
      if (!file || upload?.bytes === undefined || sent.channel_id !== conversation) return no('invalid_arguments');
      files.push({ thread_ts: sent.thread_ts ?? '', title: file.title, bytes: upload.bytes });
      return { status: 200, body: { ok: true, files: [file] } };
    }
    if (sent.channel !== conversation) return no('channel_not_found');
    switch (path) {
      case '/chat.postMessage': {
        const fault = faultOf(sent);
        if (fault) return no(fault);
        if (sent.thread_ts !== undefined && !messages.some(({ ts }) => ts === sent.thread_ts))
          return no('thread_not_found');
        const ts = nextTs();
        messages.push({
          ts,
          text: sent.text,
          blocks: sent.blocks ?? [],
          edits: 0,
          ...(sent.metadata && { metadata: sent.metadata }),
          ...(sent.thread_ts !== undefined && { thread_ts: sent.thread_ts }),
        });
        return { status: 200, body: { ok: true, channel: conversation, ts } };
      }
      case '/chat.postEphemeral': {
        if (!sent.user || !sent.text) return no('no_text');
        whispers.push({ user: sent.user, text: sent.text });
        return { status: 200, body: { ok: true, message_ts: nextTs() } };
      }
      case '/chat.update': {
        const message = messages.find(({ ts }) => ts === sent.ts);
        if (!message) return no('message_not_found');
        const fault = faultOf(sent);
        if (fault) return no(fault);
        Object.assign(message, { text: sent.text, blocks: sent.blocks, edits: message.edits + 1 });
        return { status: 200, body: { ok: true, channel: conversation, ts: sent.ts } };
      }
      case '/conversations.history':
        return {
          status: 200,
          body: { ok: true, messages: messages.filter((one) => one.thread_ts === undefined).reverse() },
        };
      case '/conversations.replies':
        return {
          status: 200,
          body: { ok: true, messages: messages.filter((one) => one.ts === sent.ts || one.thread_ts === sent.ts) },
        };
      default:
        return no('unknown_method');
    }
  };
  const server = await startVendorServer(take);
  url = server.url;
  return {
    ...server,
    messages,
    whispers,
    files,
    allowFiles: (allowed) => {
      mayUpload = allowed;
    },
  };
}

/** https://docs.slack.dev/reference/block-kit/blocks and .../chat.postMessage */
function faultOf({
  text = '',
  blocks = [],
}: {
  readonly text?: string;
  readonly blocks?: readonly Block[];
}): string | undefined {
  if (text.length > 40_000) return 'msg_too_long';
  if (text === '' && blocks.length === 0) return 'no_text';
  if (blocks.length > 50) return 'invalid_blocks';
  for (const block of blocks) {
    const words = block.text as { text: string; type: string } | undefined;
    const most = { header: 150, section: 3_000 }[String(block.type)] ?? 75;
    if (words && (words.text.length === 0 || words.text.length > most)) return 'invalid_blocks';
    if (block.type === 'header' && words?.type !== 'plain_text') return 'invalid_blocks';
    const fields = (block.fields ?? []) as { text: string }[];
    if (fields.length > 10 || fields.some((field) => field.text.length > 2_000)) return 'invalid_blocks';
    const elements = (block.elements ?? []) as { action_id: string; value?: string; text?: { text: string } }[];
    if (elements.length > 25) return 'invalid_blocks';
    if (new Set(elements.map((one) => one.action_id)).size !== elements.length) return 'invalid_blocks';
    if (elements.some((one) => (one.value ?? '').length > 2_000 || (one.text?.text ?? '').length > 75))
      return 'invalid_blocks';
  }
  return undefined;
}
