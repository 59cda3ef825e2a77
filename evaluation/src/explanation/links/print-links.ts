import type { LinkScore, WayScore } from './score-links.ts';

/** By the rule's own bound one in a hundred; so many more are not worth an alarm at three hundred incidents. */
const MOST_FALSE = 0.02;
/** The stated bound of near misses is five in a hundred incidents. */
const MOST_NEAR = 0.05;
const LEAST_CAUGHT = 0.995;
const LEAST_TRUE = 0.97;
/** A call that fails on every request of the only route of its caller cannot be told from chance. */
const LEAST_RECALL = 0.5;

export function printLinks(score: LinkScore): string {
  const { incidents, reported, reportedLinked, linked, independent, independentLinked, ways } = score;
  return [
    `Log templates linked by rule: ${reportedLinked} of ${reported} pairs in which a caller's line reports its callee's (${percent(reportedLinked, reported)}), ${linked} pairs in all, in ${incidents} simulated incidents; ${independentLinked} of ${independent} incidents whose templates have nothing to do with each other have a link.`,
    '',
    '| relations that a model names | named | shown | needed |',
    '|---|---|---|---|',
    ...ways.map((way) => `| ${way.id} ${way.says} | ${way.named} | ${way.confirmed} | ${neededWords(way)} |`),
  ].join('\n');
}

/** A sentence for each gate that does not hold. What could not be made was not measured, and fails too. */
export function failedLinkGates({
  reported,
  reportedLinked,
  independent,
  independentLinked,
  ways,
}: LinkScore): string[] {
  const failed = ways
    .filter((way) => way.named === 0 || !holds(way, independent))
    .map(({ id, says, named, confirmed }) => `links ${id} (${says}): ${confirmed} of ${named} shown`);
  if (independentLinked > MOST_FALSE * independent)
    failed.push(`links by rule: ${independentLinked} of ${independent} incidents without any are linked`);
  if (reported === 0 || reportedLinked < LEAST_RECALL * reported)
    failed.push(`links by rule: ${reportedLinked} of ${reported} reports of a callee are linked`);
  return failed;
}

function holds({ id, isTrue, named, confirmed }: WayScore, independent: number): boolean {
  if (isTrue) return confirmed >= LEAST_TRUE * named;
  return id === 'M35' ? confirmed <= MOST_NEAR * independent : confirmed <= (1 - LEAST_CAUGHT) * named;
}

function neededWords({ id, isTrue }: WayScore): string {
  if (isTrue) return `${100 * LEAST_TRUE} % shown`;
  return id === 'M35' ? `at most ${100 * MOST_NEAR} % of the incidents` : `at least ${100 * LEAST_CAUGHT} % caught`;
}

function percent(part: number, all: number): string {
  return all === 0 ? 'none' : `${((100 * part) / all).toFixed(0)} %`;
}
