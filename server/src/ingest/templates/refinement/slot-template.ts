// A template as a model may write it: words of the lines, and named slots such as `<user>`. It becomes tokens, and a
// pattern in linear time over a line's tokens.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { MergeSlot, MergeSlotType } from '@foreshock/model/template-merge.ts';
import { compilePattern, type ProjectPattern } from '../../../redaction/project-pattern.ts';
import { tokenize } from '../tokenize.ts';

export interface SlotTemplate {
  /** Words, delimiters and slots in order. */
  readonly tokens: readonly SlotToken[];
  readonly slots: readonly MergeSlot[];
  /** Over what `canonicalLine` gives; a group for each slot, in order. */
  readonly pattern: ProjectPattern;
  /** As every template is written: slots by type. */
  readonly text: string;
  readonly named: string;
}

export interface SlotToken {
  readonly text: string;
  readonly slot?: MergeSlot;
}

/** One token that is no delimiter, as the tokeniser splits them. */
const ONE = '[^ =,;()\\[\\]{}"\'|:]+';
const MOST_WORDS = 8;
const TYPED = /^<([A-Z]+)>$/;

/** The tokens of a line or of a template's text with a blank between each: what stood between them does not count. */
export function canonicalLine(line: string): string {
  return tokenize(line).texts.join(' ');
}

/** `model-answer-invalid` for slots that are not told, told twice, part of a word, or beside another one. */
export function parseSlotTemplate(text: string, slots: readonly MergeSlot[]): Result<SlotTemplate> {
  const byName = new Map(slots.map((slot) => [slot.name, slot]));
  if (byName.size < slots.length) return invalid('two slots have one name');
  const { texts, spaced } = tokenize(text);
  const tokens: SlotToken[] = [];
  const used = new Set<string>();
  for (const token of texts) {
    const name = /^<([a-z][a-z0-9_]{0,23})>$/.exec(token)?.[1];
    if (name === undefined) {
      if (token.includes('<') || TYPED.test(token))
        return invalid(`"${token.slice(0, 40)}" is neither a word nor a slot`);
      tokens.push({ text: token });
      continue;
    }
    const slot = byName.get(name);
    if (!slot) return invalid(`slot ${name} has no type`);
    if (used.has(name)) return invalid(`slot ${name} stands twice`);
    if (tokens.at(-1)?.slot?.type === 'WORDS' && slot.type === 'WORDS')
      return invalid('two slots of words stand side by side');
    used.add(name);
    tokens.push({ text: token, slot });
  }
  if (used.size < slots.length) return invalid('a slot does not stand in the template');
  const pattern = compilePattern(tokens.map(patternOf).join(' '), 'template');
  if (!pattern.ok) return invalid(pattern.error.message);
  const write = (of: (token: SlotToken) => string): string =>
    tokens.map((token, i) => `${spaced[i] && i > 0 ? ' ' : ''}${of(token)}`).join('');
  return success({
    tokens,
    slots,
    pattern: pattern.value,
    text: write(({ text: word, slot }) => (slot ? writtenAs(slot.type) : word)),
    named: write(({ text: word }) => word),
  });
}

/** As the miner writes it. */
function writtenAs(type: MergeSlotType): string {
  return type === 'WORD' || type === 'WORDS' ? '<*>' : `<${type}>`;
}

function patternOf({ text, slot }: SlotToken): string {
  if (!slot) return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  if (slot.type === 'WORD') return `(${ONE})`;
  if (slot.type === 'WORDS') return `(${ONE}(?: ${ONE}){0,${MOST_WORDS - 1}})`;
  return `(<${slot.type}>)`;
}

function invalid(why: string): Result<never> {
  return failure('model-answer-invalid', why);
}
