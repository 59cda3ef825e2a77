import { gzipSync, zstdCompressSync } from 'node:zlib';
import { credentials, Client as GrpcClient, Metadata, type ServiceError } from '@grpc/grpc-js';

export type SentSignal = 'logs' | 'metrics' | 'traces';

export interface SendOptions {
  readonly encoding?: 'gzip' | 'zstd';
  /** Of the body; protobuf without it. */
  readonly json?: boolean;
  /** Shown as a bearer token. */
  readonly key?: string;
  /** Rejects without an answer by then. */
  readonly timeoutMs?: number;
}

/** The body as sent, and its answer. */
export async function postOtlp(
  origin: string,
  signal: SentSignal,
  body: Uint8Array | string,
  options: SendOptions = {},
): Promise<Response> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const packed =
    options.encoding === 'gzip' ? gzipSync(bytes) : options.encoding === 'zstd' ? zstdCompressSync(bytes) : bytes;
  return fetch(`${origin}/v1/${signal}`, {
    method: 'POST',
    headers: {
      'content-type': options.json === true ? 'application/json' : 'application/x-protobuf',
      ...(options.encoding && { 'content-encoding': options.encoding }),
      ...(options.key !== undefined && { authorization: `Bearer ${options.key}` }),
    },
    // The bytes of a typed array of our own; TypeScript asks for the kind of its buffer.
    body: packed as Uint8Array<ArrayBuffer>,
    ...(options.timeoutMs !== undefined && { signal: AbortSignal.timeout(options.timeoutMs) }),
  });
}

/** Throws unless the answer is a success. */
export async function sendOtlp(
  origin: string,
  signal: SentSignal,
  body: Uint8Array | string,
  options: SendOptions = {},
): Promise<void> {
  const answer = await postOtlp(origin, signal, body, options);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${signal} refused with ${answer.status}: ${text}`);
}

export const GRPC_METHODS: Readonly<Record<SentSignal, string>> = {
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
};

export interface GrpcSender {
  /** Rejects with the gRPC status when refused. Gives the bytes of the answer. */
  send(signal: SentSignal, body: Uint8Array, metadata?: Metadata): Promise<Uint8Array>;
  close(): void;
}

/** The client of gRPC's own project, with messages as bytes. */
export function createGrpcSender(target: string): GrpcSender {
  const client = new GrpcClient(target, credentials.createInsecure());
  const asBytes = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
  return {
    send: (signal, body, metadata = new Metadata()) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          GRPC_METHODS[signal],
          asBytes,
          (bytes: Buffer) => bytes,
          body,
          metadata,
          (error: ServiceError | null, answer?: Uint8Array) => (error ? reject(error) : resolve(answer!)),
        );
      }),
    close: () => client.close(),
  };
}
