import type { DifferenceView } from '@foreshock/contract/operations/differences.ts';
import type { z } from 'zod';
import type { Difference } from '../../comparison/what-is-different.ts';

/** Values that a sentence names; the others are listed beside it. */
const NAMED = 3;
const LONGEST_LABEL = 120;
/** What a person asks first; of values that come together the sentence names these before others. */
const NAMED_FIRST = [
  'service.name',
  'service.version',
  'k8s.node.name',
  'k8s.pod.name',
  'cloud.availability_zone',
  'operation',
  'template',
  'error.type',
];

export interface DifferenceWords {
  readonly signal: 'logs' | 'traces';
  readonly against: 'failing' | 'all';
  /** Texts of templates by id. */
  readonly templates: ReadonlyMap<string, string>;
  /** Ids of the candidate causes that values name. */
  readonly namedBy: (values: Difference['values']) => readonly string[];
}

export function viewDifference(difference: Difference, words: DifferenceWords): z.output<typeof DifferenceView> {
  const [withValues, without, withValuesBefore, withoutBefore] = difference.counts;
  const ordered = [...difference.values].sort((one, other) => placeOf(one.key) - placeOf(other.key));
  const values = ordered.map(({ key, value }) => ({
    key,
    value,
    label: shortened(key === 'template' ? (words.templates.get(value) ?? value) : value),
  }));
  return {
    statement: statementOf(difference, values, words),
    values,
    withValues,
    without,
    withValuesBefore,
    withoutBefore,
    share: difference.share,
    shareBefore: difference.shareBefore,
    effect: difference.effect,
    p: difference.p,
    names: [...words.namedBy(difference.values)],
  };
}

/** `97 % of the failed spans have service.version 42 and k8s.node.name node-7 (before: 11 %)`. */
function statementOf(
  { share, shareBefore }: Difference,
  values: readonly { readonly key: string; readonly label: string }[],
  { signal, against }: DifferenceWords,
): string {
  const records = signal === 'logs' ? 'error log lines' : 'failed spans';
  const named = values
    .slice(0, NAMED)
    .map(({ key, label }) => (key === 'template' ? `the text "${label}"` : `${key} ${label}`));
  const list = named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named[0];
  const whole = signal === 'logs' ? ' of all log lines' : ' of all spans';
  return `${percent(share)} of the ${records} have ${list} (before: ${percent(shareBefore)}${against === 'all' ? whole : ''})`;
}

function placeOf(key: string): number {
  const place = NAMED_FIRST.indexOf(key);
  return place < 0 ? NAMED_FIRST.length : place;
}

function percent(share: number): string {
  if (share === 0) return 'none';
  return share < 0.01 ? 'less than 1 %' : `${Math.round(share * 100)} %`;
}

function shortened(text: string): string {
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}
