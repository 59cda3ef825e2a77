import { expect, test } from 'vitest';
import { scoreTemplates } from './score-grouping.ts';

const truth = ['a <*>', 'a <*>', 'b', 'c <*>', 'c <*>'];

test('templates that are the labels score one, whatever their groups are called', () => {
  const texts: Record<string, string> = { x: 'a <*>', y: 'b', z: 'c <*>' };
  const score = scoreTemplates(truth, ['x', 'x', 'y', 'z', 'z'], (group) => texts[group]!);
  expect(score).toEqual({ ga: 1, fga: 1, pa: 1, fta: 1 });
});

test('a true group that was split counts for nothing in its lines and its groups', () => {
  const texts: Record<string, string> = { x: 'a <*>', y: 'b', z: 'c 1', w: 'c 2' };
  const score = scoreTemplates(truth, ['x', 'x', 'y', 'z', 'w'], (group) => texts[group]!);
  expect(score.ga).toBeCloseTo(3 / 5, 10);
  // Two of four found and two of three true groups are right.
  expect(score.fga).toBeCloseTo((2 * 0.5 * (2 / 3)) / (0.5 + 2 / 3), 10);
  expect(score.pa).toBeCloseTo(3 / 5, 10);
});

test('a group whose text is right but that took lines of another template is wrong', () => {
  const score = scoreTemplates(truth, ['x', 'x', 'x', 'z', 'z'], (group) => (group === 'x' ? 'a <*>' : 'c <*>'));
  expect(score.fta).toBeCloseTo((2 * 0.5 * (1 / 3)) / (0.5 + 1 / 3), 10);
});
