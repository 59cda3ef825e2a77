// Which templates of an incident can be linked at all: those that are new in its window, or surge there.
import type { EntityId } from '@foreshock/model/entity.ts';
import { isWarningSeverity } from '@foreshock/model/severity.ts';
import type { Template } from '@foreshock/model/template.ts';
import type { LinkCandidate } from '@foreshock/model/template-link.ts';
import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { binomialUpperTail } from '../analysis/statistics/binomial-tail.ts';

export interface CountedTemplate {
  readonly template: Template;
  /** Lines in the window, and in the time before it. */
  readonly count: number;
  readonly before: number;
}

/** One line may be a slip of the miner. */
const LEAST_LINES = 3;
/** A surge is at least twice the rate of before, and not by chance: being a candidate says nothing yet. */
const SURGE_RATIO = 2;
const SURGE_P = 0.001;
/** Pairs grow with the square of it, and a person reads no more. */
const MOST_CANDIDATES = 24;
/** So that one service that complains in many ways does not push out what it complains about. */
const MOST_OF_ENTITY = 6;

/** New ones first, then the severe, then the frequent. */
export function chooseCandidates(
  counted: readonly CountedTemplate[],
  window: TimeRange,
  before: TimeRange,
): Omit<LinkCandidate, 'onset'>[] {
  const heard = new Set(counted.filter((one) => one.before > 0).map(({ template }) => template.entity));
  // Of a service that was not heard before everything is new: of its lines only those that warn are news.
  const isNews = ({ entity, severityNumber }: Template): boolean =>
    heard.has(entity) || isWarningSeverity(severityNumber);
  const share = (window.to - window.from) / (window.to - window.from + before.to - before.from);
  const candidates = counted
    .filter(({ count }) => count >= LEAST_LINES)
    .map((one) => ({ ...one, isNew: isNewIn(one.template.firstSeen, window.from) }))
    .filter(({ template, isNew, count, before: earlier }) =>
      isNew ? isNews(template) : isSurge(count, earlier, share),
    )
    .sort(
      (a, b) =>
        Number(b.isNew) - Number(a.isNew) ||
        b.template.severityNumber - a.template.severityNumber ||
        b.count - a.count ||
        (a.template.id < b.template.id ? -1 : 1),
    );
  const taken = new Map<EntityId, number>();
  const chosen = candidates.filter(({ template: { entity } }) => {
    const rank = (taken.get(entity) ?? 0) + 1;
    taken.set(entity, rank);
    return rank <= MOST_OF_ENTITY;
  });
  return chosen.slice(0, MOST_CANDIDATES).map(({ template, isNew, count }) => ({
    template: template.id,
    aliases: template.aliases,
    entity: template.entity,
    text: template.text,
    severityNumber: template.severityNumber,
    firstSeen: template.firstSeen,
    isNew,
    total: template.count,
    count,
  }));
}

function isNewIn(firstSeen: Timestamp, from: Timestamp): boolean {
  return firstSeen >= from;
}

/** Two Poisson counts of different lengths: given their sum, the first is binomial with the share of its length. */
function isSurge(count: number, before: number, share: number): boolean {
  const rateRatio = count / share / (Math.max(before, 0.5) / (1 - share));
  return rateRatio >= SURGE_RATIO && binomialUpperTail(count, count + before, share) <= SURGE_P;
}
