// What a model is shown of the log templates of an incident: masked words, who calls whom, and pairs, under short ids.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { LinkCandidate } from '@foreshock/model/template-link.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { CandidatePair } from '../../linking/link-by-rule.ts';
import type { Redactor } from '../../redaction/create-redactor.ts';
import { canonicalJson } from '../../store/metadata/json-text.ts';
import { shownLine } from '../pack/shown-measure.ts';

export interface LinkPack {
  readonly json: string;
  /** By short id. */
  readonly pairs: ReadonlyMap<string, CandidatePair>;
  /** Short ids of the two templates of each pair. */
  readonly templates: ReadonlyMap<string, LinkCandidate>;
}

/** A person reads no more, and near misses are the second choice. */
const MOST_LINKED = 16;
const MOST_NEAR = 8;

/** Words of failures, of ours: of a new line only those that stand in it are told. */
const TROUBLES: readonly (readonly [word: string, pattern: RegExp])[] = [
  ['retry', /\bretr(y|ies|ied|ying)|\battempt/i],
  ['timeout', /time?d?[ -]?out|deadline/i],
  ['refused', /refused|unreachable|reset by peer/i],
  ['unavailable', /unavailable|answered <NUM>|\b50[234]\b/i],
  ['pool', /\bpool\b|connection/i],
  ['disk', /\bdisk|no space/i],
  ['memory', /memory|\boom/i],
  ['certificate', /certificate|\btls\b|x509/i],
  ['exception', /exception|panic|error:/i],
  ['failed', /fail/i],
];

/** The same pairs give the same bytes. `since`: begin of the window; what is new in it is shown by its troubles alone. */
export function buildLinkPack(all: readonly CandidatePair[], since: Timestamp, redactor: Redactor): LinkPack {
  const byStrength = [...all].sort((a, b) => leastP(a) - leastP(b) || (a.key < b.key ? -1 : 1));
  const chosen = [
    ...byStrength.filter(({ standing }) => standing === 'linked').slice(0, MOST_LINKED),
    ...byStrength.filter(({ standing }) => standing === 'near').slice(0, MOST_NEAR),
  ];
  const pairs = new Map(chosen.map((pair, at) => [`P${at + 1}`, pair]));
  const candidates = new Map(chosen.flatMap(({ first, second }) => [first, second]).map((one) => [one.template, one]));
  const templates = new Map([...candidates.values()].map((one, at) => [`T${at + 1}`, one]));
  const ids = new Map([...templates].map(([id, { template }]) => [template, id]));
  const entities = new Map<EntityId, string>();
  for (const { entity } of templates.values()) if (!entities.has(entity)) entities.set(entity, `E${entities.size + 1}`);
  const begun = Math.min(...[...templates.values()].map(({ onset }) => onset));
  const text = canonicalJson({
    v: 1,
    templates: [...templates].map(([id, one]) => ({
      id,
      entity: entities.get(one.entity),
      severity: one.severityNumber,
      words: shownLine(one.text, { firstSeen: one.firstSeen, count: one.total, entities: 1 }, since),
      troubles: TROUBLES.filter(([, pattern]) => pattern.test(one.text)).map(([word]) => word),
      new: one.isNew,
      beganAfterMin: (one.onset - begun) / MINUTE,
    })),
    calls: callsBetween(chosen, entities),
    pairs: [...pairs].map(([id, { first, second, standing }]) => ({
      id,
      templates: [ids.get(first.template), ids.get(second.template)],
      near: standing === 'near',
    })),
  });
  const json = redactor.json(text);
  redactor.takeCounts();
  return { json, pairs, templates };
}

function callsBetween(pairs: readonly CandidatePair[], names: ReadonlyMap<EntityId, string>) {
  const found = pairs.flatMap(({ first, second, facts: { calls } }) => [
    ...(calls === 'first' || calls === 'both' ? [[first.entity, second.entity] as const] : []),
    ...(calls === 'second' || calls === 'both' ? [[second.entity, first.entity] as const] : []),
  ]);
  const keys = [...new Set(found.map(([from, to]) => `${names.get(from)} ${names.get(to)}`))].sort();
  return keys.map((key) => ({ from: key.split(' ')[0], to: key.split(' ')[1] }));
}

function leastP({ facts: { traces, movement } }: CandidatePair): number {
  return Math.min(traces?.p ?? 1, movement?.p ?? 1);
}
