import { readFile } from 'node:fs/promises';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { type BaseOptions, findErrorBy } from '@platformatic/kafka';
import { hasErrorCode } from '../../base/durable-file.ts';
import type { KafkaConfig } from './config.ts';

const MECHANISMS = { plain: 'PLAIN', 'scram-sha-256': 'SCRAM-SHA-256', 'scram-sha-512': 'SCRAM-SHA-512' } as const;

/** What every client of the brokers is made with. `configuration-invalid` where the settings do not fit together. */
export async function connectionOptions(config: KafkaConfig): Promise<Result<BaseOptions>> {
  const { saslMechanism, user, password } = config;
  if (saslMechanism !== 'none' && (user === undefined || password === undefined)) {
    return failure(
      'configuration-invalid',
      `kafka.saslMechanism is ${saslMechanism}: give kafka.user and kafka.password`,
    );
  }
  if (config.caFile !== undefined && !config.tls) {
    return failure('configuration-invalid', 'kafka.caFile is set without TLS: set kafka.tls to true or remove it');
  }
  const ca = config.caFile === undefined ? undefined : await readCertificates(config.caFile);
  if (ca?.ok === false) return ca;
  return success({
    clientId: 'foreshock',
    bootstrapBrokers: config.brokers.split(','),
    // With TLS and SASL within it. Who has less time to answer does not wait for it.
    connectTimeout: 3_000,
    requestTimeout: 10_000,
    retries: 2,
    retryDelay: 200,
    ...(config.tls && { tls: ca === undefined ? {} : { ca: ca.value } }),
    ...(saslMechanism !== 'none' && {
      sasl: { mechanism: MECHANISMS[saslMechanism], username: user!, password: password! },
    }),
  });
}

async function readCertificates(path: string): Promise<Result<Buffer>> {
  try {
    return success(await readFile(path));
  } catch (error) {
    const why = hasErrorCode(error, 'ENOENT') ? 'there is no such file' : 'it cannot be read';
    return failure('configuration-invalid', `kafka.caFile is ${path}: ${why}`);
  }
}

/** The name that Kafka's protocol gives an error, such as `TOPIC_ALREADY_EXISTS`, found anywhere inside it. */
export function isKafkaError(error: unknown, name: string): boolean {
  return error instanceof Error && findErrorBy(error, 'apiId', name) !== null;
}

const REFUSALS = /^(PLT_KFK_AUTHENTICATION|ERR_TLS_CERT.*|SELF_SIGNED_CERT.*|DEPTH_ZERO.*|UNABLE_TO_.*|CERT_.*)$/;

/** What is wrong with user, password or certificate; trying again does not help. `undefined` for every other error. */
export function findBrokerRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && REFUSALS.test(error.code)) return error.message;
  const inner: unknown[] = error instanceof AggregateError ? [...error.errors, error.cause] : [error.cause];
  for (const one of inner) {
    const found = findBrokerRefusal(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What went wrong in one line, without what the client was made with. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors.at(-1));
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${reasonOf(error.cause)})` : error.message;
}
