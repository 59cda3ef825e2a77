import { z } from 'zod';
import { isAddressRange } from '../base/net/allowed-address.ts';

export const AlertingConfig = z.strictObject({
  /** Ranges that notifications may reach beyond the public internet, separated by spaces: `10.0.0.0/8 127.0.0.1/32`. */
  allowedRanges: z
    .string()
    .refine((text) => rangesOf(text).every(isAddressRange), 'expected ranges such as "10.0.0.0/8", separated by spaces')
    .default(''),
  /** Days that notifications, alerts that are over, and what was held back are kept; at most 50,000 of each anyway. */
  keepDays: z.number().min(8).max(3_650).default(90),
  /** Where Slack's Web API is; `https://slack-gov.com/api` for GovSlack. */
  slackUrl: z.url({ protocol: /^https?$/ }).default('https://slack.com/api'),
});

export type AlertingConfig = z.infer<typeof AlertingConfig>;

export function rangesOf(text: string): string[] {
  return text.split(/\s+/).filter((range) => range !== '');
}
