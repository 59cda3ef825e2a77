/** What the odds come from: a resource that fills up, failures that come again, or signs that came before others. */
export type Tier = 'exhaustion' | 'recurrence' | 'precursor';
