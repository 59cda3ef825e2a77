import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkArchitecture, partOf, readRules } from './check-architecture.ts';

const TABLES = `
| part | may import |
|---|---|
| \`model\` | - |
| \`server/base\` | \`model\` |
| \`server/api\` | \`model\`, \`server/base\` |
| \`server/analysis\` | \`server/analysis/statistics\`, \`server/base\` |

| outside thing | only in |
|---|---|
| \`node:http\` | \`server/src/base/net/\` |
| \`Date.now()\` | \`server/src/base/clock.ts\` |
`;

function faultsOf(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'architecture-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkArchitecture(root, readRules(TABLES)).filter((fault) => !fault.includes('allowed but unused'));
}

test('imports that the table lists are no fault', () => {
  const files = {
    'model/src/time.ts': 'export const a = 1;',
    'server/src/base/clock.ts':
      "import { a } from '@foreshock/model/time.ts';\nexport const now = () => Date.now() + a;",
  };
  expect(faultsOf(files)).toEqual([]);
});

test('an import that the table does not list is named with file, line and both parts', () => {
  const files = {
    'model/src/time.ts': 'export const a = 1;',
    'server/src/analysis/a.ts': "\nimport { a } from '@foreshock/model/time.ts';",
  };
  expect(faultsOf(files)).toEqual(['server/src/analysis/a.ts:2  server/analysis -> model  not in the table']);
});

test('a worker file counts as an import', () => {
  const files = {
    'server/src/api/a.ts': 'export const a = 1;',
    'server/src/base/b.ts': "new URL('../api/a.ts', import.meta.url);",
  };
  expect(faultsOf(files)).toEqual(['server/src/base/b.ts:1  server/base -> server/api  not in the table']);
});

test('folders of two questions of analysis do not know each other, but all know statistics', () => {
  const files = {
    'server/src/analysis/statistics/tail.ts': 'export const t = 1;',
    'server/src/analysis/detection/d.ts': "import { t } from '../statistics/tail.ts';\nexport const d = t;",
    'server/src/analysis/prediction/p.ts': "import { d } from '../detection/d.ts';\nexport const p = d;",
  };
  expect(faultsOf(files)).toEqual([
    'server/src/analysis/prediction/p.ts:1  analysis/prediction -> analysis/detection  neighbors do not know each other',
  ]);
});

test('an outside thing is used by its owner alone, and by tests', () => {
  const files = {
    'server/src/api/a.ts': "import { createServer } from 'node:http';\nexport const a = createServer;",
    'server/src/base/net/b.ts': "import { createServer } from 'node:http';\nexport const b = createServer;",
    'server/src/api/a.test.ts': "import { createServer } from 'node:http';\ncreateServer();",
    'server/src/api/c.ts': 'export const now = Date.now();',
  };
  expect(faultsOf(files)).toEqual([
    'server/src/api/a.ts:1  server/api -> node:http  only in server/src/base/net/',
    'server/src/api/c.ts:1  server/api -> Date.now()  only in server/src/base/clock.ts',
  ]);
});

test('a circle is named by its files, also when it is of types alone', () => {
  const files = {
    'model/src/a.ts': "import type { B } from './b.ts';\nexport type A = B;",
    'model/src/b.ts': "import type { A } from './a.ts';\nexport type B = A;",
  };
  expect(faultsOf(files)).toEqual(['model/src/a.ts:1  circle: model/src/a.ts -> model/src/b.ts -> model/src/a.ts']);
});

test('names that say nothing are refused', () => {
  expect(faultsOf({ 'model/src/utils/a.ts': '', 'model/src/index.ts': '' })).toEqual([
    'model/src/index.ts:1  the name index.ts says nothing: name what it gives',
    'model/src/utils/a.ts:1  the name utils says nothing: name what it gives',
  ]);
});

test('what the table allows and nobody uses is a fault', () => {
  const root = mkdtempSync(join(tmpdir(), 'architecture-'));
  expect(checkArchitecture(root, readRules(TABLES))).toContain(
    'ARCHITECTURE.md:1  server/base -> model  allowed but unused',
  );
});

test('the part of a file is its folder inside the server and its workspace elsewhere', () => {
  expect(partOf('server/src/analysis/prediction/a.ts')).toBe('server/analysis');
  expect(partOf('server/src/analysis/statistics/a.ts')).toBe('server/analysis/statistics');
  expect(partOf('server/src/main.ts')).toBe('server/*.ts');
  expect(partOf('model/src/time.ts')).toBe('model');
});
