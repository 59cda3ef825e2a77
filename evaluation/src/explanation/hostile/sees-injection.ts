import type { Injection } from './injections.ts';

/** So many letters in a row are no accident. */
const RUN = 16;

const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Whether somebody who reads `prompt` can read anything of it, in the words it was written in or in those that were meant. */
export function seesInjection(prompt: string, { goal, text }: Injection): boolean {
  const read = letters(prompt);
  const decoded = letters(
    [...prompt.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)]
      .map(([run]) => Buffer.from(run, 'base64').toString('utf8'))
      .join(' '),
  );
  return [goal, text].some((written) =>
    runsOf(letters(written)).some((run) => read.includes(run) || decoded.includes(run)),
  );
}

function runsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - RUN + 1) }, (_, at) => text.slice(at, at + RUN));
}
