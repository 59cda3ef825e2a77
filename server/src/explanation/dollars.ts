import { z } from 'zod';

/** US dollars in a setting. */
export const Dollars = z.number().min(0).max(1_000_000);
