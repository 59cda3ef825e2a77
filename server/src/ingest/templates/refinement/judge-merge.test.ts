import type { MergeSlot } from '@foreshock/model/template-merge.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeAnswer } from './template-question.ts';

const NAMES = ['anna', 'bob', 'carla'];
const members = NAMES.map((name) => `login of ${name} from <ID> accepted in <DUR>`);
const lineOf = (name: string, i: number): string => `login of ${name} from host-${10 + i} accepted in ${i % 10}ms`;
const heldBack = Array.from({ length: 300 }, (_, i) => lineOf(NAMES[i % 3]!, i));
const others = ['logout of anna from host-10 after 5ms', 'login of anna from host-10 denied in 5ms', 'ready to serve'];
const subject = { members, samples: members, heldBack, others };
const SLOTS: readonly MergeSlot[] = [
  { name: 'user', type: 'WORD' },
  { name: 'host', type: 'ID' },
  { name: 'took', type: 'DUR' },
];
const RIGHT = 'login of <user> from <host> accepted in <took>';

function faultsOf(template: string, slots = SLOTS, of = subject): readonly string[] {
  const { value, verdicts } = judgeAnswer(JSON.stringify({ template, slots }), of);
  const faults = verdicts.flatMap((verdict) => verdict.faults.map(({ check }) => check));
  expect(value === undefined, template).toBe(faults.length > 0);
  return faults;
}

test('what is right of every line and of no other is accepted, and says how many lines it was held against', () => {
  const { value } = judgeAnswer(JSON.stringify({ template: RIGHT, slots: SLOTS }), subject);
  expect(value).toMatchObject({
    template: { text: 'login of <*> from <ID> accepted in <DUR>', named: RIGHT },
    held: { lines: 300, fitting: 300, others: 3 },
  });
});

test('each rule of the gate refuses what breaks it', () => {
  const outcome = [...SLOTS, { name: 'how', type: 'WORD' } as const];
  expect(faultsOf('login for <user> from <host> accepted in <took>')).toContain('G1');
  expect(
    faultsOf('<a> <b> <user> <c> <host> accepted <d> <took>', [
      ...SLOTS,
      ...(['a', 'b', 'c', 'd'] as const).map((name) => ({ name, type: 'WORD' as const })),
    ]),
  ).toEqual(expect.arrayContaining(['G2', 'G3']));
  expect(faultsOf('login of <user> accepted in <took>', [SLOTS[0]!, SLOTS[2]!])).toEqual(
    expect.arrayContaining(['G4', 'G6']),
  );
  expect(faultsOf(RIGHT, SLOTS, { ...subject, heldBack: heldBack.slice(0, 19) })).toEqual(['G5']);
  expect(
    faultsOf(RIGHT, SLOTS, { ...subject, heldBack: [...heldBack, ...Array.from({ length: 4 }, () => 'another line')] }),
  ).toEqual(['G6']);
  expect(faultsOf(RIGHT, SLOTS, { ...subject, others: [lineOf('dora', 1)] })).toEqual(['G7']);
  expect(faultsOf('login of <user> from <host> <how> in <took>', outcome)).toEqual(
    expect.arrayContaining(['G7', 'G8']),
  );
});

test('a slot that would take in a severity or an HTTP status is refused', () => {
  const judge = (template: string, slots: readonly MergeSlot[], texts: string[]): readonly string[] =>
    faultsOf(template, slots, { members: texts, samples: texts, heldBack: heldBack.map(() => texts[0]!), others: [] });
  const level = [{ name: 'level', type: 'WORD' }] as const;
  expect(judge('job x done at <level> now', level, ['job x done at error now', 'job x done at info now'])).toEqual([
    'G8',
  ]);
  expect(judge('call to pay gave status <level>', level, ['call to pay gave status <NUM>'])).toEqual(['G8']);
});

test('answers of another form are refused', () => {
  for (const text of [
    '',
    'yes',
    '[]',
    '{"template":"login"}',
    '{"template":"a <b>","slots":[{"name":"b","type":"ANY"}]}',
  ])
    expect(judgeAnswer(text, subject).value, text).toBeUndefined();
  for (const template of [
    'login of x<user> from <host> accepted in <took>',
    'login of <User> from <host>',
    `${RIGHT} <user>`,
  ])
    expect(faultsOf(template)).toEqual(['J1']);
  expect(judgeAnswer('{"template":null,"slots":[]}', subject).value).toBe('declined');
});

test('no answer passes that fits a line of another template, loses a word of the samples, or fits too few lines', () => {
  const words = fc.constantFrom<string>(
    'login',
    'of',
    'from',
    'accepted',
    'in',
    'anna',
    '<user>',
    '<host>',
    '<took>',
    'logout',
    'denied',
  );
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 9 }), (tokens) => {
      const used = SLOTS.filter(({ name }) => tokens.includes(`<${name}>`));
      const template = tokens.join(' ');
      const { value } = judgeAnswer(JSON.stringify({ template, slots: used }), subject);
      // Of this set of words one template alone is right.
      expect(value !== undefined).toBe(template === RIGHT);
    }),
    { numRuns: 300 },
  );
});

test('a right answer of which any one word is changed, lost or doubled is refused', () => {
  const right = RIGHT.split(' ');
  fc.assert(
    fc.property(fc.nat(right.length - 1), fc.constantFrom('lost', 'doubled', 'changed'), (at, how) => {
      const tokens = right.flatMap((token, i) =>
        i !== at ? [token] : how === 'lost' ? [] : how === 'doubled' ? [token, token] : [`${token}x`],
      );
      const slots = SLOTS.filter(({ name }) => tokens.includes(`<${name}>`));
      expect(judgeAnswer(JSON.stringify({ template: tokens.join(' '), slots }), subject).value).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});
