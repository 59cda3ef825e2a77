// One YAML file, `FORESHOCK_*` variables and a few flags become one checked, frozen configuration. All faults are listed
// at once, each with its key and its fix.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { AlertingConfig } from './alerting/config.ts';
import { AnalysisConfig } from './analysis/config.ts';
import { ApiConfig } from './api/config.ts';
import { BackupConfig } from './backup/config.ts';
import { TlsConfig } from './base/tls/config.ts';
import { ModelConfig } from './explanation/config.ts';
import { ExpositionConfig } from './exposition/config.ts';
import { exposureFaults } from './exposure.ts';
import { GatewayConfig } from './gateway/config.ts';
import { IngestConfig } from './ingest/config.ts';
import { StoreConfig } from './store/config.ts';
import { StreamConfig } from './stream/config.ts';
import { KafkaConfig } from './stream/kafka/config.ts';

export const Config = z.strictObject({
  /** Everything that is kept: journal, stores, keys. */
  dataDirectory: z.string().min(1).default('data'),
  /** With a new data directory: make the demo project, a simulated shop with seven days of history. */
  demo: z.boolean().default(true),
  /** Speed of the demo's live part: 2 lets two minutes of the shop pass in one. */
  demoSpeed: z.number().min(0.1).max(60).default(1),
  /** 64 hex digits that all keys at rest are derived from; without it a file in the data directory, made once. */
  masterKey: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'expected 64 hex digits')
    .optional(),
  /** Least severe messages that the program writes to its log on standard error. */
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  /** Lets ports that other machines reach go without TLS; for where something in front encrypts. */
  insecure: z.boolean().default(false),
  /** Name under which other machines reach this one; in printed links, in what to copy, and for browsers to come by. */
  publicName: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'expected a name such as "foreshock.example.com"')
    .optional(),
  tls: TlsConfig.prefault({}),
  gateway: GatewayConfig.prefault({}),
  stream: StreamConfig.prefault({}),
  kafka: KafkaConfig.prefault({}),
  store: StoreConfig.prefault({}),
  backup: BackupConfig.prefault({}),
  ingest: IngestConfig.prefault({}),
  analysis: AnalysisConfig.prefault({}),
  alerting: AlertingConfig.prefault({}),
  model: ModelConfig.prefault({}),
  api: ApiConfig.prefault({}),
  exposition: ExpositionConfig.prefault({}),
});

export type Config = z.infer<typeof Config>;

const FLAGS = '--config FILE, --data DIR, --port N, --no-demo, --insecure';

/** What the process was started with. */
export function readStartConfig(): Result<Config> {
  return readConfig(process.argv.slice(2), process.env, (path) =>
    existsSync(path) ? readFileSync(path, 'utf8') : undefined,
  );
}

/** Later wins: defaults, file, variables, flags. `readText` gives `undefined` where there is no file. */
export function readConfig(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  readText: (path: string) => string | undefined,
): Result<Config> {
  const flags = readFlags(argv);
  if (!flags.ok) return flags;
  const named = flags.value.config ?? environment.FORESHOCK_CONFIG;
  const path = named ?? 'foreshock.yaml';
  const text = readText(path);
  if (text === undefined && named !== undefined)
    return failure('configuration-invalid', `${path}: there is no such file`);
  const raw = emptyTree();
  const sources = new Map<string, string>();
  const faults: string[] = [];
  if (text !== undefined) addFile(raw, sources, faults, path, text);
  addVariables(raw, sources, faults, environment);
  for (const [key, value] of flags.value.values) put(raw, sources, key.split('.'), value, `flag for ${key}`);
  const parsed = Config.safeParse(raw);
  if (!parsed.success) faults.push(...parsed.error.issues.flatMap((issue) => describe(issue, sources)));
  else {
    for (const { setting, text: fault } of exposureFaults(parsed.data)) {
      faults.push(`${sourceOf(setting, sources)}: ${fault}`);
    }
  }
  if (faults.length > 0 || !parsed.success) return failure('configuration-invalid', faults.join('\n'));
  return success(Object.freeze({ ...parsed.data, dataDirectory: resolve(parsed.data.dataDirectory) }));
}

interface Flags {
  readonly config: string | undefined;
  readonly values: readonly (readonly [string, unknown])[];
}

function readFlags(argv: readonly string[]): Result<Flags> {
  const values: (readonly [string, unknown])[] = [];
  let config: string | undefined;
  for (let at = 0; at < argv.length; at++) {
    const flag = argv[at]!;
    const value = argv[at + 1];
    if (flag === '--no-demo') values.push(['demo', false]);
    else if (flag === '--insecure') values.push(['insecure', true]);
    else if (flag === '--config' && value !== undefined) config = value;
    else if (flag === '--data' && value !== undefined) values.push(['dataDirectory', value]);
    else if (flag === '--port' && value !== undefined) values.push(['api.port', numberOr(value)]);
    else return failure('configuration-invalid', `unknown or incomplete flag ${flag}: expected ${FLAGS}`);
    if (flag !== '--no-demo' && flag !== '--insecure') at += 1;
  }
  return success({ config, values });
}

type Tree = Record<string, unknown>;

/** Without a prototype: a file may hold any key, `__proto__` too. */
function emptyTree(): Tree {
  return Object.create(null) as Tree;
}

function addFile(raw: Tree, sources: Map<string, string>, faults: string[], path: string, text: string): void {
  let content: unknown;
  try {
    content = parseYaml(text) ?? {};
  } catch (error) {
    faults.push(
      `${path}: not readable as YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    );
    return;
  }
  if (typeof content !== 'object' || Array.isArray(content)) {
    faults.push(`${path}: expected keys and values, such as "api: {port: 8080}"`);
    return;
  }
  const walk = (tree: object, at: readonly string[]): void => {
    for (const [key, value] of Object.entries(tree)) {
      const here = [...at, key];
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) walk(value, here);
      else put(raw, sources, here, value, path);
    }
  };
  walk(content as object, []);
}

/** `FORESHOCK_GATEWAY_HTTP_PORT` is `gateway.httpPort`. Unknown names are faults: a typing error must not pass unseen. */
function addVariables(
  raw: Tree,
  sources: Map<string, string>,
  faults: string[],
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const known = new Map(leavesOf(Config, []).map((leaf) => [variableName(leaf.path), leaf]));
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('FORESHOCK_') || name === 'FORESHOCK_CONFIG' || value === undefined) continue;
    const leaf = known.get(name);
    if (leaf) put(raw, sources, leaf.path, leaf.isText ? value : scalarOf(value), name);
    else faults.push(`${name}: no such setting; known are ${[...known.keys()].sort().join(', ')}`);
  }
}

interface Leaf {
  readonly path: readonly string[];
  /** Its value is a text, even when it looks like a number. */
  readonly isText: boolean;
}

function leavesOf(schema: z.ZodType, at: readonly string[]): Leaf[] {
  const inner = unwrapped(schema);
  if (!(inner instanceof z.ZodObject)) return [{ path: at, isText: inner instanceof z.ZodString }];
  return Object.entries(inner.shape).flatMap(([key, value]) => leavesOf(value as z.ZodType, [...at, key]));
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return unwrapped(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in as z.ZodType);
  return schema;
}

function variableName(leaf: readonly string[]): string {
  return `FORESHOCK_${leaf.map((part) => part.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()).join('_')}`;
}

function scalarOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return numberOr(text);
}

function numberOr(text: string): unknown {
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;
}

function put(raw: Tree, sources: Map<string, string>, path: readonly string[], value: unknown, source: string): void {
  let tree = raw;
  for (const part of path.slice(0, -1)) {
    const next = tree[part];
    if (typeof next === 'object' && next !== null) tree = next as Tree;
    else {
      const made = emptyTree();
      tree[part] = made;
      tree = made;
    }
  }
  tree[path.at(-1)!] = value;
  sources.set(path.join('.'), source);
}

function describe(issue: z.core.$ZodIssue, sources: ReadonlyMap<string, string>): string[] {
  const key = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (name) => `${sourceOf(key ? `${key}.${name}` : name, sources)}: no such setting; remove it or correct its name`,
    );
  }
  return [`${sourceOf(key, sources)}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`];
}

/** Where a setting was made, for messages: `foreshock.yaml: api.port`, the name of the variable, or the setting alone. */
function sourceOf(name: string, sources: ReadonlyMap<string, string>): string {
  const source = sources.get(name);
  return source === undefined || source.startsWith('FORESHOCK_') ? (source ?? name) : `${source}: ${name}`;
}
