// HTTP/2 as no library would write it (H-4): frames by hand on a connection of their own.
import { connect } from 'node:net';
import type { Random } from './random.ts';

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const DATA = 0;
const HEADERS = 1;
const PRIORITY = 2;
const RST_STREAM = 3;
const SETTINGS = 4;
const PUSH_PROMISE = 5;
const PING = 6;
const GOAWAY = 7;
const WINDOW_UPDATE = 8;
const CONTINUATION = 9;
const END_STREAM = 1;
const END_HEADERS = 4;
/** How long the other side may take to close; both "closed" and "still open" are in order. */
const WATCH_MS = 300;

function frame(type: number, flags: number, stream: number, payload: Uint8Array): Uint8Array {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** HPACK without compression: a literal with a new name each. */
function headerBlock(fields: readonly (readonly [string, string])[]): Uint8Array {
  const parts = fields.flatMap(([name, value]) => [Uint8Array.of(0), hpackText(name), hpackText(value)]);
  return Buffer.concat(parts);
}

/** RFC 7541, 5.2, not Huffman-coded. */
function hpackText(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Uint8Array.of(bytes.length), bytes]);
  const length: number[] = [127];
  let rest = bytes.length - 127;
  for (; rest > 127; rest >>= 7) length.push((rest & 127) | 128);
  return Buffer.concat([Uint8Array.of(...length, rest), bytes]);
}

const call = [
  [':method', 'POST'],
  [':scheme', 'http'],
  [':authority', 'x'],
  [':path', '/opentelemetry.proto.collector.logs.v1.LogsService/Export'],
  ['content-type', 'application/grpc'],
  ['te', 'trailers'],
] as const;

export interface FrameAttack {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function createFrameAttack(random: Random): FrameAttack {
  const settings = frame(SETTINGS, 0, 0, new Uint8Array(0));
  const begin = Buffer.concat([PREFACE, settings]);
  const attack = (name: string, ...frames: Uint8Array[]): FrameAttack => ({
    name,
    bytes: Buffer.concat([begin, ...frames]),
  });
  const open = (stream: number, flags = END_HEADERS): Uint8Array => frame(HEADERS, flags, stream, headerBlock(call));
  const withField = (name: string, value: string): Uint8Array =>
    frame(HEADERS, END_HEADERS | END_STREAM, 1, headerBlock([...call, [name, value]]));
  const odd = Array.from({ length: 500 }, (_, index) => index * 2 + 1);
  const attacks: readonly (() => FrameAttack)[] = [
    () =>
      attack(
        'rapid reset',
        ...odd.flatMap((stream) => [open(stream), frame(RST_STREAM, 0, stream, Buffer.alloc(4, 0))]),
      ),
    () =>
      attack(
        'headers without end',
        open(1, 0),
        ...odd.map(() => frame(CONTINUATION, 0, 1, headerBlock([['x', 'y'.repeat(500)]]))),
      ),
    () => attack('settings flood', ...odd.map(() => settings)),
    () => attack('ping flood', ...odd.map(() => frame(PING, 0, 0, new Uint8Array(8)))),
    () => attack('oversized settings', frame(SETTINGS, 0, 0, Buffer.alloc(6 * 2_000, Buffer.of(0, 3, 0, 0, 0, 1)))),
    () =>
      attack(
        'settings that forbid',
        frame(SETTINGS, 0, 0, Buffer.of(0, 4, 0, 0, 0, 0)),
        open(1, END_HEADERS | END_STREAM),
      ),
    () =>
      attack('priority loop', ...odd.map((stream) => frame(PRIORITY, 0, stream, Buffer.of(0, 0, 0, stream & 255, 1)))),
    () => attack('upper-case name', withField('X-Upper', 'a')),
    () => attack('line break in a value', withField('x-a', 'b\r\nc: d')),
    () => attack('connection header', withField('connection', 'keep-alive')),
    () => attack('transfer-encoding', withField('transfer-encoding', 'chunked')),
    () => attack('pseudo header behind', withField(':path', '/other')),
    () => attack('wrong content-length', withField('content-length', '5')),
    () => attack('data without headers', frame(DATA, 0, 1, new Uint8Array(10))),
    () => attack('frame of 16 MiB', frame(DATA, 0, 1, new Uint8Array(2 ** 20))),
    () => attack('push', frame(PUSH_PROMISE, END_HEADERS, 1, headerBlock(call))),
    () => attack('window overflow', ...odd.map(() => frame(WINDOW_UPDATE, 0, 0, Buffer.of(0x7f, 255, 255, 255)))),
    () => attack('goaway and on', frame(GOAWAY, 0, 0, new Uint8Array(8)), open(1, END_HEADERS | END_STREAM)),
    () => attack('even stream', open(2)),
    () => attack('too many streams', ...odd.map((stream) => open(stream))),
    () => attack('bad hpack', frame(HEADERS, END_HEADERS, 1, random.bytes(100))),
    () => attack('padding longer than its frame', frame(DATA, 8, 1, Uint8Array.of(255, 1))),
    () => attack('unknown frames', frame(random.pick([10, 99, 255]), 255, 1, random.bytes(50))),
    () => attack('noise', random.bytes(400)),
    () => ({ name: 'preface cut', bytes: PREFACE.subarray(0, random.below(PREFACE.length)) }),
    () => ({ name: 'no preface', bytes: random.bytes(200) }),
  ];
  return random.pick(attacks)();
}

/** Sends and leaves again; there is no answer that would be wrong, but one. */
export function sendFrames(port: number, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const finish = (): void => {
      socket.destroy();
      resolve();
    };
    socket.on('data', () => undefined);
    socket.on('error', finish).on('close', finish);
    const watch = setTimeout(finish, WATCH_MS);
    socket.on('close', () => clearTimeout(watch));
    socket.write(bytes);
  });
}
