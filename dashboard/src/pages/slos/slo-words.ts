import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import type { SloView } from '../../answer-shapes.ts';
import { durationWords } from '../../words/duration-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import { numberWords, shortNumberWords, valueWords } from '../../words/value-words.ts';

type Promised = Pick<SloView, 'objective' | 'operation' | 'thresholdMs' | 'target'>;

/** Of a share that is near 1 as many digits as say something, and never rounded up: `99.95 %`. */
export function targetWords(share: number): string {
  return `${Math.floor(share * 100_000 + 1e-6) / 1_000} %`;
}

/** `99.9 % of requests without an error`. */
export function promiseWords({ objective, operation, thresholdMs, target }: Promised): string {
  const of = operation === null ? 'requests' : operation;
  const good = objective === 'latency' ? `within ${valueWords(thresholdMs ?? 0, 'ms')}` : 'without an error';
  return `${targetWords(target)} of ${of} ${good}`;
}

/** `5 min`, `1 h`. */
export function windowWords(window: string): string {
  const length = readDuration(window);
  return length < HOUR ? `${length / MINUTE} min` : `${length / HOUR} h`;
}

const NO_REQUESTS = 'no requests';

export function burnWords(slo: SloView, window: string): string {
  const burn = slo.burn.find((one) => one.window === window)?.burn ?? null;
  return burn === null ? NO_REQUESTS : `${numberWords(burn)}x`;
}

/** Of the two rules the one that says most. */
export function stateWords({ rules, budget }: SloView): string {
  const [fast, slow] = rules;
  if (fast?.state === 'burning') return 'burning fast';
  if (slow?.state === 'burning') return 'burning slowly';
  if (budget.remaining !== null && budget.remaining <= 0) return 'used up, calm now';
  if (rules.some(({ state }) => state === 'too-few')) return 'too few requests to tell';
  return rules.every(({ state }) => state === 'no-requests') ? NO_REQUESTS : 'holding';
}

export function isBurning({ rules }: SloView): boolean {
  return rules.some(({ state }) => state === 'burning');
}

/** `0.4x over 1 h; budget 62 % left`. */
export function burnAndBudgetWords(slo: SloView): string {
  const burn = burnWords(slo, 'PT1H');
  const budget = `budget: ${budgetWords(slo)}`;
  return burn === NO_REQUESTS ? budget : `${burn} over 1 h; ${budget}`;
}

/** `62 % left`, `used up, 140 % of it`, `nothing to count yet`. */
export function budgetWords({ budget: { remaining } }: Pick<SloView, 'budget'>): string {
  if (remaining === null) return 'nothing to count yet';
  if (remaining > 0) return `${Math.floor(remaining * 100)} % left`;
  return `used up, ${numberWords((1 - remaining) * 100)} % of it`;
}

export function lastsWords({ exhaustedIn, budget }: Pick<SloView, 'exhaustedIn' | 'budget'>): string {
  if (budget.remaining === null) return 'not known without requests';
  if (budget.remaining <= 0) return 'it is used up';
  return exhaustedIn === null ? 'it lasts' : `${durationWords(readDuration(exhaustedIn))} more`;
}

/** `4,100 bad of 2.1 M, 4,200 may be`. */
export function countedWords({ budget, target }: Pick<SloView, 'budget' | 'target'>): string {
  const may = Math.round(budget.requests * (1 - target));
  return `${shortNumberWords(budget.bad)} bad of ${shortNumberWords(budget.requests)} requests, ${shortNumberWords(may)} may be`;
}

/** The worst thing first. */
export function slosHeadline(slos: readonly SloView[]): string {
  if (slos.length === 0) return 'No service has an objective yet.';
  const burning = slos.filter(isBurning);
  const [worst] = [...burning].sort((a, b) => burnOf(b) - burnOf(a));
  if (worst)
    return `${shortName(worst.entity.name)} uses up its error budget ${numberWords(burnOf(worst))} times too fast.`;
  const over = slos.filter(({ budget }) => budget.remaining !== null && budget.remaining <= 0);
  if (over.length > 0)
    return `Nothing burns; ${countWords(over.length, 'error budget is', 'error budgets are')} used up.`;
  const silent = slos.filter(({ rules }) => rules.every(({ state }) => state === 'no-requests'));
  // What has no requests keeps no promise either.
  if (silent.length === slos.length)
    return slos.length === 1 ? 'No request has come: nothing to judge.' : 'No requests have come: nothing to judge.';
  if (silent.length > 0)
    return `${countWords(slos.length - silent.length, 'error budget holds', 'error budgets hold')}; of ${silent.length} no requests come.`;
  if (slos.length === 1) return 'The error budget holds.';
  return slos.length === 2 ? 'Both error budgets hold.' : `All ${slos.length} error budgets hold.`;
}

function burnOf({ burn, rules }: SloView): number {
  const met = rules.find(({ state }) => state === 'burning');
  return burn.find(({ window }) => window === (met?.long ?? 'PT1H'))?.burn ?? 0;
}
