/** Senders that write what they are told and show what came back; for the tests of this folder. */
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { connect } from 'node:net';

export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';
export const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
export const METRICS = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
export const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

export interface HttpToSend {
  readonly path?: string;
  readonly method?: string;
  /** Protobuf unless it says otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

export async function sendHttp(port: number, toSend: HttpToSend): Promise<HttpReply> {
  const { path = '/v1/logs', method = 'POST', headers = {}, body } = toSend;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { 'content-type': PROTOBUF, ...headers },
    redirect: 'manual',
    ...(body !== undefined && { body: Buffer.from(body as string) }),
  });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

/** Everything that the other side says until it closes, or until what it said holds `until`. */
export function converse(port: number, text: string | Uint8Array, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let said = '';
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (until !== undefined && said.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(said)).on('error', reject);
  });
}

export interface RawGrpcReply {
  readonly http: number | undefined;
  readonly status: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A call whose bytes are given, prefix included; the official client could not be made to send them. */
export function callRaw(
  port: number,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawGrpcReply> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': LOGS,
      'content-type': 'application/grpc+proto',
      te: 'trailers',
      ...headers,
    });
    const seen: IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];
    stream.on('response', (answer) => Object.assign(seen, answer));
    stream.on('trailers', (trailers) => Object.assign(seen, trailers));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => {
      session.destroy();
      const status = seen['grpc-status'];
      resolve({
        http: seen[':status'] as number | undefined,
        status: typeof status === 'string' ? status : undefined,
        headers: seen,
        body: Buffer.concat(chunks),
      });
    });
    stream.end(bytes);
  });
}

/** A message with its prefix: flag of one byte and length of four. */
export function frame(flag: number, body: Uint8Array, declared = body.length): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(flag, 0);
  prefix.writeUInt32BE(declared, 1);
  return Buffer.concat([prefix, body]);
}
