import type { Quota } from '@foreshock/model/quota.ts';
import { z } from 'zod';

export const GatewayConfig = z.strictObject({
  /** Address to listen on; beyond loopback senders need a key, and the port needs TLS (`tls.certificate`). */
  host: z.string().min(1).default('127.0.0.1'),
  /** Port of OTLP/HTTP. */
  httpPort: z.int().min(0).max(65_535).default(4318),
  /** Port of OTLP/gRPC. */
  grpcPort: z.int().min(0).max(65_535).default(4317),
  /** Put before the paths of OTLP/HTTP, for a proxy that leaves its own in place: with `/otlp`, logs go to `/otlp/v1/logs`. */
  httpPathPrefix: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, 'expected a path without a slash at its end, such as "/otlp"')
    .optional(),
  /** Origins of pages whose browsers may send by OTLP/HTTP, exact and separated by spaces: `https://shop.example`. */
  corsOrigins: z
    .string()
    .regex(/^\s*(https?:\/\/[^\s/*]+(\s+|$))*$/, 'expected origins separated by spaces, such as "https://shop.example"')
    .optional(),
  /** Whether the gRPC port tells what can be called (reflection): `loopback` does where it listens on loopback alone. */
  grpcReflection: z.enum(['loopback', 'on', 'off']).default('loopback'),
  /** Bytes of one request, both as sent and after decompression; the OTLP specification recommends 64 MiB. */
  maxRequestBytes: z
    .int()
    .min(1_024)
    .max(2 ** 30)
    .default(64 * 2 ** 20),
  /** Bytes of all requests that are being read or written at the same time; more are told to come back. */
  maxInFlightBytes: z
    .int()
    .min(65_536)
    .default(256 * 2 ** 20),
  /** The part of them that one project may hold, so that it cannot keep out the others. */
  maxTenantInFlightBytes: z
    .int()
    .min(65_536)
    .default(128 * 2 ** 20),
  /** Bytes per second, as sent, that a project may send unless it has a quota of its own. */
  quotaBytesPerSecond: z
    .int()
    .min(1_024)
    .default(64 * 2 ** 20),
  /** Log records, spans and metric points per second that a project may send unless it has a quota of its own. */
  quotaRecordsPerSecond: z.int().min(1).default(250_000),
  /** Requests of a project at the same time unless it has a quota of its own. */
  quotaRequestsInFlight: z.int().min(1).max(100_000).default(256),
  /** Threads that decompress and check. */
  checkThreads: z.int().min(1).max(64).default(2),
  /** Milliseconds within which each request is answered; the OpenTelemetry exporters give up after 5 s. */
  answerTimeoutMs: z.int().min(100).max(30_000).default(3_500),
  /** Connections per port. */
  maxConnections: z.int().min(1).default(2_000),
  /** Minutes after which a connection is asked to end, give or take a tenth, so that senders spread over new gateways. */
  maxConnectionAgeMinutes: z.number().min(0.001).max(1_440).default(30),
  /** Milliseconds that requests on their way have when the gateway is stopped. */
  stopGraceMs: z.int().min(0).max(60_000).default(5_000),
});

export type GatewayConfig = z.infer<typeof GatewayConfig>;

/** What a project may send that has set nothing of its own. */
export function defaultQuota(config: GatewayConfig): Quota {
  return {
    bytesPerSecond: config.quotaBytesPerSecond,
    recordsPerSecond: config.quotaRecordsPerSecond,
    requestsInFlight: config.quotaRequestsInFlight,
  };
}
