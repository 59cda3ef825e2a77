/** Millionths of a US dollar, whole. A price in dollars for a million tokens is the same number of these for one token. */
export type Micros = number;

export const MICROS_PER_DOLLAR = 1_000_000;

/** US dollars for a million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
}

/** Rounded up, so that many small calls do not add up to more than was counted. */
export function costOf({ input, output }: ModelPrice, inputTokens: number, outputTokens: number): Micros {
  return Math.ceil(input * inputTokens + output * outputTokens);
}

/** The template of a chat that servers put around the messages. */
const TOKENS_AROUND = 256;

/** What a request can cost at most: no tokenizer makes more tokens than there are bytes. */
export function mostCostOf(price: ModelPrice, bodyBytes: number, maxAnswerTokens: number): Micros {
  return costOf(price, bodyBytes + TOKENS_AROUND, maxAnswerTokens);
}

/** Whose cap holds a call back: of all projects together, or of one. */
export type SpendCap = 'server' | 'project';

/** What was paid for one model on one day, as counted before and after each call. */
export interface DaySpend {
  /** Begin of the day, UTC. */
  readonly day: number;
  readonly model: string;
  readonly micros: Micros;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Sentences that were shown, each found to hold. */
  readonly verified: number;
  /** Stories that the cap kept from this model. */
  readonly capped: number;
}

/** `$5`, `$0.37`, `$0.0042`: two digits that count where it is less than a cent. */
export function dollarWords(micros: Micros): string {
  const dollars = micros / MICROS_PER_DOLLAR;
  if (dollars === 0) return '$0';
  if (Number.isInteger(dollars)) return `$${dollars.toLocaleString('en')}`;
  if (dollars >= 0.01)
    return `$${dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return `$${dollars.toLocaleString('en', { maximumSignificantDigits: 2, maximumFractionDigits: 6 })}`;
}
