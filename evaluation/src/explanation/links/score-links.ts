// Are log templates of different services linked when they belong together, and only then? By rule on simulated incidents,
// in which a caller says whose failure it reports, and on such whose templates have nothing to do with each other; and by
// a model that names relations rightly, and wrongly in every way that we know.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { LinkRelation } from '@foreshock/model/template-link.ts';
import { judgeLinks } from '@foreshock/server/explanation/linking/judge-links.ts';
import { buildLinkPack, type LinkPack } from '@foreshock/server/explanation/linking/link-pack.ts';
import { type CandidatePair, linkByRule } from '@foreshock/server/linking/link-by-rule.ts';
import { stageTemplates } from '@foreshock/server/linking/stage-templates.test-support.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { EVALUATION_KEY } from '../../evaluation-key.ts';
import { callerOf, reportsOther } from './caller-reports.ts';
import type { MemoryLinks } from './memory-link-sources.ts';

export interface LinkScore {
  /** Simulated incidents with two services whose lines are new or surge. */
  readonly incidents: number;
  /** Pairs in which the caller's line names the callee, and both stand in three traces; of these the linked ones. */
  readonly reported: number;
  readonly reportedLinked: number;
  readonly linked: number;
  /** Incidents whose templates have nothing to do with each other; of these those with a link. */
  readonly independent: number;
  readonly independentLinked: number;
  readonly ways: readonly WayScore[];
}

export interface WayScore {
  readonly id: string;
  readonly says: string;
  readonly isTrue: boolean;
  readonly named: number;
  readonly confirmed: number;
}

interface Named {
  readonly pair: string;
  readonly relation: LinkRelation;
  readonly from: string;
}

const INDEPENDENT = 300;
const REQUESTS = [5, 20, 40] as const;
const SINCE = 0;

/** `collected`: of simulated incidents. */
export function scoreLinks(collected: readonly MemoryLinks[], independent = INDEPENDENT): LinkScore {
  const grouped = collected
    .map(({ sources, names }) => ({ pairs: linkByRule(sources), names }))
    .filter(({ pairs }) => pairs.length > 0);
  const all = grouped.flatMap(({ pairs }) => pairs);
  const reported = grouped.flatMap(({ pairs, names }) =>
    pairs.filter((pair) => pair.facts.traces !== undefined && reportsOther(pair, names)),
  );
  const staged = Array.from({ length: independent }, (_, seed) =>
    linkByRule(stageTemplates({ seed, requestsPerMinute: REQUESTS[seed % REQUESTS.length]! })),
  );
  const isLinked = ({ standing }: CandidatePair): boolean => standing === 'linked';
  return {
    incidents: grouped.length,
    reported: reported.length,
    reportedLinked: reported.filter(isLinked).length,
    linked: all.filter(isLinked).length,
    independent,
    independentLinked: staged.filter((pairs) => pairs.some(isLinked)).length,
    ways: scoreWays(grouped, staged),
  };
}

interface Grouped {
  readonly pairs: readonly CandidatePair[];
  readonly names: ReadonlyMap<EntityId, string>;
}

function scoreWays(grouped: readonly Grouped[], staged: readonly CandidatePair[][]): WayScore[] {
  const redactor = createDefaultRedactor(EVALUATION_KEY);
  const packs = grouped.map(({ pairs, names }) => {
    const pack = buildLinkPack(pairs, SINCE, redactor);
    return { pack, truths: truthsOf(pack, names) };
  });
  const score = (
    id: string,
    says: string,
    answers: readonly (readonly [LinkPack, readonly Named[]])[],
    isTrue = false,
  ): WayScore => {
    const judged = answers.flatMap(([pack, named]) =>
      // One by one: that a pair may be named once is another falsehood.
      named.map((one) => judgeLinks(JSON.stringify({ links: [one] }), pack).value?.links.length ?? 0),
    );
    return { id, says, isTrue, named: judged.length, confirmed: judged.filter((held) => held > 0).length };
  };
  const wrongly = (id: string, says: string, wrong: (one: Named, pack: LinkPack) => readonly Named[]): WayScore =>
    score(
      id,
      says,
      packs.map(({ pack, truths }) => [pack, truths.flatMap((one) => wrong(one, pack))] as const),
    );
  return [
    wrongly('M31', 'a template of another pair', strangersOf),
    wrongly('M32', 'the direction reversed', (one, pack) => [{ ...one, from: otherOf(one, pack) }]),
    wrongly('M33', 'a relation that nothing licenses', unlicensedOf),
    wrongly('M34', 'what was not shown', (one) => [
      { ...one, pair: 'P99' },
      { ...one, from: 'T99' },
    ]),
    score(
      'M35',
      'near misses of templates that have nothing to do with each other',
      staged.map((pairs) => {
        const pack = buildLinkPack(
          pairs.filter(({ standing }) => standing === 'near'),
          SINCE,
          redactor,
        );
        return [pack, nearOf(pack)] as const;
      }),
    ),
    score(
      'true',
      'what the caller reports',
      packs.map(({ pack, truths }) => [pack, truths] as const),
      true,
    ),
  ];
}

/** What a model that knows the services would say of the linked pairs: the caller reports the callee, or tries again. */
function truthsOf(pack: LinkPack, names: Grouped['names']): Named[] {
  return [...pack.pairs].flatMap(([id, pair]): Named[] => {
    const caller = callerOf(pair);
    if (!caller || pair.standing !== 'linked' || !reportsOther(pair, names)) return [];
    const relation = /retrying/i.test(caller.text) ? 'retry-of' : 'caller-reports-callee';
    return [{ pair: id, relation, from: idOf(pack, caller.template) }];
  });
}

function strangersOf(one: Named, pack: LinkPack): Named[] {
  const { first, second } = pack.pairs.get(one.pair)!;
  const strangers = [...pack.templates].filter(([, template]) => template !== first && template !== second);
  return strangers.slice(0, 1).map(([from]) => ({ ...one, from }));
}

function otherOf({ pair, from }: Named, pack: LinkPack): string {
  const { first, second } = pack.pairs.get(pair)!;
  return idOf(pack, pack.templates.get(from) === first ? second.template : first.template);
}

/** A retry of what tells of none, the same failure in other words, a consequence that did not begin later. */
function unlicensedOf(one: Named, pack: LinkPack): Named[] {
  const { first, second } = pack.pairs.get(one.pair)!;
  const from = pack.templates.get(one.from)!;
  const to = from === first ? second : first;
  const may: readonly [LinkRelation, boolean][] = [
    ['retry-of', one.relation === 'retry-of'],
    ['same-failure-twice', from.text === to.text],
    ['consequence', from.onset > to.onset],
  ];
  return may.filter(([, isLicensed]) => !isLicensed).map(([relation]) => ({ ...one, relation }));
}

/** One who would name every near miss, in the direction of the calls. */
function nearOf(pack: LinkPack): Named[] {
  return [...pack.pairs].flatMap(([id, pair]): Named[] => {
    const caller = callerOf(pair);
    return caller ? [{ pair: id, relation: 'caller-reports-callee', from: idOf(pack, caller.template) }] : [];
  });
}

function idOf({ templates }: LinkPack, template: string): string {
  return [...templates].find(([, one]) => one.template === template)![0];
}
