import { type NationalIdCountry, nationalIdCountries } from '@foreshock/model/redaction.ts';
import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { createNationalIdRule } from './national-id.ts';

/** Published examples, none of a person. */
const valid: Readonly<Record<NationalIdCountry, readonly string[]>> = {
  br: ['529.982.247-25', '52998224725'],
  de: ['86095742719', '86 095 742 719'],
  es: ['12345678Z', 'X1234567L'],
  fr: ['255081416802538'],
  gb: ['AB123456C', 'AB 12 34 56 C'],
  it: ['RSSMRA85T10A562S'],
  nl: ['111222333'],
  pl: ['44051401359'],
  us: ['219-09-9999'],
};
const wrong: Readonly<Record<NationalIdCountry, readonly string[]>> = {
  br: ['529.982.247-24', '11111111111'],
  de: ['86095742718'],
  es: ['12345678A', 'X1234567M'],
  fr: ['255081416802539'],
  gb: ['BG123456C', 'AB123456E'],
  it: ['RSSMRA85T10A562T'],
  nl: ['111222334'],
  pl: ['44051401358', '44151401359'],
  us: ['000-12-3456', '666-12-3456', '219-00-9999'],
};

test('ids of each country by its own check, and none with a wrong one', () => {
  for (const country of nationalIdCountries) {
    const rule = createNationalIdRule([country]);
    for (const id of valid[country]) expect(found(rule, `id ${id}, ok`), id).toEqual([id]);
    for (const id of wrong[country]) expect(found(rule, `id ${id}, ok`), id).toEqual([]);
  }
});

test('nothing is an id inside of a longer word or number', () => {
  const rule = createNationalIdRule(nationalIdCountries);
  for (const text of ['x44051401359', '440514013590', 'blk_44051401359', '44051401359-1'])
    expect(found(rule, text), text).toEqual([]);
});
