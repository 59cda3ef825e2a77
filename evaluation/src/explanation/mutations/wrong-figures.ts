// M6, M8, M9: figures and times. Written as digits, or as the slot of something else.
import type { AnswerClaim } from '@foreshock/server/explanation/answer/answer.ts';
import { slotValue } from '@foreshock/server/explanation/answer/slots.ts';
import type { EvidencePack } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import type { Draw } from '../draw.ts';
import { editClaims, type Mutation } from './mutation.ts';

type Edit = Partial<AnswerClaim>;
const VALUE = /\{\{(V\d+)\.(observed|expected)\}\}/;
const ONSET = /\{\{(V\d+)\.onset\}\}/;

/** The same kind of slot of another fact about the same entity that shows another value; left uncited, and cited. */
function otherSlots(claim: AnswerClaim, slot: RegExp, pack: EvidencePack, draw: Draw): Edit[] {
  const [whole, id = '', field = 'onset'] = slot.exec(claim.text) ?? [];
  if (whole === undefined) return [];
  const shown = slotValue({ id, field }, pack);
  const others = [...pack.facts.values()].filter((fact) => {
    const value = slotValue({ id: fact.id, field }, pack);
    return fact.id !== id && fact.entity === claim.subject && value !== undefined && value !== shown;
  });
  if (others.length === 0) return [];
  const other = draw.pick(others).id;
  const text = claim.text.replace(whole, `{{${other}.${field}}}`);
  return [{ text }, { text, evidence: [...claim.evidence, other] }];
}

function changedDigits(shown: string): string[] {
  const number = Number.parseFloat(shown.replaceAll(',', ''));
  const unit = shown.replace(/^[-\d.,\s]+/, '');
  const wrong = [number * 1.1, number * 2, -number].map((value) => `${value.toPrecision(3)} ${unit}`);
  return [...wrong, `${number} ${unit === 'ms' ? 's' : 'MB'}`, [...shown].reverse().join('')];
}

export const wrongFigures: readonly Mutation[] = [
  {
    id: 'M6',
    says: 'another number, unit or fact',
    by: ['J3', 'N3', 'R2', 'R4', 'X1'],
    make: editClaims(['change', 'comparison'], (claim, pack, draw) => {
      const [whole, id = '', field = ''] = VALUE.exec(claim.text) ?? [];
      if (whole === undefined) return [];
      const digits = changedDigits(slotValue({ id, field }, pack) ?? '');
      const flipped = claim.text.replace(VALUE, `{{${id}.${field === 'observed' ? 'expected' : 'observed'}}}`);
      const hasBoth = slotValue({ id, field: 'expected' }, pack) !== slotValue({ id, field: 'observed' }, pack);
      return [
        ...digits.map((text) => ({ text: claim.text.replace(whole, text) })),
        { text: claim.text.replace(whole, draw.pick(['nearly zero', 'several times as much', 'a couple of units'])) },
        ...otherSlots(claim, VALUE, pack, draw),
        ...(hasBoth && claim.type === 'change' ? [{ text: flipped }] : []),
      ];
    }),
  },
  {
    id: 'M8',
    says: 'another time, or the order reversed',
    by: ['J3', 'T1', 'T2', 'T3', 'R2', 'R4', 'N3'],
    make: (answer, pack, draw) => [
      ...editClaims(['change', 'order'], (claim) => {
        const times = [
          'at 04:12',
          'at 9:05 local time',
          'an hour earlier',
          'five minutes later',
          'around noon',
          'moments earlier',
        ];
        const end = claim.text.replace(/\.$/, '').replace(/ at \{\{V\d+\.onset\}\}/, '');
        return [
          ...(claim.type === 'change' ? [{ text: `${end} ${draw.pick(times)}.` }] : []),
          ...otherSlots(claim, ONSET, pack, draw),
          ...(claim.type === 'order'
            ? [{ text: claim.text.replace(/before|after/, (word) => (word === 'before' ? 'after' : 'before')) }]
            : []),
        ];
      })(answer, pack, draw),
      ...(isReversible(answer.timeline, pack)
        ? [{ answer: { ...answer, timeline: answer.timeline.toReversed() }, part: 'parts' as const }]
        : []),
    ],
  },
  {
    id: 'M9',
    says: 'probability or horizon inflated',
    by: ['P1', 'P2', 'J3', 'T3', 'N3', 'R2', 'R3'],
    make: editClaims(['forecast'], (claim) => {
      const words = ['unlikely', 'possible', 'very likely', 'likely'];
      const said = words.find((word) => claim.text.includes(` ${word} `)) ?? '';
      return [
        ...words
          .filter((word) => word !== said)
          .map((word) => ({ text: claim.text.replace(` ${said} `, ` ${word} `) })),
        { text: claim.text.replace(`is ${said}`, 'will come and is certain') },
        { text: claim.text.replace(` ${said} `, ` ${said} and imminent `) },
        { text: claim.text.replace(/\{\{F\d+\.horizon\}\}/, 'minutes') },
        { text: claim.text.replace(/\{\{F\d+\.horizon\}\}/, '{{F9.horizon}}') },
        { text: claim.text.replace(/\{\{F\d+\.probability\}\}/, '99 %') },
      ];
    }),
  },
];

function isReversible(timeline: readonly string[], pack: EvidencePack): boolean {
  const onsets = timeline.map((id) => pack.facts.get(id)?.fact.onset);
  return onsets.length > 1 && onsets[0] !== onsets.at(-1);
}
