// A client of others, made from the `.proto` that users get.
import { join } from 'node:path';
import {
  type Client,
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const PROTO = join(import.meta.dirname, '../../contract/generated/foreshock.proto');

/** A server that is started again is found within half a second. */
const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 500 };

export interface RpcClient {
  call(service: string, method: string, input: object, key?: string): Promise<Record<string, unknown>>;
  watch(service: string, input: object, key: string): ClientReadableStream<WatchMessage>;
  /** For a test that speaks HTTP/2 itself: this client takes whatever comes, whether somebody reads it or not. */
  watchCodec(service: string): {
    encode(input: object): Buffer;
    decode(bytes: Buffer): WatchMessage;
  };
  close(): void;
}

export interface WatchMessage {
  readonly resumeToken: string;
  readonly change: { readonly id: string; readonly revision: number; readonly matches: boolean } | null;
}

/**
 * Rejects with a ServiceError.
 *
 * origin     `http://127.0.0.1:8080`
 * authority  PEM of who made the certificate; without it the client speaks clear text
 */
export function createRpcClient(origin: string, authority?: string): RpcClient {
  const security =
    authority === undefined ? credentials.createInsecure() : credentials.createSsl(Buffer.from(authority));
  const definition = loadPackageDefinition(loadSync(PROTO, { longs: Number, defaults: true }));
  const clients = new Map<string, Client>();
  // The cast holds: the package has these services alone.
  const services = (definition.foreshock as unknown as { v1: Record<string, ServiceClientConstructor> }).v1;
  const clientOf = (name: string): Record<string, (...args: unknown[]) => unknown> => {
    const client = clients.get(name) ?? new services[name]!(new URL(origin).host, security, RECONNECT);
    clients.set(name, client);
    // The cast holds: methods are there under their names.
    return client as unknown as Record<string, (...args: unknown[]) => unknown>;
  };
  const metadataOf = (key: string | undefined): Metadata => {
    const metadata = new Metadata();
    if (key !== undefined) metadata.set('authorization', `Bearer ${key}`);
    return metadata;
  };
  return {
    call: (service, method, input, key) =>
      new Promise((resolve, reject) => {
        clientOf(service)[method]!(
          input,
          metadataOf(key),
          (error: ServiceError | null, answer: Record<string, unknown>) => (error ? reject(error) : resolve(answer)),
        );
      }),
    watch: (service, input, key) =>
      clientOf(service).Watch!(input, metadataOf(key)) as ClientReadableStream<WatchMessage>,
    watchCodec(service) {
      const { requestSerialize, responseDeserialize } = services[service]!.service.Watch!;
      return { encode: requestSerialize, decode: responseDeserialize };
    },
    close: () => {
      for (const client of clients.values()) client.close();
    },
  };
}

/** Ids of the next changes, the token after them, and the end of the stream. */
export async function takeChanges(
  stream: ClientReadableStream<WatchMessage>,
  count: number,
): Promise<{ seen: string[]; token: string }> {
  const seen: string[] = [];
  let token = '';
  for await (const message of stream as AsyncIterable<WatchMessage>) {
    token = message.resumeToken;
    if (message.change) seen.push(`${message.change.id} ${message.change.revision}`);
    if (seen.length === count) break;
  }
  return { seen, token };
}
