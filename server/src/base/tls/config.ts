import { z } from 'zod';

export const TlsConfig = z.strictObject({
  /** PEM file with the certificate of this server and those between it and its authority; with it every port speaks TLS. */
  certificate: z.string().min(1).optional(),
  /** PEM file with the private key of that certificate, without a passphrase. Both files are read again when they change. */
  key: z.string().min(1).optional(),
  /** PEM file with the authorities whose client certificates may send telemetry; without it senders need none. */
  clientCa: z.string().min(1).optional(),
});

export type TlsConfig = z.infer<typeof TlsConfig>;
