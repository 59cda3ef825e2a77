import { z } from 'zod';

export const ApiConfig = z.strictObject({
  /** Address of dashboard and API; for one that other machines reach set `tls.certificate` and `tls.key`. */
  host: z.string().min(1).default('127.0.0.1'),
  /** Port of dashboard and API. */
  port: z.int().min(0).max(65_535).default(8080),
  /** Requests a minute that each API key may make; browsers are not counted. */
  requestsPerMinute: z.int().min(1).max(1_000_000).default(600),
  /** Minutes for which a printed sign-in link may be used. */
  signInLinkMinutes: z.int().min(1).max(1_440).default(60),
});

export type ApiConfig = z.infer<typeof ApiConfig>;
