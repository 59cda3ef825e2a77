// How far the refinement of templates can go: a model that reads its answers from the labels is asked about the candidates
// that the product would ask about, and the product's gate decides.
import type { Template } from '@foreshock/model/template.ts';
import type { MergeSlot, MergeSlotType } from '@foreshock/model/template-merge.ts';
import { chooseSamples } from '@foreshock/server/ingest/templates/refinement/choose-samples.ts';
import { findCandidates, nearestOthers } from '@foreshock/server/ingest/templates/refinement/find-candidates.ts';
import { judgeAnswer } from '@foreshock/server/ingest/templates/refinement/template-question.ts';
import { tokenize } from '@foreshock/server/ingest/templates/tokenize.ts';

export interface OracleRefinement {
  /** Template of each line after the merges, and the text of each. */
  readonly groups: readonly string[];
  readonly textOf: ReadonlyMap<string, string>;
  readonly asked: number;
  readonly merged: number;
  /** The labels say that they are not one. */
  readonly declined: number;
  /** By the rule of the gate that refused a right answer first. */
  readonly refused: ReadonlyMap<string, number>;
}

const LINES_OF_EACH = 10;
const SLOT = 1;

/** `content`, `truth` and `groups`: of each line its text, its label and its template. */
export function refineByOracle(
  templates: readonly Template[],
  { content, truth, groups }: Record<'content' | 'truth' | 'groups', readonly string[]>,
): OracleRefinement {
  const linesOf = Map.groupBy(groups.keys(), (line) => groups[line]!);
  const textsOf = (id: string): string[] => (linesOf.get(id) ?? []).map((line) => content[line]!);
  const mergedInto = new Map<string, string>();
  const textOf = new Map<string, string>();
  const refused = new Map<string, number>();
  let declined = 0;
  const candidates = findCandidates(templates);
  for (const candidate of candidates) {
    const { members } = candidate;
    const own = members.map(({ id }): string => id);
    const labels = new Set(own.flatMap((id) => (linesOf.get(id) ?? []).map((line) => truth[line]!)));
    if (labels.size !== 1) {
      declined += 1;
      continue;
    }
    const texts = members.map(({ text }) => text);
    const { value, verdicts } = judgeAnswer(answerOf([...labels][0]!), {
      members: texts,
      samples: chooseSamples(texts),
      heldBack: own.flatMap(textsOf),
      others: nearestOthers(candidate, templates).flatMap(({ id }) => textsOf(id).slice(0, LINES_OF_EACH)),
    });
    if (value === undefined || value === 'declined') {
      const check = verdicts[0]?.faults[0]?.check ?? 'J1';
      refused.set(check, (refused.get(check) ?? 0) + 1);
      continue;
    }
    const name = `merged ${own[0]}`;
    for (const id of own) mergedInto.set(id, name);
    textOf.set(name, value.template.text);
  }
  return {
    groups: groups.map((group) => mergedInto.get(group) ?? group),
    textOf,
    asked: candidates.length,
    merged: textOf.size,
    declined,
    refused,
  };
}

/** A label in the form of an answer: what varies is a slot of words, what the tokeniser types is of that type. */
function answerOf(label: string): string {
  const { texts, kinds, spaced } = tokenize(label);
  const slots: MergeSlot[] = [];
  let template = '';
  for (const [i, text] of texts.entries()) {
    const isOpen = text.includes('<*>');
    if (isOpen && slots.at(-1)?.type === 'WORDS' && template.endsWith('>')) continue;
    const type = isOpen ? 'WORDS' : kinds[i] === SLOT ? (text.slice(1, -1) as MergeSlotType) : undefined;
    if (type) slots.push({ name: `v${slots.length}`, type });
    template += `${spaced[i] && i > 0 ? ' ' : ''}${type ? `<${slots.at(-1)!.name}>` : text}`;
  }
  return JSON.stringify({ template, slots });
}
