import { expect, test } from 'vitest';
import { parseEvaluateArguments, parts } from './evaluate-arguments.ts';
import { allFamilies } from './simulated/run-plan.ts';

test('without arguments everything is measured, the simulator with five seeds from 100 on, every family in both ways', () => {
  expect(parseEvaluateArguments([])).toEqual({
    only: parts,
    redactionSeed: 1,
    seeds: [100, 101, 102, 103, 104],
    explanationSeeds: Array.from({ length: 13 }, (_, at) => 100 + at),
    families: allFamilies,
    mechanisms: ['usual', 'changed'],
    details: false,
  });
});

test('seeds, families, mechanism and file are taken as given', () => {
  const args = '--only simulator --seeds 2 --first-seed 7 --families plain,drain --mechanism changed --json a.json';
  expect(parseEvaluateArguments([...args.split(' '), '--details'])).toEqual({
    only: ['simulator'],
    redactionSeed: 1,
    seeds: [7, 8],
    explanationSeeds: [7, 8],
    families: ['plain', 'drain'],
    mechanisms: ['changed'],
    json: 'a.json',
    details: true,
  });
});

test('a mistake is told with its value and what is expected', () => {
  const mistakes: readonly (readonly [string, RegExp])[] = [
    ['--seeds 0', /--seeds is "0": expected 1 to 100/],
    ['--seeds', /'--seeds <value>' argument missing/],
    ['--families flood', /there is no flood; known are memory-leak/],
    ['--mechanism other', /expected usual, changed or both/],
    ['--only templates,flood', /there is no flood; known are templates, metrics/],
    ['--speed 3', /Unknown option '--speed'/],
  ];
  for (const [args, sentence] of mistakes) {
    const parsed = parseEvaluateArguments(args.split(' '));
    expect('mistake' in parsed && parsed.mistake).toMatch(sentence);
  }
});
