// One broker of Apache Kafka on this machine, from the directory of outside programs: `DIR/kafka start PORT DATA`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { KafkaConfig } from '@foreshock/server/stream/kafka/config.ts';
import { freePort } from './free-port.ts';

export interface KafkaBroker {
  /** What a client must be told. */
  readonly settings: Pick<KafkaConfig, 'brokers' | 'replicas' | 'tls' | 'saslMechanism'> &
    Partial<Pick<KafkaConfig, 'caFile' | 'user' | 'password'>>;
  /** With its data and on its port, as it was. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface KafkaBrokerOptions {
  readonly peers: string;
  readonly dataDirectory: string;
  /** TLS of an authority of its own, and a password. */
  readonly isSecure: boolean;
}

/** Of the program, where nothing else is said. */
const PASSWORD = 'Foreshock-test-1';

export async function createKafkaBroker(options: KafkaBrokerOptions): Promise<KafkaBroker> {
  const { peers, dataDirectory, isSecure } = options;
  const port = await freePort();
  const secure = { FORESHOCK_TLS: '1', FORESHOCK_KAFKA_SASL: '1', FORESHOCK_ENGINE_PASSWORD: PASSWORD };
  const run = (...args: string[]): Promise<void> => runKafka(join(peers, 'kafka'), args, isSecure ? secure : {});
  return {
    settings: {
      brokers: `127.0.0.1:${port}`,
      replicas: 1,
      ...(isSecure
        ? {
            tls: true,
            caFile: join(dataDirectory, 'tls', 'ca.crt'),
            saslMechanism: 'scram-sha-256',
            user: 'foreshock',
            password: PASSWORD,
          }
        : { tls: false, saslMechanism: 'none' }),
    },
    start: () => run('start', String(port), dataDirectory),
    stop: () => run('stop', dataDirectory),
  };
}

function runKafka(command: string, args: readonly string[], variables: Record<string, string>): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...variables } });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // Not `close`: the broker goes on and keeps the pipe.
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`kafka ${args[0]} ended with ${code}: ${said}`)),
    );
  });
}
