import type { QuarantineView } from '../../answer-shapes.ts';
import { recordWords } from './noise-words.ts';

type Request = QuarantineView['items'][number];

export function requestWords({ signal, records }: Pick<Request, 'signal' | 'records'>): string {
  if (records === null) return `a request of ${signal} that cannot be decoded`;
  const one = recordWords[signal].replace(/s$/, '');
  return `${records.toLocaleString('en')} ${records === 1 ? one : recordWords[signal]}`;
}

/** Why, without what every reason begins with. */
export function refusalWords({ code, message }: Request['reason']): string {
  const reason = message.replace(/^cannot append telemetry: /, '');
  return code === 'telemetry-refused' ? `the store does not take it: ${reason}` : reason;
}

export function quarantineSentence(count: number): string {
  return count === 1
    ? 'One request came in and cannot be stored. It is set aside, sealed; all others are stored.'
    : `${count} requests came in and cannot be stored. They are set aside, sealed; all others are stored.`;
}

/** What came of a try of several, `stored` first. */
export function triedWords(outcomes: readonly string[]): string {
  const count = (outcome: string): number => outcomes.filter((one) => one === outcome).length;
  const parts = [
    [count('stored'), 'stored'],
    [count('refused'), 'refused again'],
    [count('unreadable'), 'cannot be read any more'],
    [count('trying'), 'still being tried'],
  ] as const;
  return parts
    .filter(([much]) => much > 0)
    .map(([much, what]) => `${much} ${what}`)
    .join(', ');
}

export function lostWords(lost: QuarantineView['lost']): string {
  const of = (reason: QuarantineView['lost'][number]['reason']): number =>
    lost.reduce((sum, one) => sum + (one.reason === reason ? one.requests : 0), 0);
  const requests = (count: number): string => `${count} ${count === 1 ? 'request was' : 'requests were'} lost`;
  const parts = [
    ...(of('no-room') > 0 ? [`${requests(of('no-room'))} because this room was full`] : []),
    ...(of('expired') > 0 ? [`${requests(of('expired'))} because nobody decided in time`] : []),
  ];
  return parts.length === 0 ? '' : `Since the program was started, ${parts.join(' and ')}.`;
}
