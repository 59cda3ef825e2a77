import type { Result } from '@foreshock/model/known-error.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Watched } from '../execute-operation.ts';
import { endStalled, type StalledReaders } from './end-stalled.ts';

/** What the browser's own reader of events sends when it comes back. */
export function lastEventId(request: FastifyRequest): { readonly after?: string } {
  const sent = request.headers['last-event-id'];
  return typeof sent === 'string' && sent !== '' ? { after: sent } : {};
}

/**
 * A message is an event whose id is its token. A heartbeat has no data: readers keep its id and tell nobody. `isStillAllowed`
 * is asked with every message; a credential that has ended ends the stream, and so does a reader that takes nothing.
 */
export async function sendEvents(
  reply: FastifyReply,
  watched: AsyncGenerator<Result<Watched<unknown>>>,
  isStillAllowed: () => Promise<boolean>,
  stalled: StalledReaders,
): Promise<FastifyReply> {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 2000\n\n');
  try {
    for await (const next of endStalled(watched, () => raw.destroy(), stalled)) {
      // What was forgotten while it was on its way: the reader comes again with its token and is told why not.
      if (!next.ok) break;
      const { token, value } = next.value;
      if (!(await isStillAllowed())) break;
      const data = value === undefined ? '' : `data: ${JSON.stringify(value)}\n`;
      if (!raw.write(`id: ${token}\n${data}\n`)) await drained(raw);
      if (raw.destroyed) break;
    }
  } finally {
    raw.end();
  }
  return reply;
}

function drained(raw: FastifyReply['raw']): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      raw.off('drain', go).off('close', go);
      resolve();
    };
    raw.on('drain', go).on('close', go);
  });
}
