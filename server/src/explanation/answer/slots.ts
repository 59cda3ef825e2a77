import { formatTime } from '@foreshock/model/time.ts';
import { formatMeasured, measureWords } from '@foreshock/model/wording/measure-words.ts';
import { wholePercent } from '@foreshock/model/wording/odds-words.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import { safeName } from '../pack/safe-text.ts';

const SLOT = /\{\{([^{}]*)\}\}/g;

export interface Slot {
  /** `E4`, `V12`, `F1`. */
  readonly id: string;
  /** `observed`; empty for the thing itself. */
  readonly field: string;
}

export function slotsOf(text: string): Slot[] {
  return [...text.matchAll(SLOT)].map((match) => {
    const [id = '', field = ''] = match[1]!.split('.', 2);
    return { id, field };
  });
}

/** The words between the slots; each slot leaves a space. */
export function wordsOf(text: string): string {
  return text.replace(SLOT, ' ');
}

/** The value that belongs in a slot; `undefined` where there is none. */
export function slotValue({ id, field }: Slot, pack: EvidencePack): string | undefined {
  const entity = pack.entities.get(id);
  if (entity) return field === '' ? shortName(entity.name) : undefined;
  const fact = pack.facts.get(id)?.fact;
  if (fact) {
    const quantity = (value: number | undefined): string | undefined =>
      value === undefined || !Number.isFinite(value) ? undefined : formatMeasured(fact.measure, value, fact.unit);
    if (field === 'observed') return quantity(fact.observed);
    if (field === 'expected') return quantity(fact.expected);
    if (field === 'onset') return formatTime(fact.onset).slice(11, 16);
    if (field === 'measure') return fact.kind === 'log' ? `the line "${fact.measure}"` : measureWords(fact.measure);
    return undefined;
  }
  const odds = pack.forecasts.get(id)?.prediction.odds;
  if (odds && field === 'probability') return `${wholePercent(odds.probability)} %`;
  if (odds && field === 'horizon') return `${Math.round(odds.horizon / 60_000)} min`;
  return undefined;
}

/** The sentence as people read it. Only of a text whose slots were found to have values. */
export function fillSlots(text: string, pack: EvidencePack): string {
  return text.replace(SLOT, (whole) => slotValue(slotsOf(whole)[0]!, pack) ?? '');
}

function shortName(name: string): string {
  return safeName(name.slice(name.lastIndexOf('/') + 1));
}
