/** Words for what came in, what became of it, and what rules do. */

import type { DataUsageView, NoiseActionView, NoisePreviewView, NoiseRuleView } from '../../answer-shapes.ts';
import { percentWords } from '../../words/odds-words.ts';
import { shortNumberWords, valueWords } from '../../words/value-words.ts';

type Reason = DataUsageView['reasons'][number];

const severityCaps: Readonly<Record<number, string>> = {
  4: 'trace',
  8: 'debug and below',
  12: 'info and below',
  16: 'warnings and below',
  20: 'errors and below',
};

export const severityChoices = [4, 8, 12, 16] as const;

export function severityCapWords(most: number): string {
  return severityCaps[most] ?? `severity number ${most} and below`;
}

export const recordWords: Readonly<Record<NoiseRuleView['signal'], string>> = {
  logs: 'log records',
  traces: 'spans',
  metrics: 'metric points',
};

/** What a rule does, as a verb. */
export function actionWords(action: NoiseActionView): string {
  switch (action.kind) {
    case 'drop':
      return 'leave out';
    case 'sample':
      return `keep 1 in ${action.keepOneIn}`;
    case 'deduplicate':
      return `keep the first ${action.full} a minute, then 1 in ${action.thenOneIn}`;
    case 'drop-attributes':
      return `leave out ${action.keys.join(', ')}`;
    case 'roll-up':
      return `keep a point every ${action.everySeconds} s`;
  }
}

/** Which records a rule is about. */
export function matchWords({ signal, match }: Pick<NoiseRuleView, 'signal' | 'match'>): string {
  const parts = [
    ...match.templates.map(({ text, id }) => `like "${text || id}"`),
    ...(match.names.length > 0 ? [`named ${match.names.join(' or ')}`] : []),
    ...(match.maxSeverity === null ? [] : [severityCapWords(match.maxSeverity)]),
    ...[...match.attributes, ...match.resource].map(({ key, operator, value }) =>
      operator === 'exists' ? `with ${key}` : `where ${key} ${operator} ${value}`,
    ),
  ];
  const senders = match.entities.length === 0 ? 'everybody' : match.entities.map(({ name }) => name).join(', ');
  return `${recordWords[signal]} of ${senders}${parts.length > 0 ? `, ${parts.join(', ')}` : ''}`;
}

export function reasonWords({ kind, rule, code }: Reason): string {
  switch (kind) {
    case 'refused':
      return code === 'invalid' ? 'refused: the record was not valid' : `refused: ${code}`;
    case 'joined':
      return 'joined to the record before, as lines of one stack trace';
    case 'overflow':
      return 'kept as one series: too many are active';
    case 'late':
      return 'came too late to be judged: stored, and not analysed';
    case 'clock-ahead':
      return "kept with the time of receipt: the sender's clock was ahead";
    case 'trimmed':
      return `attributes left out: ${ruleName(rule)}`;
    case 'dropped':
      return `left out: ${ruleName(rule)}`;
    case 'sampled':
      return `sampled: ${ruleName(rule)}`;
    case 'deduplicated':
      return `repeated: ${ruleName(rule)}`;
    case 'rolled-up':
      return `finer than kept: ${ruleName(rule)}`;
    case 'received':
      return 'received';
  }
}

function ruleName(rule: Reason['rule']): string {
  return rule?.name ?? 'a rule that was deleted';
}

export function shareWords(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  const share = part / whole;
  return share < 0.005 ? 'under 1 %' : percentWords(share);
}

/** `Would leave out 41 % of the bytes ...: 38,120 of 90,000 log records. None of them is an error. Nothing of it was cited ...` */
export function previewSentence(preview: NoisePreviewView, signal: NoiseRuleView['signal']): string {
  const { gone, total, errorsGone, cited } = preview;
  if (preview.matched.records === 0) return 'Nothing of the last hour matches.';
  const least = preview.cut ? 'at least ' : '';
  const errors =
    signal === 'metrics'
      ? ''
      : ` ${errorsGone === 0 ? 'None' : shortNumberWords(errorsGone)} of them ${errorsGone > 1 ? 'are errors' : 'is an error'}.`;
  const evidence =
    cited.count === 0
      ? `Nothing of it was cited as evidence in ${cited.days} days.`
      : `${cited.count} facts about it were cited as evidence in ${cited.days} days.`;
  const records =
    gone.records === 0
      ? `from ${shortNumberWords(preview.matched.records)} of ${shortNumberWords(total.records)} ${recordWords[signal]}`
      : `${shortNumberWords(gone.records)} of ${shortNumberWords(total.records)} ${recordWords[signal]}`;
  return `Would leave out ${least}${shareWords(gone.bytes, total.bytes)} of the bytes of the last hour: ${records}.${errors} ${evidence}`;
}

/** `setAside`: requests that wait now because they cannot be stored. */
export function usageHeadline(usage: DataUsageView, range: string, setAside: number): string {
  const received = usage.signals.reduce((sum, one) => sum + one.received.bytes, 0);
  const gone = usage.signals.reduce((sum, one) => sum + one.notStored.bytes, 0);
  const records = usage.signals.reduce((sum, one) => sum + one.received.records, 0);
  if (records === 0) return `Nothing came in, ${range}.`;
  const aside = setAside === 1 ? 'One request is set aside.' : `${setAside} requests are set aside.`;
  if (setAside > 0) return `${valueWords(received, 'By')} came in, ${range}. ${aside}`;
  const rest = gone === 0 ? 'All of it is stored.' : `${shareWords(gone, received)} of it is not stored.`;
  return `${valueWords(received, 'By')} came in, ${range}. ${rest}`;
}
