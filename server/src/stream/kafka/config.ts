import { z } from 'zod';

const BROKERS = /^([A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\]):\d{1,5}(,([A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\]):\d{1,5})*$/;

export const KafkaConfig = z.strictObject({
  /** Brokers to begin with, as `host:port,host:port`; empty to keep the stream in the journal of this machine. */
  brokers: z.union([z.literal(''), z.string().regex(BROKERS, 'expected host:port,host:port')]).default(''),
  /** Topic of the stream; made when it is missing. Its first partition is used. */
  topic: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,200}$/, 'expected 1 to 200 letters, digits, dots, dashes or underscores')
    .default('foreshock-telemetry'),
  /** Copies of a topic that is made; an answer then waits for two of them, or for the only one. */
  replicas: z.int().min(1).max(9).default(3),
  /** Talk to the brokers over TLS. */
  tls: z.boolean().default(false),
  /** File with the certificates, in PEM, of the authorities that brokers are believed by; without it those of Node.js. */
  caFile: z.string().optional(),
  /** How the user is told to the brokers. */
  saslMechanism: z.enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512']).default('none'),
  /** User for SASL. */
  user: z.string().optional(),
  /** Password for SASL. */
  password: z.string().optional(),
});

export type KafkaConfig = z.infer<typeof KafkaConfig>;
