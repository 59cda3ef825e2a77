import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { expect, test } from 'vitest';
import { plantSecrets, secretKinds } from './planted-secrets.ts';
import { failedRedactionGates, scoreClean, scorePlanted, wrongShare } from './score-redaction.ts';

const redactor = createDefaultRedactor(new Uint8Array(32));

test('a secret counts as found only when no six characters of it are left', () => {
  const lines = [
    { kind: 'password' as const, value: 'hunter2hunter', text: 'password=hunter2hunter' },
    { kind: 'password' as const, value: 'hunter2hunter', text: 'he typed hunter2hunter' },
    { kind: 'password' as const, value: 'hunter2hunter', text: 'password=hunter2hunter, first hunter2' },
  ];
  expect(scorePlanted(lines, redactor)).toMatchObject([{ planted: 3, found: 1, missed: [{}, {}] }]);
});

test('addresses in lines that hold them are no fault, anything else is', () => {
  const score = scoreClean(['from 203.0.113.9', 'password=hunter2', 'order 5 placed', 'x'], redactor);
  expect(score).toMatchObject({ lines: 4, changed: 2 });
  expect(wrongShare(score)).toBe(0.25);
});

test('each gate can fail, and names the share that it found', () => {
  const all = { kind: 'email' as const, planted: 100, found: 100, missed: [] };
  const fixed = { kind: 'aws-key' as const, planted: 100, found: 100, missed: [] };
  const clean = { lines: 1_000, changed: 1, byKind: [], examples: [] };
  expect(failedRedactionGates([all, fixed], clean, [])).toEqual([]);
  expect(failedRedactionGates([all, { ...fixed, found: 99 }], clean, [])).toEqual([
    expect.stringContaining('99.000 %'),
  ]);
  expect(failedRedactionGates([{ ...all, found: 98 }, fixed], clean, [])).toEqual([
    expect.stringContaining('98.000 %'),
  ]);
  expect(failedRedactionGates([all, fixed], { ...clean, changed: 2 }, [])).toEqual([
    expect.stringContaining('0.200 %'),
  ]);
  const wrong = { ...clean, byKind: [['SECRET', 2] as const] };
  expect(failedRedactionGates([all, fixed], clean, [wrong])).toEqual([expect.stringContaining('0.200 %')]);
});

test('a seed plants the same secrets each time, another seed others, as many of each kind', () => {
  const planted = plantSecrets(1, 3);
  expect(plantSecrets(1, 3)).toEqual(planted);
  expect(plantSecrets(2, 3)).not.toEqual(planted);
  expect(planted.map(({ kind }) => kind)).toEqual(secretKinds.flatMap((kind) => [kind, kind, kind]));
});
