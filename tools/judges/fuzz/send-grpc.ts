import { type ClientHttp2Session, connect, constants } from 'node:http2';
import type { Packed } from './pack.ts';
import type { Random } from './random.ts';

export interface GrpcOutcome {
  /** `:status` of HTTP; absent when none came. */
  readonly http?: number;
  /** `grpc-status`; absent when none came. */
  readonly status?: number;
  readonly message: string;
  readonly end: 'closed' | 'silent';
}

export interface GrpcAttack {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly Uint8Array[];
  /** Whether our side is ended after them, is reset, or stays open. */
  readonly close: 'end' | 'reset' | 'stay';
}

const SILENT_MS = 15_000;
/** How long a call that stays open is watched before we leave it. */
const STAY_MS = 300;

/** One call on a connection that others use too. */
export function callAttack(session: ClientHttp2Session, attack: GrpcAttack): Promise<GrpcOutcome> {
  return new Promise((resolve) => {
    const all = {
      ':method': 'POST',
      'content-type': 'application/grpc',
      te: 'trailers',
      ...attack.headers,
    };
    const stream = session.request(all);
    const seen: { http?: number; status?: number; message: string } = { message: '' };
    const hear = (headers: Record<string, unknown>): void => {
      if (headers[':status'] !== undefined) seen.http = Number(headers[':status']);
      if (headers['grpc-status'] !== undefined) seen.status = Number(headers['grpc-status']);
      if (typeof headers['grpc-message'] === 'string') seen.message = headers['grpc-message'];
    };
    let isSilent = false;
    stream.on('response', hear).on('trailers', hear);
    stream.on('error', () => undefined);
    stream.on('close', () => resolve({ ...seen, end: isSilent ? 'silent' : 'closed' }));
    stream.setTimeout(SILENT_MS, () => {
      isSilent = true;
      stream.close(constants.NGHTTP2_CANCEL);
    });
    stream.resume();
    for (const part of attack.parts) stream.write(part);
    if (attack.close === 'end') stream.end();
    else if (attack.close === 'reset') stream.close(constants.NGHTTP2_CANCEL);
    else setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), STAY_MS);
  });
}

export function openSession(port: number): ClientHttp2Session {
  const session = connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  return session;
}

function frame(flag: number, body: Uint8Array, declared = body.length): Uint8Array {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(flag, 0);
  prefix.writeUInt32BE(declared % 2 ** 32, 1);
  return Buffer.concat([prefix, body]);
}

/** A whole call, or one of the faults of its frames (H-2). */
export function createGrpcAttack(path: string, packed: Packed, random: Random): GrpcAttack {
  const { body, encoding } = packed;
  const isPacked = encoding !== 'identity';
  const whole = frame(isPacked ? 1 : 0, body);
  const headers = { ':path': path, ...(isPacked && { 'grpc-encoding': encoding }) };
  const call = (name: string, ...parts: Uint8Array[]): GrpcAttack => ({ name, headers, parts, close: 'end' });
  const attacks: readonly (() => GrpcAttack)[] = [
    () => call('whole', whole),
    () => call('whole', whole),
    () => call('in bytes', ...Array.from(whole.subarray(0, 600), (byte) => Uint8Array.of(byte)), whole.subarray(600)),
    () => call('nothing'),
    () => call('prefix cut', whole.subarray(0, random.below(5))),
    () => call('cut', whole.subarray(0, random.below(whole.length))),
    () => call('declares more', frame(0, body, body.length + 1)),
    () => call('declares less', frame(0, body, Math.max(0, body.length - 1))),
    () => call('declares 4 GiB', frame(0, body, 2 ** 32 - 1)),
    () => call('two messages', whole, whole),
    () => call('junk behind', whole, random.bytes(1 + random.below(9))),
    () => call('flag', frame(random.pick([2, 3, 7, 128, 255]), body)),
    () => call('flag of compression without encoding', frame(1, body)),
    () => ({ ...call('no end', whole), close: 'stay' }),
    () => ({ ...call('half and no end', whole.subarray(0, whole.length >> 1)), close: 'stay' }),
    () => ({ ...call('reset', whole), close: 'reset' }),
    () => ({
      ...call('timeout', whole),
      headers: { ...headers, 'grpc-timeout': random.pick(['99999999H', '-1S', '1n', '0m', '1x', '', '1'.repeat(100)]) },
    }),
    () => ({
      ...call('other type', whole),
      headers: {
        ...headers,
        'content-type': random.pick([
          'text/plain',
          'application/grpc+json',
          'application/grpcx',
          'application/grpc-web',
        ]),
      },
    }),
    () => ({
      ...call('other method of HTTP', whole),
      headers: { ...headers, ':method': random.pick(['PUT', 'PATCH', 'OPTIONS']) },
    }),
    () => ({
      ...call('other path', whole),
      headers: {
        ...headers,
        ':path': random.pick([
          '/',
          '*',
          '//',
          `/${'x'.repeat(2_000)}`,
          '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export',
          '/opentelemetry.proto.collector.logs.v1.LogsService/%45xport',
          '/grpc.health.v1.Health/Check',
          '/grpc.health.v1.Health/List',
          '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
          '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
        ]),
      },
    }),
    () => ({ ...call('long header', whole), headers: { ...headers, 'x-a': 'b'.repeat(15_000) } }),
    () => ({
      ...call('key', whole),
      headers: {
        ...headers,
        authorization: random.pick([
          '',
          'Bearer',
          'Basic',
          'Basic !!!!',
          `Bearer ${'x'.repeat(8_000)}`,
          'Bearer \u00ff',
        ]),
      },
    }),
    () => ({
      ...call('lies about its length', whole),
      headers: { ...headers, 'content-length': String(whole.length + random.pick([-1, 1])) },
    }),
  ];
  return random.pick(attacks)();
}
