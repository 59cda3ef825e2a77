// What a project may set, checked as a whole: every fault with the place and the fix.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import {
  nationalIdCountries,
  type RedactionKind,
  type RedactionSettings,
  redactionKinds,
  redactionModes,
} from '@foreshock/model/redaction.ts';
import { z } from 'zod';
import { compilePattern, type ProjectPattern } from './project-pattern.ts';

const MAX_ENTRIES = 200;
const Name = z.string().min(1).max(200);
const Pattern = z.string().min(1).max(1_000);

/** As `RedactionSettings` of the model. */
const SettingsConfig = z.strictObject({
  modes: z.record(z.enum(redactionKinds), z.enum(redactionModes)),
  fields: z.array(z.strictObject({ name: Name, mode: z.enum(redactionModes) })).max(MAX_ENTRIES),
  allow: z.strictObject({
    keys: z.array(Name).max(MAX_ENTRIES),
    values: z.array(z.string().min(1).max(1_000)).max(MAX_ENTRIES),
    patterns: z.array(Pattern).max(MAX_ENTRIES),
  }),
  keepPrivateAddresses: z.boolean(),
  nationalIds: z.array(z.enum(nationalIdCountries)),
  patterns: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Z][A-Z0-9_]{1,29}$/, 'expected 2 to 30 of A-Z, 0-9 and _, beginning with a letter'),
        pattern: Pattern,
        keyword: z.string().max(100),
        mode: z.enum(redactionModes),
      }),
    )
    .max(50),
  keyVersion: z.int().min(1).max(1_000_000),
});

/** Settings with their patterns ready to use. */
export interface CompiledSettings {
  readonly settings: RedactionSettings;
  readonly allowedPatterns: readonly ProjectPattern[];
  readonly patterns: readonly {
    readonly name: string;
    readonly keyword: string;
    readonly mode: RedactionSettings['patterns'][number]['mode'];
    readonly pattern: ProjectPattern;
  }[];
}

/** `input-invalid` names every fault. */
export function compileSettings(raw: unknown): Result<CompiledSettings> {
  const parsed = SettingsConfig.safeParse(raw);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`);
    return failure('input-invalid', faults.join('; '));
  }
  const settings = parsed.data;
  const faults: string[] = [];
  const compiled = (pattern: string, where: string): ProjectPattern | undefined => {
    const result = compilePattern(pattern, where);
    if (result.ok) return result.value;
    faults.push(result.error.message);
    return undefined;
  };
  const allowedPatterns = settings.allow.patterns.map((pattern, index) => compiled(pattern, `allow.patterns.${index}`));
  const patterns = settings.patterns.map(({ name, pattern, keyword, mode }, index) => ({
    name,
    keyword,
    mode,
    pattern: compiled(pattern, `patterns.${index}.pattern`),
  }));
  for (const [index, { name }] of settings.patterns.entries())
    if (isKind(name)) faults.push(`patterns.${index}.name: "${name}" is the name of a built-in kind; choose another`);
  if (faults.length > 0) return failure('input-invalid', faults.join('; '));
  // No fault means that each of them was compiled.
  return success({ settings, allowedPatterns, patterns } as CompiledSettings);
}

function isKind(name: string): name is RedactionKind {
  return (redactionKinds as readonly string[]).includes(name);
}
