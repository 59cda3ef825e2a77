import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDERS = ['otlp/src', 'server/src/gateway', 'server/src/base', 'test'];

function promisedIds(): string[] {
  const page = readFileSync(join(root, 'docs', 'reference', 'otlp.md'), 'utf8');
  return [...page.matchAll(/^\| ([OA]-\d\d) \|/gm)].map(([, id]) => id!);
}

/** Ids in the names of tests; `A-03 to A-07` names each between. */
function testedIds(): Set<string> {
  const ids = new Set<string>();
  for (const folder of FOLDERS) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.test.ts'))) {
      const text = readFileSync(join(root, folder, file), 'utf8');
      for (const [, , name] of text.matchAll(/\btest\(\s*(['"`])(.*?)\1,/g)) for (const id of idsIn(name!)) ids.add(id);
    }
  }
  return ids;
}

function idsIn(name: string): string[] {
  const ranges = [...name.matchAll(/([OA])-(\d\d) to \1-(\d\d)/g)].flatMap(([, letter, first, last]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => idOf(letter!, Number(first) + index)),
  );
  return [...ranges, ...[...name.matchAll(/\b[OA]-\d\d\b/g)].map(([id]) => id)];
}

function idOf(letter: string, number: number): string {
  return `${letter}-${String(number).padStart(2, '0')}`;
}

test('every promise of the page on OTLP has a test whose name carries its id', () => {
  const tested = testedIds();
  expect(promisedIds().filter((id) => !tested.has(id))).toEqual([]);
});

test('every id in the name of a test is on the page, and the page leaves none out', () => {
  const promised = promisedIds();
  expect([...testedIds()].filter((id) => !promised.includes(id))).toEqual([]);
  const all = [
    ...Array.from({ length: 40 }, (_, index) => idOf('O', index + 1)),
    ...Array.from({ length: 13 }, (_, index) => idOf('A', index + 1)),
  ];
  expect(promised).toEqual(all);
});
