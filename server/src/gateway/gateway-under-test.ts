/** A gateway on free ports with a journal of its own, and the two kinds of clients; for the tests of this folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type ChannelCredentials, Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { createStillClock, type StillClock } from '../base/clock.ts';
import { openKeyRing } from '../base/crypto/open-key-ring.ts';
import { createToken, hashToken } from '../base/crypto/token.ts';
import { createLogger } from '../base/logger.ts';
import { createSelfTelemetry, type SelfTelemetry } from '../base/self-telemetry.ts';
import type { KeptCertificate } from '../base/tls/keep-certificate.ts';
import { StreamConfig } from '../stream/config.ts';
import { createStreamConsumer } from '../stream/create-stream.ts';
import type { AcceptedKeys, StreamConsumer } from '../stream/telemetry-stream.ts';
import { GatewayConfig } from './config.ts';
import { type Gateway, startGateway } from './receive.ts';

export interface GatewayUnderTest {
  readonly gateway: Gateway;
  readonly clock: StillClock;
  readonly telemetry: SelfTelemetry;
  readonly directory: string;
  /** The side of the engine. */
  readonly consumer: StreamConsumer;
  /** May send everything, and logs alone. */
  readonly key: string;
  readonly logsKey: string;
  publishKeys(change?: Partial<AcceptedKeys>): Promise<void>;
  close(): Promise<void>;
}

export interface GatewaySettings {
  readonly gateway?: Partial<GatewayConfig>;
  readonly stream?: Partial<StreamConfig>;
  readonly certificate?: KeptCertificate;
}

export const START = 1_750_000_000_000;

export function expectValue<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export async function openGateway(settings: GatewaySettings = {}): Promise<GatewayUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  const clock = createStillClock(START);
  const logger = createLogger({ level: 'silent', name: 'test' });
  const telemetry = createSelfTelemetry();
  const stream = StreamConfig.parse({ minFreeDiskBytes: 0, ...settings.stream });
  const config = GatewayConfig.parse({
    httpPort: 0,
    grpcPort: 0,
    checkThreads: 1,
    // A busy machine is no reason for another answer.
    answerTimeoutMs: 30_000,
    ...settings.gateway,
  });
  const keys = expectValue(await openKeyRing({ dataDirectory: directory }));
  const consumer = expectValue(
    await createStreamConsumer({ directory: join(directory, 'journal'), keys, clock, logger, config: stream }),
  );
  const key = createToken();
  const logsKey = createToken();
  const tenant = 'acme' as TenantId;
  const publishKeys = async (change: Partial<AcceptedKeys> = {}): Promise<void> => {
    const list: AcceptedKeys = {
      issuedAt: clock.now(),
      keys: [
        { id: 'key_all', hash: hashToken(key), tenant, signals: ['logs', 'metrics', 'traces'] },
        { id: 'key_logs', hash: hashToken(logsKey), tenant, signals: ['logs'] },
      ],
      anonymous: 'local' as TenantId,
      ...change,
    };
    expectValue(await consumer.publishAcceptedKeys(list));
  };
  await publishKeys();
  const gateway = expectValue(
    await startGateway({
      config,
      stream,
      dataDirectory: directory,
      certificate: settings.certificate,
      clock,
      elapsed: clock.now,
      chance: () => 0.5,
      logger,
      telemetry,
    }),
  );
  return {
    gateway,
    clock,
    telemetry,
    directory,
    consumer,
    key,
    logsKey,
    publishKeys,
    close: async () => {
      await gateway.stop();
      await consumer.close();
      await rm(directory, { recursive: true });
    },
  };
}

export interface GrpcReply {
  readonly code: number;
  readonly message: string;
  readonly body: Buffer | undefined;
  readonly metadata: Metadata;
}

/** One unary call of the official client, with bytes in and out as they are. */
export function callGrpc(
  port: number,
  path: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  channel: ChannelCredentials = credentials.createInsecure(),
): Promise<GrpcReply> {
  const client = new Client(`127.0.0.1:${port}`, channel);
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const same = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve) => {
    const finish = (error: ServiceError | null, answer?: Buffer): void => {
      client.close();
      const none = new Metadata();
      if (error === null) resolve({ code: 0, message: '', body: answer, metadata: none });
      else resolve({ code: error.code, message: error.details, body: undefined, metadata: error.metadata ?? none });
    };
    client.makeUnaryRequest(path, same, same, Buffer.from(body), metadata, finish);
  });
}

function field(number: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  if (bytes.length > 127) throw new Error('this writer knows lengths of one byte');
  return Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes]);
}

/** An ExportLogsServiceRequest with one record per text; `shortTraceId` makes the first one invalid. */
export function logsRequest(texts: readonly string[], { shortTraceId = false } = {}): Buffer {
  const records = texts.map((text, index) => {
    const traceId = shortTraceId && index === 0 ? field(9, Buffer.alloc(3, 1)) : Buffer.alloc(0);
    return field(2, Buffer.concat([field(5, field(1, text)), traceId]));
  });
  return field(1, field(2, Buffer.concat(records)));
}
