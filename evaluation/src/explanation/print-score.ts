import { MOST_REFUSED, neededShare } from './gates.ts';
import type { ExplanationScore } from './score-mutations.ts';

/** Markdown tables; with `details` also what was told though false, and refused though true. */
export function printScore({ falsehoods, sound, types }: ExplanationScore, details: boolean): string {
  const lines = [
    '| made false by | made | caught | share | needed | by | refused by others alone | told |',
    '|---|---|---|---|---|---|---|---|',
    ...falsehoods.map(({ id, says, made, caught, byOthers, checks }) => {
      const by = Object.entries(checks).sort(([, a], [, b]) => b - a);
      return `| ${id} ${says} | ${made} | ${caught} | ${percent(caught, made)} | ${(100 * neededShare(id)).toFixed(1)} % | ${by.map(([check, count]) => `${check} ${count}`).join(', ')} | ${byOthers} | ${made - caught - byOthers} |`;
    }),
    '',
    '| nothing false | claims | refused | share | at most |',
    '|---|---|---|---|---|',
    ...sound.map(
      ({ id, claims, refused }) =>
        `| ${id} | ${claims} | ${refused} | ${percent(refused, claims)} | ${(100 * MOST_REFUSED).toFixed(0)} % |`,
    ),
    '',
    `Claims of the sound answers: ${Object.entries(types)
      .map(([type, count]) => `${type} ${count}`)
      .join(', ')}.`,
  ];
  if (details) {
    for (const { id, escapes } of falsehoods) for (const text of escapes) lines.push(`told ${id}: ${text}`);
    for (const { id, examples } of sound) for (const text of examples) lines.push(`refused ${id}: ${text}`);
  }
  return lines.join('\n');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
