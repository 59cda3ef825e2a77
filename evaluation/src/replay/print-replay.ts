import { SECOND } from '@foreshock/model/time.ts';
import type { Judgement } from './judge-replay.ts';

const SHOWN_CAUSES = 3;

/** One line per fault under a heading; a Markdown table. */
export const replayHeading = [
  '| fault | type | true service | detected | alarm delay | rank | first causes (score) | incident |',
  '|---|---|---|---|---|---|---|---|',
].join('\n');

export function printJudgement({ fault, incident, delay, rank }: Judgement): string {
  const causes = incident?.causes
    .slice(0, SHOWN_CAUSES)
    .map(({ service, score }) => `${service} (${score.toFixed(2)})`);
  const cells = [
    `${fault.number} ${fault.id}`,
    fault.type,
    fault.service,
    incident ? 'yes' : 'no',
    delay === undefined ? '-' : `${Math.round(delay / SECOND)} s`,
    rank ?? '-',
    causes?.join(', ') || '-',
    incident?.title.replaceAll('|', '/') ?? '-',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Counts over all faults asked for: one that was not detected is not ranked either. */
export function printSummary(judgements: readonly Judgement[]): string {
  const all = judgements.length;
  const detected = judgements.filter(({ incident }) => incident).length;
  const within = (most: number): number => judgements.filter(({ rank }) => rank !== undefined && rank <= most).length;
  return `${detected} of ${all} detected; the true service first in ${within(1)}, among the first three in ${within(3)}.`;
}
