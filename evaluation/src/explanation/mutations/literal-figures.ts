// Of models that write figures themselves: one that no cited fact gives, and, of nothing false, one that is worked out.
import type { AnswerClaim } from '@foreshock/server/explanation/answer/answer.ts';
import type { EvidencePack } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { editClaims, type Mutation } from './mutation.ts';

/** What is written, its number, and the unit behind it. */
const WRITTEN = /(-?\d[\d,]*(?:\.\d+)?)( ?(?:ms|s|min|h|d|%|B|[KMGT]i?B)(?![\p{L}\d]))?/u;
const OTHER_UNIT: Readonly<Record<string, string>> = { ms: 's', s: 'ms', '%': 'ms', min: 'h', MiB: 'KiB', GiB: 'MiB' };
/** So far beside a true figure that no rounding explains it. */
const FACTORS = [0.5, 1.1, 2, 10, -1];

function falseFigures({ text }: AnswerClaim): { readonly text: string }[] {
  // Slots hold ids, which are no figures.
  const words = text.replaceAll(/\{\{[^{}]*\}\}/g, (slot) => ' '.repeat(slot.length));
  const [whole, digits = '', unit = ''] = WRITTEN.exec(words) ?? [];
  if (whole === undefined) return [];
  const at = words.indexOf(whole);
  const put = (figure: string) => ({ text: `${text.slice(0, at)}${figure}${text.slice(at + whole.length)}` });
  const value = Number(digits.replaceAll(',', ''));
  if (value === 0) return [put(`7${unit}`)];
  const written = FACTORS.map((factor) => put(`${plainNumber(value * factor)}${unit}`));
  const other = OTHER_UNIT[unit.trim()];
  const reversed = [...digits].reverse().join('');
  return [
    ...written,
    ...(other === undefined ? [] : [put(`${digits} ${other}`)]),
    ...(Number(reversed) === value || !/^[1-9]\d*$/.test(reversed) ? [] : [put(`${reversed}${unit}`)]),
    put('04:12'),
  ];
}

function plainNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** By how much, in percent. */
function workedOut(claim: AnswerClaim, { facts }: EvidencePack): { readonly text: string } | undefined {
  const [id = ''] = claim.evidence;
  const { observed, expected } = facts.get(id)?.fact ?? {};
  if (observed === undefined || expected === undefined || expected === 0 || observed === expected) return undefined;
  const percent = Math.abs(observed / expected - 1) * 100;
  const [, verb] = / (rose|climbed|grew|fell|dropped)\b/.exec(claim.text) ?? [];
  if (verb === undefined || !Number.isFinite(percent) || percent < 1 || percent > 100_000) return undefined;
  return { text: `{{${id}.measure}} on {{${claim.subject}}} ${verb} by ${percent.toFixed(0)} %.` };
}

export const falseLiterals: readonly Mutation[] = [
  {
    id: 'M30',
    says: 'a written figure that no fact gives',
    by: ['N2', 'P2', 'T3'],
    figures: 'literal',
    make: editClaims(['change', 'comparison', 'forecast'], falseFigures),
  },
];

export const trueLiterals: readonly Mutation[] = [
  {
    id: 'B4',
    says: 'figures written out',
    by: [],
    figures: 'literal',
    make: (answer) => [{ answer, part: { claims: answer.summary.map((_, at) => at) } }],
  },
  {
    id: 'B5',
    says: 'a change worked out in percent',
    by: [],
    figures: 'literal',
    make: editClaims(['change'], (claim, pack) => [workedOut(claim, pack)]),
  },
];
