// Templates of one workload that may be one: written alike but for a few words.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Template } from '@foreshock/model/template.ts';
import { constantsOf } from './judge-merge.ts';
import { canonicalLine } from './slot-template.ts';

export type CandidateTemplate = Pick<Template, 'id' | 'entity' | 'text' | 'count'>;

export interface MergeCandidate {
  readonly entity: EntityId;
  /** Of the bodies, such as `{level,msg}`; empty for plain lines. */
  readonly form: string;
  /** Most frequent first, with texts without the form. */
  readonly members: readonly CandidateTemplate[];
}

const FEWEST_MEMBERS = 3;
const MOST_MEMBERS = 40;
const MOST_DISTANCE = 3;
/** Pairs are compared with each other, so of many templates of one skeleton the most frequent are. */
const MOST_OF_SKELETON = 300;
const DELIMITER = /^[=,;()[\]{}"'|:]$/;

/** Groups of three and more with the same delimiters in a row and at most three words between each and the most frequent one. Most lines first. */
export function findCandidates(templates: readonly CandidateTemplate[]): MergeCandidate[] {
  const found: MergeCandidate[] = [];
  const parsed = templates.flatMap((template) => parse(template) ?? []);
  const bySkeleton = Map.groupBy(parsed, ({ template, form, tokens }) =>
    [template.entity, form, ...tokens.filter((token) => DELIMITER.test(token))].join(' '),
  );
  for (const alike of bySkeleton.values()) {
    let open = alike.sort((a, b) => b.template.count - a.template.count).slice(0, MOST_OF_SKELETON);
    while (open.length >= FEWEST_MEMBERS) {
      const [first, ...rest] = open;
      const near = rest.filter((one) => mayBeOne(first!, one)).slice(0, MOST_MEMBERS - 1);
      open = rest.filter((one) => !near.includes(one));
      if (near.length + 1 < FEWEST_MEMBERS) continue;
      const members = [first!, ...near].map(({ template, line }) => ({ ...template, text: line }));
      found.push({ entity: first!.template.entity, form: first!.form, members });
    }
  }
  const lines = ({ members }: MergeCandidate): number => members.reduce((sum, { count }) => sum + count, 0);
  return found.sort((a, b) => lines(b) - lines(a));
}

interface ParsedTemplate {
  readonly template: CandidateTemplate;
  readonly form: string;
  readonly line: string;
  readonly tokens: readonly string[];
  readonly constants: readonly string[];
}

/** `undefined` for traces and bodies of several lines: their templates are told apart by more than their words. */
function parse(template: CandidateTemplate): ParsedTemplate | undefined {
  if (/<(?:STACK:.*|LINES|\.\.\.)>/.test(template.text)) return undefined;
  const form = /^(\{[^{}]*\})(?: |$)/.exec(template.text)?.[1] ?? '';
  const line = template.text.slice(form.length).trimStart();
  const tokens = canonicalLine(line).split(' ');
  return { template, form, line, tokens, constants: constantsOf(line) };
}

/** What the gate would refuse whatever is answered is not asked about: most constant words must be shared. */
function mayBeOne(a: ParsedTemplate, b: ParsedTemplate): boolean {
  const shared = a.constants.filter((word) => b.constants.includes(word)).length;
  if (shared < 2 || shared < 0.6 * Math.max(a.constants.length, b.constants.length)) return false;
  return editDistance(a.tokens, b.tokens) <= MOST_DISTANCE;
}

/** Templates from which lines that must not fit are taken. */
const NEAREST = 20;

/** Other templates of the workload, those written most like the most frequent member first. */
export function nearestOthers<T extends CandidateTemplate>(
  { entity, members }: MergeCandidate,
  templates: readonly T[],
): T[] {
  const own = new Set(members.map(({ id }) => id));
  const first = canonicalLine(members[0]!.text).split(' ');
  return templates
    .filter((one) => one.entity === entity && !own.has(one.id))
    .map((one) => ({ one, distance: editDistance(first, canonicalLine(one.text).split(' ')) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, NEAREST)
    .map(({ one }) => one);
}

/** Tokens that are put in, taken out or replaced (Levenshtein). More than `MOST_DISTANCE` may come out as any greater number. */
function editDistance(a: readonly string[], b: readonly string[]): number {
  if (Math.abs(a.length - b.length) > MOST_DISTANCE) return Math.abs(a.length - b.length);
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, above[j]! + 1, row[j - 1]! + 1));
    }
    above = row;
  }
  return above[b.length]!;
}
