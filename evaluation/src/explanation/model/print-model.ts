import { dollarWords } from '@foreshock/model/model-spend.ts';
import { quantile } from '@foreshock/server/analysis/statistics/quantiles.ts';
import type { ModelComparison } from './compare-models.ts';
import type { JudgedIncident, NamedCause, Tally } from './judge-incident.ts';
import type { ModelScore } from './score-model.ts';

/** Markdown tables of one model, and of the model that it is held against. */
export function printModel({ name, judged }: ModelScore, comparison?: ModelComparison): string {
  const answered = judged.filter(({ error }) => error === '');
  const sum = (of: (one: JudgedIncident) => number): number => judged.reduce((all, one) => all + of(one), 0);
  const share = (count: number, whole: number): string =>
    whole === 0 ? '-' : `${((100 * count) / whole).toFixed(1)} % (${count} of ${whole})`;
  const causes = (of: 'cause' | 'templateCause', named: NamedCause): number =>
    judged.filter((one) => one[of] === named).length;
  const known = judged.length - causes('cause', 'unknown');
  const tally = (of: 'first' | 'last', part: keyof Tally): number => sum((one) => one[of][part]);
  const claims = (of: 'first' | 'last'): number => tally(of, 'verified') + tally(of, 'refused') + tally(of, 'hedged');
  const answers = (what: string, of: 'first' | 'last'): string =>
    `| ${what} | ${claims(of)} | ${(['verified', 'refused', 'hedged'] as const).map((part) => share(tally(of, part), claims(of))).join(' | ')} |`;
  const checks = new Map<string, number>();
  for (const one of judged)
    for (const [check, count] of Object.entries(one.checks)) checks.set(check, (checks.get(check) ?? 0) + count);
  const times = judged.map(({ tookMs }) => tookMs / 1_000);
  const cost = judged.every(({ costMicros }) => costMicros !== undefined)
    ? dollarWords(sum(({ costMicros }) => costMicros ?? 0))
    : 'not known, no prices were given';
  return [
    `${name} on ${judged.length} incidents, ${answered.length} of them answered.`,
    '',
    '| claims of | all | verified | refused | not checkable |',
    '|---|---|---|---|---|',
    answers('the first answers', 'first'),
    answers('the last answers, repaired where needed', 'last'),
    '',
    '| claims refused by | count |',
    '|---|---|',
    ...[...checks].sort(([, a], [, b]) => b - a).map(([check, count]) => `| ${check} | ${count} |`),
    '',
    '| of the incidents | model | template alone |',
    '|---|---|---|',
    `| told in the model's words | ${share(judged.filter(({ fellBack }) => !fellBack).length, judged.length)} | - |`,
    `| of them after a repair | ${share(judged.filter(({ isRepaired }) => isRepaired).length, judged.length)} | - |`,
    `| cause named right | ${share(causes('cause', 'right'), known)} | ${share(causes('templateCause', 'right'), known)} |`,
    `| cause named wrong | ${share(causes('cause', 'wrong'), known)} | ${share(causes('templateCause', 'wrong'), known)} |`,
    '',
    `Seconds to a story: median ${words(quantile(times, 0.5))}, 95 % within ${words(quantile(times, 0.95))}. Tokens: ${sum(({ tokens }) => tokens.input)} read, ${sum(({ tokens }) => tokens.output)} written. Cost: ${cost}.`,
    ...(comparison ? ['', printComparison(comparison)] : []),
  ].join('\n');
}

function printComparison({ pairs, unpaired, measures, promotion }: ModelComparison): string {
  const verdicts = {
    'too-few': 'too few pairs to say that it is better',
    'not-better': 'not shown to be better',
    better: 'better',
  } as const;
  return [
    `Against the other model, ${pairs} incidents that both were asked in the same words${unpaired > 0 ? ` (${unpaired} are not in it)` : ''}:`,
    '',
    '| mean over incidents | other | this one | difference | 95 % |',
    '|---|---|---|---|---|',
    ...measures.map(
      ({ measure, before, now, difference, interval }) =>
        `| ${measure} | ${words(before)} | ${words(now)} | ${words(difference)} | ${words(interval.low)} to ${words(interval.high)} |`,
    ),
    '',
    `More sentences that hold in ${promotion.better}, fewer in ${promotion.worse}, as many in ${promotion.same}: ${verdicts[promotion.verdict]}, by the rule for models in shadow.`,
  ].join('\n');
}

function words(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(Math.abs(value) < 10 ? 3 : 0);
}
