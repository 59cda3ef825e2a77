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

test('a model that is to be scored is taken with its server, its key and its price', () => {
  const args =
    '--only explanation --model http://127.0.0.1:8000/v1 --name tuned --api openai --key-env KEY --incidents 9';
  expect(parseEvaluateArguments([...args.split(' '), '--input-price', '0.5', '--output-price', '2'])).toMatchObject({
    model: {
      url: 'http://127.0.0.1:8000/v1',
      name: 'tuned',
      api: 'openai',
      keyEnv: 'KEY',
      incidents: 9,
      price: { input: 0.5, output: 2 },
    },
  });
});

test('a mistake is told with its value and what is expected', () => {
  const mistakes: readonly (readonly [string, RegExp])[] = [
    ['--seeds 0', /--seeds is "0": expected 1 to 100/],
    ['--seeds', /'--seeds <value>' argument missing/],
    ['--families flood', /there is no flood; known are memory-leak/],
    ['--mechanism other', /expected usual, changed or both/],
    ['--only templates,flood', /there is no flood; known are templates, metrics/],
    ['--model localhost:8000 --name tuned', /--model is "localhost:8000": expected the base address/],
    ['--model http://a/v1', /--name: expected the name of the model/],
    ['--name tuned', /--name is of a model: name its address with --model/],
    ['--model http://a/v1 --name b --incidents 0', /--incidents is "0": expected 1 to 1000/],
    ['--model http://a/v1 --name b --input-price 1', /--input-price and --output-price: expected both/],
    ['--model http://a/v1 --name b --api other', /--api is "other": expected openai or anthropic/],
    ['--speed 3', /Unknown option '--speed'/],
  ];
  for (const [args, sentence] of mistakes) {
    const parsed = parseEvaluateArguments(args.split(' '));
    expect('mistake' in parsed && parsed.mistake).toMatch(sentence);
  }
});
