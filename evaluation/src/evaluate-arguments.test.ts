import { expect, test } from 'vitest';
import { parseEvaluateArguments } from './evaluate-arguments.ts';
import { allFamilies } from './simulated/run-plan.ts';

test('without arguments the published table is made: five seeds from 100 on, every family in both ways', () => {
  expect(parseEvaluateArguments([])).toEqual({
    seeds: [100, 101, 102, 103, 104],
    families: allFamilies,
    mechanisms: ['usual', 'changed'],
    details: false,
  });
});

test('seeds, families, mechanism and file are taken as given', () => {
  const args = '--only simulator --seeds 2 --first-seed 7 --families plain,drain --mechanism changed --json a.json';
  expect(parseEvaluateArguments([...args.split(' '), '--details'])).toEqual({
    seeds: [7, 8],
    families: ['plain', 'drain'],
    mechanisms: ['changed'],
    json: 'a.json',
    details: true,
  });
});

test('a mistake is told with its value and what is expected', () => {
  const mistakes: readonly (readonly [string, RegExp])[] = [
    ['--seeds 0', /--seeds is "0": expected 1 to 100/],
    ['--seeds', /--seeds needs a value/],
    ['--families flood', /there is no flood; known are memory-leak/],
    ['--mechanism other', /expected usual, changed or both/],
    ['--only nab', /expected simulator/],
    ['--speed 3', /unknown option --speed/],
  ];
  for (const [args, sentence] of mistakes) {
    const parsed = parseEvaluateArguments(args.split(' '));
    expect('mistake' in parsed && parsed.mistake).toMatch(sentence);
  }
});
