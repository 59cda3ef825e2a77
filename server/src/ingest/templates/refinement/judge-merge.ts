// Whether templates may become one: nothing of it is left to the model that proposed it.
import type { SlotTemplate } from './slot-template.ts';
import { canonicalLine } from './slot-template.ts';

export interface MergeSubject {
  /** Texts of the templates that are to become one, without the form of their bodies. */
  readonly members: readonly string[];
  /** What the model was shown: masked lines of the members. */
  readonly samples: readonly string[];
  /** Lines of the members that the model was not shown. */
  readonly heldBack: readonly string[];
  /** Lines of other templates of the workload, nearest first. */
  readonly others: readonly string[];
}

export interface MergeFault {
  /** `G1` to `G8`. */
  readonly check: string;
  readonly why: string;
}

export interface JudgedMerge {
  readonly faults: readonly MergeFault[];
  readonly held: { readonly lines: number; readonly fitting: number; readonly others: number };
}

export const MOST_HELD_BACK = 1_000;
export const MOST_OTHERS = 200;
/** Fewer lines show nothing. */
export const FEWEST_HELD_BACK = 20;
const FITTING_SHARE = 0.99;
const FEWEST_CONSTANTS = 2;
const KEPT_SHARE = 0.6;

/** Words that say how bad a line is or how something ended: lines that differ in one of them differ in meaning. */
const TELLING =
  /^(?:trace|debug|info|notice|warn(?:ing)?|err(?:or)?|severe|fatal|crit(?:ical)?|alert|panic|emerg(?:ency)?|fail(?:s|ed|ing|ure)?|succe(?:ss|eded|eds|ssful|ssfully)|ok|denied|refused|rejected|accepted|allowed|aborted|timeout|timed|not|no|true|false|up|down|started|stopped|opened|closed|connected|disconnected|added|removed|enabled|disabled|online|offline|healthy|unhealthy)[.!:]?$/i;
const STATUS = /^[1-5]\d\d$/;
const BEFORE_STATUS = /^(?:status|code|statuscode|status_code|http(?:\/\d(?:\.\d)?)?|HTTP.*)$/i;

/**
 * Every rule of the gate; no fault is a pass. Beyond severities and HTTP statuses a slot may not take in a word that says
 * how something ended: `login failed` and `login succeeded` are never one.
 */
export function judgeMerge(answer: SlotTemplate, { members, samples, heldBack, others }: MergeSubject): JudgedMerge {
  const faults: MergeFault[] = [];
  const fault = (check: string, why: string): void => void faults.push({ check, why });
  const constants = answer.tokens.filter(isConstant).map(({ text }) => text);
  const absent = constants.find((word) => samples.some((sample) => !wordsOf(sample).includes(word)));
  if (absent !== undefined) fault('G1', `"${absent}" does not stand in every sample`);
  if (constants.length < FEWEST_CONSTANTS)
    fault('G2', `${constants.length} constant words; ${FEWEST_CONSTANTS} are needed`);
  const leastKept = Math.min(...members.map((member) => constants.length / Math.max(1, constantsOf(member).length)));
  if (leastKept < KEPT_SHARE)
    fault('G3', `only ${Math.floor(100 * leastKept)} % of a template's constant words remain`);
  const foreign = members.find((member) => !answer.pattern.covers(canonicalLine(member)));
  if (foreign !== undefined) fault('G4', 'one of the templates does not fit it');
  const lines = heldBack.slice(0, MOST_HELD_BACK);
  const fitting = lines.filter((line) => answer.pattern.covers(canonicalLine(line))).length;
  if (lines.length < FEWEST_HELD_BACK)
    fault('G5', `${lines.length} lines to hold it against; ${FEWEST_HELD_BACK} are needed`);
  else if (fitting < FITTING_SHARE * lines.length) fault('G6', `it fits ${fitting} of ${lines.length} lines`);
  const strangers = others.slice(0, MOST_OTHERS);
  const swallowed = strangers.filter((line) => answer.pattern.covers(canonicalLine(line))).length;
  if (swallowed > 0) fault('G7', `it fits ${swallowed} of ${strangers.length} lines of other templates`);
  const telling = members.flatMap((member) => tellingIn(answer, canonicalLine(member)))[0];
  if (telling !== undefined) fault('G8', `a slot would take in "${telling}"`);
  return { faults, held: { lines: lines.length, fitting, others: strangers.length } };
}

function isConstant({ text, slot }: SlotTemplate['tokens'][number]): boolean {
  return slot === undefined && isWord(text);
}

/** Of a template's text: what is neither slot nor delimiter. */
export function constantsOf(text: string): string[] {
  return wordsOf(text).filter((word) => isWord(word) && !/^<[A-Z*.]+>$/.test(word));
}

function wordsOf(text: string): string[] {
  return canonicalLine(text).split(' ');
}

function isWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** What the slots take in of a canonical line that no slot may. */
export function tellingIn(answer: SlotTemplate, member: string): string[] {
  const taken = answer.pattern.groups(member);
  if (!taken) return [];
  const slots = answer.tokens.flatMap(({ slot }, at) =>
    slot ? [{ slot, before: answer.tokens[at - 1]?.text ?? '' }] : [],
  );
  return slots.flatMap(({ slot, before }, i) => {
    const words = (taken[i] ?? '').split(' ');
    const isWide = slot.type === 'WORD' || slot.type === 'WORDS';
    const status = isWide && BEFORE_STATUS.test(before) ? words.filter((word) => word === '<NUM>') : [];
    return [...words.filter((word) => TELLING.test(word) || STATUS.test(word)), ...status];
  });
}
