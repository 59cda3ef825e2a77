import { z } from 'zod';

export const ExpositionConfig = z.strictObject({
  /** Port of this machine's loopback on which `/metrics` of the open project needs no key; none without it. */
  metricsPort: z.int().min(0).max(65_535).optional(),
  /** Address that metrics and state changes are sent to over OTLP/HTTP, such as http://collector:4318; none without it. */
  otlpEndpoint: z.url({ protocol: /^https?$/ }).optional(),
  /** File whose text goes along as the header `authorization`. */
  otlpAuthorizationFile: z.string().min(1).optional(),
  /** Seconds between two sendings of metrics. */
  otlpIntervalSeconds: z.int().min(5).max(3_600).default(60),
});

export type ExpositionConfig = z.infer<typeof ExpositionConfig>;
