// Hot path, benchmarks/analysis.ts: how much an anomaly is like a group, without comparing it with each member. Its test
// does, and both must agree.
import type { EntityId } from '@foreshock/model/entity.ts';
import { type FindingLinks, linkedTypes } from './finding-links.ts';
import { type MemberIndex, visitNearest } from './member-index.ts';
import { highestScore, isBound, scoreOf, similarityAt, similarityOf } from './similarity.ts';
import type { Nearness, Place } from './topology-distance.ts';
import { type Traits, wordOverlap } from './traits.ts';

/** So many similarities to its members make that to a group. */
const COUNTED = 3;
/** Wider than the rounding of a score. */
const ROUNDING = 1e-9;
const FAR: Place = { near: 0, isLoud: false };
/** Nearest beside the same entity. */
const NEAREST: Place = { near: 0.8, isLoud: true };
/** What is far and shares no word is at most so similar, and what is far at all. */
const MOST_FAR = { unlike: similarityAt(highestScore(FAR, 0, 0)), alike: similarityAt(highestScore(FAR, 1, 0)) };

/**
 * needed  where it cannot be reached, any value below it will do
 * nearby  the entities of members that are near, where they are known already
 */
export type SimilarityToGroup = (
  anomaly: Traits,
  members: MemberIndex,
  needed: number,
  nearby?: readonly EntityId[],
) => number;

/**
 * Mean of the three largest similarities to the members of a group; one that binds is enough. 0 without members.
 *
 * Members that are far can differ in text and time alone: of each text those nearest in time are enough, and of what
 * shares no word those nearest in time of all.
 */
export function createSimilarityToGroup(nearness: Nearness, links: FindingLinks): SimilarityToGroup {
  const linked = linkedTypes(links);
  return (anomaly, members, needed, nearby) => {
    if (members.size() === 0) return 0;
    const { entity, onset } = anomaly.anomaly;
    const around = nearness.around(entity);
    const history = linked.has(anomaly.type) ? 1 : 0;
    const counted = Math.min(COUNTED, members.size());
    const best = createLargest();
    const compare = (member: Traits, place: Place): void => {
      const similarity = similarityOf(anomaly, member, place, links);
      if (similarity > best.bound && isBound(anomaly, member, place)) best.bound = similarity;
      keepLargest(best, similarity);
    };
    const compareFar = (member: Traits): void => {
      if (!around.has(member.anomaly.entity)) compare(member, FAR);
    };
    const compareNear = (there: readonly Traits[], place: Place): void => {
      const alike = highestScore(place, 1, history);
      if (alike < best.least) return;
      const other = anomaly.words ? alike : alike - 1;
      for (const member of there)
        if ((member.text === anomaly.text ? alike : other) >= best.least) compare(member, place);
    };
    const same = members.byEntity.get(entity);
    if (same) compareNear(same, around.get(entity)!);
    const text = anomaly.words || members.byText.has(anomaly.text) ? 1 : 0;
    const nearest = similarityAt(highestScore(NEAREST, text, history));
    if (atMost(best, counted, nearest) < needed) return meanOf(best, counted);
    for (const near of nearby ?? around.keys()) {
      const there = near === entity ? undefined : members.byEntity.get(near);
      if (there) compareNear(there, around.get(near)!);
    }
    if (atMost(best, counted, MOST_FAR.alike) < needed) return meanOf(best, counted);
    const alike = members.byText.get(anomaly.text);
    if (alike && highestScore(FAR, 1, 0) >= best.least) visitNearest(alike, onset, COUNTED, compareFar);
    if (anomaly.words) {
      for (const [text, line] of members.lines) {
        if (text === anomaly.text) continue;
        const overlap = wordOverlap(anomaly.words, line.words);
        if (overlap > 0 && highestScore(FAR, overlap, 0) >= best.least) visitNearest(line, onset, COUNTED, compareFar);
      }
    }
    if (atMost(best, counted, MOST_FAR.unlike) < needed) return meanOf(best, counted);
    if (highestScore(FAR, 0, 0) >= best.least) {
      visitNearest(members.all, onset, COUNTED, (member) => {
        const isCompared = member.text === anomaly.text || wordOverlap(anomaly.words, member.words) > 0;
        if (!isCompared) compareFar(member);
      });
    }
    return meanOf(best, counted);
  };
}

interface Largest {
  first: number;
  second: number;
  third: number;
  /** The largest that binds. */
  bound: number;
  /** A score below this changes nothing any more. */
  least: number;
}

function createLargest(): Largest {
  return { first: 0, second: 0, third: 0, bound: 0, least: Number.NEGATIVE_INFINITY };
}

function keepLargest(best: Largest, value: number): void {
  if (value <= best.third) return;
  if (value > best.first) {
    best.third = best.second;
    best.second = best.first;
    best.first = value;
  } else if (value > best.second) {
    best.third = best.second;
    best.second = value;
  } else best.third = value;
  if (best.third > 0) best.least = scoreOf(best.third) - ROUNDING;
}

function meanOf({ first, second, third, bound }: Largest, counted: number): number {
  return Math.max(bound, (first + second + third) / counted);
}

/** Of the mean when nothing that is still to come is above `most`. */
function atMost({ first, second, third, bound }: Largest, counted: number, most: number): number {
  const sum = Math.max(first, most) + Math.max(second, most) + Math.max(third, most);
  return Math.max(bound, sum / counted) + ROUNDING;
}
