import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FeedEvent } from '../event-feed.ts';

/** A comment line keeps proxies and browsers from giving up on a quiet stream. */
const HEARTBEAT = ': still here\n\n';
const HEARTBEAT_MS = 15_000;

export type Every = (ms: number, work: () => void) => () => void;

export function lastEventId(request: FastifyRequest): number | undefined {
  const sent = Number(request.headers['last-event-id']);
  return Number.isSafeInteger(sent) && sent > 0 ? sent : undefined;
}

/** `isStillAllowed`: asked with each heartbeat; a credential that has ended ends the stream. */
export async function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  events: AsyncGenerator<FeedEvent>,
  every: Every,
  isStillAllowed: () => Promise<boolean>,
): Promise<FastifyReply> {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  reply.raw.write('retry: 2000\n\n');
  const stop = every(HEARTBEAT_MS, () => {
    reply.raw.write(HEARTBEAT);
    void isStillAllowed().then((isAllowed) => {
      if (!isAllowed) reply.raw.destroy();
    });
  });
  request.raw.on('close', stop);
  try {
    for await (const { sequence, ...event } of events)
      reply.raw.write(`id: ${sequence}\ndata: ${JSON.stringify(event)}\n\n`);
  } finally {
    stop();
    reply.raw.end();
  }
  return reply;
}
