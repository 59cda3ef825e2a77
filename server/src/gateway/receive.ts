/**
 * The gateway: OTLP comes in, an answer goes out once the request is on disk. It must never open a store, look inside a
 * record, or tell a fault of ours as one of the sender.
 */
import { join } from 'node:path';
import { type KnownError, type Result, success } from '@foreshock/model/known-error.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { openKeyRing } from '../base/crypto/open-key-ring.ts';
import type { Chance } from '../base/crypto/random.ts';
import type { Logger } from '../base/logger.ts';
import { createGrpcServer } from '../base/net/grpc-server.ts';
import { createHttpServer } from '../base/net/http-server.ts';
import { isLoopback } from '../base/net/listen.ts';
import { createBodyPool } from '../base/net/read-body.ts';
import type { SelfTelemetry } from '../base/self-telemetry.ts';
import { createThreadPool } from '../base/thread-call.ts';
import type { KeptCertificate } from '../base/tls/keep-certificate.ts';
import type { StreamConfig } from '../stream/config.ts';
import { createStreamPublisher } from '../stream/create-stream.ts';
import type { KafkaConfig } from '../stream/kafka/config.ts';
import type { StreamPublisher } from '../stream/telemetry-stream.ts';
import { createAcceptExport } from './accept-export.ts';
import { createAdmission } from './admit.ts';
import { createByteBudget } from './byte-budget.ts';
import type { CheckAnswer, CheckCall } from './check-export.ts';
import { defaultQuota, type GatewayConfig } from './config.ts';
import { grpcErrorAnswer, httpErrorAnswer } from './export-answer.ts';
import { createFairQueue } from './fair-queue.ts';
import { createGatewayTelemetry } from './gateway-telemetry.ts';
import type { KeyUse } from './key-uses.ts';
import { createPoisonWatch, createReference } from './poison-watch.ts';
import { createQuotaGate } from './quota-gate.ts';
import { createOtlpGrpc } from './receivers/otlp-grpc.ts';
import { createOtlpHttp, findFormat } from './receivers/otlp-http.ts';
import { createServing } from './serving.ts';

export interface GatewayOptions {
  readonly config: GatewayConfig;
  readonly stream: StreamConfig;
  /** Absent, or without brokers, for the journal. */
  readonly kafka?: KafkaConfig;
  /** Holds `keys/` and `journal/`; shared with the engine. */
  readonly dataDirectory: string;
  /** 64 hex digits; absent to use, and at the first start to make, the file in the data directory. */
  readonly masterKey?: string;
  /** With it both ports speak TLS. The caller keeps and stops it. */
  readonly certificate?: KeptCertificate | undefined;
  readonly clock: Clock;
  /** Since any fixed moment; does not step when the clock is set. */
  readonly elapsed: () => DurationMs;
  readonly chance: Chance;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
}

export interface Gateway {
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Uses of keys since the last call, each key at most once a minute. */
  takeKeyUses(): readonly KeyUse[];
  /** Refuses what is new, answers what is on its way, closes the journal. May be called twice. */
  stop(): Promise<void>;
}

/** Of a connection that has come of age: longer than any answer takes. */
/** About as much as a Collector's batch has, so that in a turn each project has one or a few done. */
const TURN_BYTES = 131_072;
const AGE_GRACE_MS = 10 * SECOND;

/**
 * Listens first and opens the journal then: until it is open senders are told to come back, and a second gateway finds
 * the ports taken before it could touch the journal.
 *
 * errors   `port-in-use`, `configuration-invalid` (address, master key)
 */
export async function startGateway(options: GatewayOptions): Promise<Result<Gateway>> {
  const { config, clock, chance, logger } = options;
  const admission = createAdmission(clock, options.elapsed);
  const threads = createThreadPool<CheckCall, CheckAnswer>({
    file: new URL('./check-worker.ts', import.meta.url),
    threadCount: config.checkThreads,
    onRestart: (reason) => logger.error('check worker died', { reason }),
  });
  const quotas = createQuotaGate(clock, defaultQuota(config));
  let publisher: StreamPublisher | undefined;
  const serving = createServing();

  const accept = createAcceptExport({
    admission,
    budget: createByteBudget({ maxBytes: config.maxInFlightBytes, maxBytesPerOwner: config.maxTenantInFlightBytes }),
    quotas,
    // Two for each thread: it never waits for the next one.
    turns: createFairQueue({ hands: 2 * config.checkThreads, quantum: TURN_BYTES }),
    pool: createBodyPool(),
    check: (call) => threads.call(call, [call.body.buffer]),
    findPublisher: () => publisher,
    poison: createPoisonWatch(logger),
    clock,
    telemetry: createGatewayTelemetry(options.telemetry),
    maxRequestBytes: config.maxRequestBytes,
    answerTimeoutMs: config.answerTimeoutMs,
  });

  const describeBug = (error: unknown): KnownError => {
    const reference = createReference();
    logger.error('request failed', { reference, error });
    return {
      code: 'internal',
      message: `internal error, reference ${reference}; the log of the gateway has the details`,
    };
  };
  const connections = {
    host: config.host,
    maxConnections: config.maxConnections,
    tls: options.certificate?.identity(),
    connectionAgeMs: () => config.maxConnectionAgeMinutes * MINUTE * (0.9 + chance() / 5),
    ageGraceMs: AGE_GRACE_MS,
  };
  const http = createHttpServer({
    ...connections,
    port: config.httpPort,
    portSetting: 'gateway.httpPort',
    handle: createOtlpHttp({
      accept,
      chance,
      pathPrefix: config.httpPathPrefix ?? '',
      corsOrigins: (config.corsOrigins ?? '').split(/\s+/).filter((origin) => origin !== ''),
    }),
    answerError: (error, request) => httpErrorAnswer(describeBug(error), findFormat(request) ?? 'json', chance),
  });
  const grpc = createGrpcServer({
    ...connections,
    port: config.grpcPort,
    portSetting: 'gateway.grpcPort',
    handle: createOtlpGrpc({ accept, chance, serving, hasReflection: hasReflection(config) }),
    answerError: (error) => grpcErrorAnswer(describeBug(error), chance),
  });

  options.certificate?.onReplaced((identity) => {
    http.replaceIdentity(identity);
    grpc.replaceIdentity(identity);
  });

  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    const open = publisher;
    publisher = undefined;
    serving.set(false);
    await Promise.all([http.stop(config.stopGraceMs), grpc.stop(config.stopGraceMs)]);
    await threads.stop();
    await open?.close();
  };
  const stop = (): Promise<void> => {
    stopping ??= stopAll();
    return stopping;
  };
  const giveUp = async (failed: Result<never>): Promise<Result<never>> => {
    await stop();
    return failed;
  };

  const httpPort = await http.start();
  if (!httpPort.ok) return giveUp(httpPort);
  const grpcPort = await grpc.start();
  if (!grpcPort.ok) return giveUp(grpcPort);
  const opened = await openPublisher(options);
  if (!opened.ok) return giveUp(opened);
  publisher = opened.value;
  serving.set(true);
  publisher.onAcceptedKeys((keys) => {
    admission.accept(keys);
    quotas.accept(new Map(keys.quotas?.map(({ tenant, quota }) => [tenant, quota])));
  });
  logger.info('gateway listens', { host: config.host, httpPort: httpPort.value, grpcPort: grpcPort.value });
  return success({
    httpPort: httpPort.value,
    grpcPort: grpcPort.value,
    takeKeyUses: admission.takeKeyUses,
    stop,
  });
}

function hasReflection({ grpcReflection, host }: GatewayConfig): boolean {
  if (grpcReflection !== 'loopback') return grpcReflection === 'on';
  return host === 'localhost' || isLoopback(host);
}

async function openPublisher(options: GatewayOptions): Promise<Result<StreamPublisher>> {
  const { dataDirectory, masterKey, stream, kafka, clock, logger } = options;
  const keys = await openKeyRing({ dataDirectory, ...(masterKey !== undefined && { masterKey }) });
  if (!keys.ok) return keys;
  return createStreamPublisher({
    directory: join(dataDirectory, 'journal'),
    keys: keys.value,
    clock,
    logger,
    config: stream,
    ...(kafka && { kafka }),
  });
}
