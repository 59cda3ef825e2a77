import type { Socket } from 'node:net';
import type { DurationMs } from '@foreshock/model/time.ts';

/** HTTP/2 begins with a method that HTTP/1 does not have (RFC 9113, 3.4): `PRI * HTTP/2.0`. */
const PREFACE = 'PRI';

/**
 * Looks at the first bytes of a connection and leaves them in it: HTTP/2 with prior knowledge, or HTTP/1. A connection
 * that says nothing in time, or ends before, is closed and never chosen for.
 */
export function chooseProtocol(
  socket: Socket,
  withinMs: DurationMs,
  choose: (protocol: 'http/1.1' | 'h2') => void,
): void {
  let held = Buffer.alloc(0);
  const giveUp = (): void => {
    socket.destroy();
  };
  const look = (): void => {
    const seen = socket.read() as Buffer | null;
    if (seen === null) return;
    held = Buffer.concat([held, seen]);
    const start = held.toString('latin1', 0, PREFACE.length);
    if (start !== PREFACE && PREFACE.startsWith(start)) return;
    socket.off('readable', look).off('end', giveUp).off('error', giveUp).off('timeout', giveUp);
    socket.setTimeout(0);
    socket.unshift(held);
    choose(start === PREFACE ? 'h2' : 'http/1.1');
  };
  socket.setTimeout(withinMs);
  socket.on('readable', look).on('end', giveUp).on('error', giveUp).on('timeout', giveUp);
}
