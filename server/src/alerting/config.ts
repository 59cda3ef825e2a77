import { z } from 'zod';
import { isAddressRange } from '../base/net/allowed-address.ts';

export const AlertingConfig = z.strictObject({
  /** Ranges that notifications may reach beyond the public internet, separated by spaces: `10.0.0.0/8 127.0.0.1/32`. */
  allowedRanges: z
    .string()
    .refine((text) => rangesOf(text).every(isAddressRange), 'expected ranges such as "10.0.0.0/8", separated by spaces')
    .default(''),
});

export type AlertingConfig = z.infer<typeof AlertingConfig>;

export function rangesOf(text: string): string[] {
  return text.split(/\s+/).filter((range) => range !== '');
}
