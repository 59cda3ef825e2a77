import { connect } from 'node:net';
import type { Random } from './random.ts';

/** What came back: the status of each answer, or how the connection ended. */
export interface HttpOutcome {
  readonly statuses: readonly number[];
  /** Of the last answer. */
  readonly text: string;
  readonly end: 'closed' | 'silent';
}

const SILENT_MS = 15_000;
const AGAIN_MS = 2_000;

/**
 * Writes bytes to a connection of their own and reads until the other side closes it or says nothing more for 15 s.
 *
 * parts   written one after the other, in packets of their own
 * half    whether our side is ended after them
 */
export function sendRaw(port: number, parts: readonly Uint8Array[], half: boolean): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    let text = '';
    const finish = (end: HttpOutcome['end']): void => {
      socket.destroy();
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
      resolve({ statuses: statuses.filter((status) => status !== 100), text, end });
    };
    // A fuzzer that was busy itself looks once more before it calls the other side silent.
    socket.setTimeout(SILENT_MS, () => setTimeout(() => finish('silent'), AGAIN_MS));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    socket.on('end', () => finish('closed')).on('error', () => finish('closed'));
    void writeAll();

    async function writeAll(): Promise<void> {
      for (const part of parts) {
        if (socket.destroyed) return;
        await new Promise<void>((written) => {
          socket.write(part, () => written());
        });
        if (parts.length > 1) await new Promise((next) => setImmediate(next));
      }
      if (half) socket.end();
    }
  });
}

export interface HttpMessage {
  readonly path: string;
  readonly contentType: string;
  readonly encoding: string;
  readonly body: Uint8Array;
}

/** One well-formed request that asks for the connection to be closed behind it. */
export function requestBytes({ path, contentType, encoding, body }: HttpMessage, extra = ''): Buffer {
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${contentType}\r\n`;
  const named = encoding === 'identity' ? '' : `content-encoding: ${encoding}\r\n`;
  const rest = `content-length: ${body.length}\r\nconnection: close\r\n${extra}\r\n`;
  return Buffer.concat([Buffer.from(head + named + rest), body]);
}

export interface HttpAttack {
  readonly name: string;
  readonly parts: readonly Uint8Array[];
  readonly half: boolean;
}

/** A whole request in pieces, with our side closed behind it or not, or one of the faults that HTTP/1 allows (H-3). */
export function createHttpAttack(message: HttpMessage, random: Random): HttpAttack {
  const { path, contentType, body } = message;
  const whole = requestBytes(message);
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${contentType}\r\nconnection: close\r\n`;
  const raw = (name: string, ...texts: (string | Uint8Array)[]): HttpAttack => ({
    name,
    parts: texts.map((text) => (typeof text === 'string' ? Buffer.from(text, 'latin1') : text)),
    half: true,
  });
  const size = body.length;
  const attacks: readonly (() => HttpAttack)[] = [
    () => raw('whole', whole),
    () => ({ ...raw('in pieces', ...pieces(whole.subarray(0, 4_000), random), whole.subarray(4_000)), half: false }),
    () => raw('cut', whole.subarray(0, random.below(whole.length))),
    () => raw('chunked', `${head}transfer-encoding: chunked\r\n\r\n`, ...chunks(body, random), '0\r\n\r\n'),
    () => raw('chunk extension', `${head}transfer-encoding: chunked\r\n\r\n`, '1;a="b"\r\n{\r\n1;c\r\n}\r\n0\r\n\r\n'),
    () => raw('bad chunk', `${head}transfer-encoding: chunked\r\n\r\n`, 'ffffffffffffffff\r\nx'),
    () => raw('chunk that lies', `${head}transfer-encoding: chunked\r\n\r\n`, '5\r\n{}\r\n0\r\n\r\n'),
    () => raw('length twice', `${head}content-length: ${size}\r\ncontent-length: ${size + 1}\r\n\r\n`, body),
    () => raw('length and chunks', `${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
    () =>
      raw('bad length', `${head}content-length: ${random.pick(['-1', '+5', '0x10', '1e3', '9'.repeat(30)])}\r\n\r\n`),
    () => raw('length too long', `${head}content-length: ${size + 5}\r\n\r\n`, body),
    () => raw('huge length', `${head}content-length: ${2 ** 40}\r\n\r\n`, body),
    () => raw('absolute form', whole.toString().replace('POST /', 'POST http://other.example/')),
    () => raw('control character in a header', `${head}x-a: b\x0bc\r\ncontent-length: 0\r\n\r\n`),
    () => raw('long header', `${head}x-a: ${'b'.repeat(17_000)}\r\ncontent-length: 0\r\n\r\n`),
    () => raw('many headers', `${head}${'x-a: b\r\n'.repeat(2_500)}content-length: 0\r\n\r\n`),
    () => raw('no host', whole.toString('latin1').replace('host: x\r\n', '')),
    () => raw('space before colon', `${head}content-length : 0\r\n\r\n`),
    () => raw('line feeds alone', `${head}content-length: 0\r\n\r\n`.replaceAll('\r', '')),
    () => raw('expects', requestBytes(message, `expect: ${random.pick(['100-continue', '200-ok'])}\r\n`)),
    () => raw('upgrade', requestBytes(message, 'upgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n')),
    () =>
      raw('other method', `${random.pick(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'])}${head.slice(4)}\r\n`),
    () => raw('no method', `${random.pick(['CONNECT', 'PRI', 'FOO', 'post'])} ${path} HTTP/1.1\r\nhost: x\r\n\r\n`),
    () => raw('other version', whole.toString('latin1').replace('HTTP/1.1', random.pick(['HTTP/1.0', 'HTTP/9.9']))),
    () => raw('pipelined', ...Array.from({ length: 200 }, () => requestBytes(message)), whole),
    () => raw('no HTTP', random.bytes(1 + random.below(300))),
    () => raw('hello of TLS', Buffer.from('16030100a5010000a10303', 'hex'), random.bytes(160)),
  ];
  return random.pick(attacks)();
}

function pieces(bytes: Uint8Array, random: Random): Uint8Array[] {
  const size = random.pick([1, 7, 100, 1_000]);
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

function chunks(body: Uint8Array, random: Random): Uint8Array[] {
  return pieces(body.subarray(0, 20_000), random).map((piece) =>
    Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
  );
}
