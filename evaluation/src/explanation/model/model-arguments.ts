import type { ModelPrice } from '@foreshock/model/model-spend.ts';
import type { Figures } from '@foreshock/server/explanation/checks/check.ts';

/** Of a model that is served somewhere and is to be scored. */
export interface ModelArguments {
  readonly url: string;
  readonly name: string;
  readonly api: 'openai' | 'anthropic';
  /** Name of the variable of the environment that holds the key. */
  readonly keyEnv?: string;
  /** How many incidents it is asked about. */
  readonly incidents: number;
  /** How it gives figures. */
  readonly figures: Figures;
  readonly price?: ModelPrice;
}

type Given = Readonly<Record<string, string | boolean | undefined>>;

const DEFAULT_INCIDENTS = 50;
const MOST_INCIDENTS = 1_000;
const OWN_OPTIONS = ['name', 'api', 'key-env', 'incidents', 'figures', 'input-price', 'output-price'];

/** `undefined` where no model is named; a sentence when it cannot be understood. */
export function readModelArguments(given: Given): ModelArguments | { readonly mistake: string } | undefined {
  const mistake = (what: string): { readonly mistake: string } => ({ mistake: what });
  if (given.model === undefined) {
    const lost = OWN_OPTIONS.find((option) => given[option] !== undefined);
    return lost === undefined ? undefined : mistake(`--${lost} is of a model: name its address with --model`);
  }
  const url = String(given.model);
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    return mistake(`--model is "${url}": expected the base address of its API, such as http://127.0.0.1:8000/v1`);
  if (given.name === undefined) return mistake('--name: expected the name of the model, as its server knows it');
  const api = given.api ?? 'openai';
  if (api !== 'openai' && api !== 'anthropic') return mistake(`--api is "${api}": expected openai or anthropic`);
  const figures = given.figures ?? 'slots';
  if (figures !== 'slots' && figures !== 'literal')
    return mistake(`--figures is "${figures}": expected slots or literal`);
  const incidents = Number(given.incidents ?? DEFAULT_INCIDENTS);
  if (!Number.isInteger(incidents) || incidents < 1 || incidents > MOST_INCIDENTS)
    return mistake(`--incidents is "${given.incidents}": expected 1 to ${MOST_INCIDENTS}`);
  const prices = [given['input-price'], given['output-price']];
  const [input, output] = prices.map((price) => (price === undefined ? undefined : Number(price)));
  if ((input === undefined) !== (output === undefined) || !((input ?? 0) >= 0 && (output ?? 0) >= 0))
    return mistake('--input-price and --output-price: expected both, in US dollars for a million tokens');
  return {
    url,
    name: String(given.name),
    api,
    incidents,
    figures,
    ...(given['key-env'] !== undefined && { keyEnv: String(given['key-env']) }),
    ...(input !== undefined && output !== undefined && { price: { input, output } }),
  };
}
