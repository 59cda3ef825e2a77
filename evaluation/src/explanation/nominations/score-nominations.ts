// A model that points at windows of log templates, wrongly in every way that we know and rightly: what do the counts confirm?
import type { Nomination } from '@foreshock/model/nomination.ts';
import { judgeNominations } from '@foreshock/server/explanation/nomination/judge-nominations.ts';
import { buildNominationPack, type CountedTemplate } from '@foreshock/server/explanation/nomination/nomination-pack.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { EVALUATION_KEY } from '../../evaluation-key.ts';
import { SINCE, templateHour } from './template-hours.ts';

interface Named {
  readonly template: string;
  readonly window: string;
  readonly says: Nomination['says'];
}

export interface NominationScore {
  readonly id: string;
  readonly says: string;
  readonly isTrue: boolean;
  readonly hours: number;
  readonly nominated: number;
  readonly confirmed: number;
  /** Hours with at least one that was confirmed. */
  readonly confirmedHours: number;
}

const MOST = 5;
/** Where it is planted: the last window, which has six times its lines, or none of them. */
const PLANTED = 5;
const TIMES = 6;

const WAYS: readonly {
  readonly id: string;
  readonly says: string;
  readonly isTrue?: true;
  readonly name: (hour: readonly CountedTemplate[], planted: readonly Named[]) => readonly Named[];
}[] = [
  { id: 'M22', says: 'the oddest windows of an hour in which nothing is odd', name: (hour) => oddest(hour) },
  {
    id: 'M23',
    says: 'the contrary of what happened',
    name: (_hour, planted) => planted.map((one) => ({ ...one, says: one.says === 'more' ? 'fewer' : 'more' })),
  },
  {
    id: 'M24',
    says: 'new, though it is known',
    name: (_hour, planted) => planted.map((one) => ({ ...one, says: 'new' })),
  },
  {
    id: 'M25',
    says: 'what was not shown',
    name: (_hour, planted) =>
      planted.flatMap((one) => [
        { ...one, template: 'T99' },
        { ...one, window: 'W9' },
      ]),
  },
  { id: 'true', says: 'what happened', isTrue: true, name: (_hour, planted) => planted },
];

export function scoreNominations(hours: number): NominationScore[] {
  const redactor = createDefaultRedactor(EVALUATION_KEY);
  return WAYS.map(({ id, says, isTrue = false, name }) => {
    const found = Array.from({ length: hours }, (_, seed) => {
      const quiet = templateHour(seed);
      const { hour, planted } = id === 'M22' ? { hour: quiet, planted: [] } : plant(quiet);
      const nominations = name(hour, planted).slice(0, MOST);
      const pack = buildNominationPack(hour, SINCE, { entities: new Map(), relations: [] }, redactor);
      const { verdicts } = judgeNominations(JSON.stringify({ nominations }), pack);
      return {
        nominated: nominations.length,
        confirmed: verdicts.filter(({ verdict }) => verdict === 'verified').length,
      };
    });
    const sum = (of: 'nominated' | 'confirmed'): number => found.reduce((all, one) => all + one[of], 0);
    const confirmedHours = found.filter(({ confirmed }) => confirmed > 0).length;
    return { id, says, isTrue, hours, nominated: sum('nominated'), confirmed: sum('confirmed'), confirmedHours };
  });
}

/** As one who reads the counts would choose them: by their distance from usual, in roots of what is usual. */
function oddest(hour: readonly CountedTemplate[]): Named[] {
  return hour
    .flatMap(({ counts: { usual, shown } }, at) => {
      const mean = meanOf(usual);
      return shown.map((count, window) => ({
        distance: Math.abs(count - mean) / Math.sqrt(mean + 0.5),
        named: named(at, window, count > mean ? 'more' : 'fewer'),
      }));
    })
    .sort((a, b) => b.distance - a.distance)
    .map((one) => one.named);
}

/** Two that are steady enough for it to be plain: one with many more lines, one that falls silent. */
function plant(quiet: readonly CountedTemplate[]): { readonly hour: CountedTemplate[]; readonly planted: Named[] } {
  const hour = [...quiet];
  const planted: Named[] = [];
  const put = (at: number, says: 'more' | 'fewer', count: number): void => {
    const { template, counts } = quiet[at]!;
    hour[at] = { template, counts: { ...counts, shown: counts.shown.with(PLANTED, count) } };
    planted.push(named(at, PLANTED, says));
  };
  const steady = quiet.flatMap(({ counts: { usual } }, at) => (at % 4 === 0 ? [{ at, mean: meanOf(usual) }] : []));
  const loud = steady.find(({ mean }) => mean > 4);
  const silent = steady.findLast(({ mean }) => mean > 30);
  if (loud) put(loud.at, 'more', Math.round(TIMES * loud.mean));
  if (silent && silent.at !== loud?.at) put(silent.at, 'fewer', 0);
  return { hour, planted };
}

function named(template: number, window: number, says: Nomination['says']): Named {
  return { template: `T${template + 1}`, window: `W${window + 1}`, says };
}

function meanOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
