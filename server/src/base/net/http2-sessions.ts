import { constants, type Http2Server, type ServerHttp2Session, type Settings } from 'node:http2';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';

/** The default of 64 KiB holds a sender back after each of its batches. */
const STREAM_WINDOW_BYTES = 1 << 20;
/** Bounds what one connection can make us hold before it is read. */
const CONNECTION_WINDOW_BYTES = 8 << 20;
const MAX_STREAMS = 128;
const MAX_HEADER_BYTES = 16_384;
const IDLE_MS = 120 * SECOND;
/** Longer than a way there within a cluster or a continent. */
const NOTICE_MS = 100;
/** The greatest id of a stream that a client can open. */
const LAST_STREAM_ID = 2 ** 31 - 1;

export const http2Settings: Settings = {
  initialWindowSize: STREAM_WINDOW_BYTES,
  maxConcurrentStreams: MAX_STREAMS,
  maxHeaderListSize: MAX_HEADER_BYTES,
};

export interface Http2SessionsOptions {
  /** Asked for each connection: how long it may live before its streams are let finish and it is closed. */
  readonly connectionAgeMs: () => DurationMs;
  /** What its streams then have to finish. */
  readonly ageGraceMs: DurationMs;
}

export interface Http2Sessions {
  /** Tells each peer to open no more streams (GOAWAY); those that are open may finish. */
  retire(): void;
  destroy(): void;
}

/** Follows the connections of an HTTP/2 server from their begin to their end. */
export function followSessions(server: Http2Server, options: Http2SessionsOptions): Http2Sessions {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
    let last: NodeJS.Timeout | undefined;
    const retireWithin = (): void => {
      retire(session);
      last ??= setTimeout(() => session.destroy(), options.ageGraceMs);
    };
    session.setTimeout(IDLE_MS, retireWithin);
    const aged = setTimeout(retireWithin, options.connectionAgeMs());
    session.on('close', () => {
      sessions.delete(session);
      clearTimeout(aged);
      clearTimeout(last);
    });
    // A peer that breaks the protocol is let go; its socket would otherwise stay.
    session.on('error', () => session.destroy());
  });
  // A client that sends HTTP/1 or nothing: there is nothing to say to it.
  server.on('sessionError', () => undefined);
  return {
    retire: () => {
      for (const session of sessions) retire(session);
    },
    destroy: () => {
      for (const session of sessions) session.destroy();
    },
  };
}

/**
 * Two times GOAWAY, as gRPC does: the first one says that the end comes, the second one, when the peer has surely seen
 * the first, which streams will still be answered. With the second alone streams on their way would be lost. gRPC asks
 * with a ping whether the first one has come; Node does not end a session whose ping is under way when the peer leaves.
 */
function retire(session: ServerHttp2Session): void {
  if (session.closed || session.destroyed) return;
  try {
    session.goaway(constants.NGHTTP2_NO_ERROR, LAST_STREAM_ID);
  } catch {
    // A connection that ends at this moment throws: there is nobody left to be told.
    session.destroy();
    return;
  }
  const second = setTimeout(() => session.close(), NOTICE_MS);
  session.on('close', () => clearTimeout(second));
}
