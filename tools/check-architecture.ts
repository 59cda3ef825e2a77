// Holds the imports of the code against the two tables of ARCHITECTURE.md. Prints each fault as
// `file:line  from -> to  why` and ends with 1 when there is one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ArchitectureRules {
  /** Of each part the parts that it may import; `everything` means all. */
  readonly allowed: ReadonlyMap<string, readonly string[]>;
  /** Of each outside thing the paths that own it. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
}

interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly line: number;
  readonly specifier: string;
}

const WORKSPACES = [
  'model',
  'otlp',
  'contract',
  'server',
  'dashboard',
  'simulator',
  'evaluation',
  'benchmarks',
  'test',
  'tools',
];
const FREE_OF_OWNERS = ['benchmarks', 'test', 'tools'];
const FORBIDDEN_NAMES = /^(utils?|helpers?|common|shared|misc|index\.tsx?)$/;

/** Reads the tables; a table is known by its first column's heading. */
export function readRules(text: string): ArchitectureRules {
  const allowed = new Map<string, string[]>();
  const owners = new Map<string, string[]>();
  let table = '';
  for (const line of text.split('\n')) {
    const cells = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim())
      : undefined;
    if (!cells) table = '';
    else if (table === '') table = cells[0] ?? '';
    else if (!/^-+$/.test(cells[0] ?? '')) {
      const names = namesIn(cells[0] ?? '');
      const values = namesIn(cells[1] ?? '');
      for (const name of names) {
        if (table === 'part') allowed.set(name, (cells[1] ?? '').includes('everything') ? ['everything'] : values);
        if (table === 'outside thing') owners.set(name, values);
      }
    }
  }
  return { allowed, owners };
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
}

export function checkArchitecture(root: string, rules: ArchitectureRules): string[] {
  const files = WORKSPACES.flatMap((workspace) => sourceFiles(root, workspace));
  const faults: string[] = [];
  const used = new Set<string>();
  const graph = new Map<string, string[]>();
  for (const file of files) {
    const names = file.path.split('/').filter((name) => FORBIDDEN_NAMES.test(name));
    for (const name of names) faults.push(`${file.path}:1  the name ${name} says nothing: name what it gives`);
    graph.set(file.path, []);
    for (const found of importsOf(file.text)) {
      const target = resolveImport(root, file.path, found.specifier);
      if (target === undefined) checkOwner(file, found, rules, faults);
      else {
        graph.get(file.path)!.push(target);
        checkPart(file.path, target, found.line, rules, faults, used);
      }
    }
    checkGlobals(file, rules, faults);
  }
  faults.push(...unusedAllowances(rules, used), ...circles(graph));
  return faults.sort();
}

function sourceFiles(root: string, workspace: string): SourceFile[] {
  const base = join(root, workspace);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !/(^|\/)(node_modules|dist|generated)\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function importsOf(text: string): Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"](\.[^'"]+\.tsx?)['"]/g;
  return [...text.matchAll(pattern)].map((match) => ({
    specifier: match[1] ?? match[2] ?? match[3]!,
    line: text.slice(0, match.index + match[0].length).split('\n').length,
  }));
}

/** The file meant, from the root; `undefined` for what comes from outside. */
function resolveImport(root: string, from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(from), specifier)).replaceAll('\\', '/');
  const own = /^@foreshock\/([^/]+)\/(.+)$/.exec(specifier);
  return own ? `${own[1]}/src/${own[2]}` : undefined;
}

/** `server/analysis`, `server/analysis/statistics`, `server/*.ts`, `model`. */
export function partOf(path: string): string {
  const [workspace = '', source, folder, ...rest] = path.split('/');
  if (workspace !== 'server' || source !== 'src') return workspace;
  if (folder === 'analysis' && rest[0] === 'statistics') return 'server/analysis/statistics';
  return rest.length > 0 ? `server/${folder}` : 'server/*.ts';
}

function isTest(path: string): boolean {
  return /\.(test|contract|test-support|test-process)\.tsx?$|-under-test\.ts$/.test(path);
}

function checkPart(
  from: string,
  to: string,
  line: number,
  rules: ArchitectureRules,
  faults: string[],
  used: Set<string>,
): void {
  const part = partOf(from);
  const target = partOf(to);
  if (!isTest(from)) used.add(`${part} -> ${target}`);
  const fault = (why: string): number => faults.push(`${from}:${line}  ${part} -> ${target}  ${why}`);
  if (part === target) {
    checkNeighborFolders(from, to, line, faults);
    return;
  }
  if (
    ['benchmarks', 'test', 'tools'].includes(target) &&
    !isTest(from) &&
    !['benchmarks', 'test', 'tools'].includes(part)
  )
    fault('nobody imports it');
  const allowed = rules.allowed.get(part);
  if (allowed === undefined) fault('the part is not in the table');
  else if (allowed.includes('everything')) return;
  else if (part === 'server/*.ts' && target.startsWith('server/')) return;
  else if (!allowed.includes(target) && !(isTest(from) && ['test', 'otlp'].includes(target))) fault('not in the table');
}

/** Inside `analysis` and `ingest` the folders of the steps do not know each other. */
function checkNeighborFolders(from: string, to: string, line: number, faults: string[]): void {
  const match = /^server\/src\/(analysis|ingest)\/([^/]+)\//;
  const left = match.exec(from);
  const right = match.exec(to);
  if (!left || !right || left[2] === right[2] || isTest(from)) return;
  faults.push(`${from}:${line}  ${left[1]}/${left[2]} -> ${right[1]}/${right[2]}  neighbors do not know each other`);
}

function checkOwner(file: SourceFile, found: Import, rules: ArchitectureRules, faults: string[]): void {
  if (FREE_OF_OWNERS.includes(partOf(file.path)) || isTest(file.path)) return;
  for (const [thing, owners] of rules.owners) {
    const isIt = found.specifier === thing || found.specifier.startsWith(`${thing}/`);
    if (isIt && !owners.some((owner) => file.path.startsWith(owner))) {
      faults.push(`${file.path}:${found.line}  ${partOf(file.path)} -> ${thing}  only in ${owners.join(', ')}`);
    }
  }
}

function checkGlobals(file: SourceFile, rules: ArchitectureRules, faults: string[]): void {
  if (FREE_OF_OWNERS.includes(partOf(file.path)) || isTest(file.path)) return;
  for (const [thing, owners] of rules.owners) {
    if (!/[.(]/.test(thing) || owners.some((owner) => file.path.startsWith(owner))) continue;
    if (/^@|^node:/.test(thing)) continue;
    for (const [index, line] of file.text.split('\n').entries()) {
      const code = line.replace(/\/\/.*|^\s*\*.*/, '');
      if (code.includes(thing))
        faults.push(
          `${file.path}:${index + 1}  ${partOf(file.path)} -> ${thing}  only in ${owners.join(', ') || 'no place'}`,
        );
    }
  }
}

function unusedAllowances(rules: ArchitectureRules, used: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  for (const [part, allowed] of rules.allowed) {
    if (part === 'server/*.ts') continue;
    for (const target of allowed) {
      if (target !== 'everything' && !used.has(`${part} -> ${target}`))
        faults.push(`ARCHITECTURE.md:1  ${part} -> ${target}  allowed but unused`);
    }
  }
  return faults;
}

/** Each circle once, named by its files. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const faults: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      faults.push(`${file}:1  circle: ${[...path.slice(at), file].join(' -> ')}`);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return faults;
}

if (import.meta.main) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const faults = checkArchitecture(root, readRules(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')));
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exit(1);
}
