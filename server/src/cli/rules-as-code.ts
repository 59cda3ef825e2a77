// One file says how a project is set: `config check` reads it, `config diff` says what would change, `config apply` does it.
import { type Catalog, catalog } from '@foreshock/contract/catalog.ts';
import type { Client } from '@foreshock/contract/client.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { z } from 'zod';

const { version: _version, ...redaction } = catalog.updateRedactionSettings.input.shape;
const { basedOn: _basedOn, ...quota } = catalog.changeQuota.input.shape;

export const RulesFile = z.strictObject({
  $schema: z.string().optional(),
  noise: z
    .array(z.strictObject(catalog.createNoiseRule.input.shape))
    .optional()
    .describe('rules against noise, by name; others stay unless --delete-others is said'),
  redaction: redaction.settings.optional().describe('what is hidden before anything is stored, as a whole'),
  quota: z.strictObject(quota).optional().describe('how much the project may send'),
});

export type RulesFile = z.output<typeof RulesFile>;

export function rulesSchema(): Record<string, unknown> {
  return { title: 'Foreshock rules', ...z.toJSONSchema(RulesFile, { io: 'input' }) };
}

/** All faults at once, each with its place. */
export function parseRules(text: string, path: string): Result<RulesFile> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return failure(
      'configuration-invalid',
      `${path}: not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    );
  }
  const parsed = RulesFile.safeParse(content);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${path}: ${issue.path.join('.') || 'file'}: ${issue.message}`);
    return failure('configuration-invalid', faults.join('\n'));
  }
  const names = (parsed.data.noise ?? []).map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return failure('configuration-invalid', `${path}: noise: two rules are called "${twice}"`);
  return success(parsed.data);
}

/** A step that brings the project nearer to the file. */
export interface RuleStep {
  /** `add noise rule "less"`. */
  readonly what: string;
  readonly run: (client: Client) => Promise<unknown>;
}

export interface KeptRules {
  readonly noise: OutputOf<Catalog['listNoiseRules']>['items'];
  readonly redaction: OutputOf<Catalog['getRedactionSettings']>;
  readonly quota: OutputOf<Catalog['getQuota']>;
}

export async function readRules(client: Client): Promise<KeptRules> {
  return {
    noise: (await client('listNoiseRules', {})).items,
    redaction: await client('getRedactionSettings', {}),
    quota: await client('getQuota', {}),
  };
}

/** Nothing for what is as the file says, so that applying twice does nothing the second time. */
export function stepsTo(file: RulesFile, kept: KeptRules, deleteOthers: boolean): RuleStep[] {
  const steps: RuleStep[] = [];
  for (const rule of file.noise ?? []) {
    const known = kept.noise.find(({ name }) => name === rule.name);
    if (!known) steps.push({ what: `add noise rule "${rule.name}"`, run: (client) => client('createNoiseRule', rule) });
    else if (!isWithin(rule, known)) {
      const change = { ...rule, id: known.id, basedOn: known.version };
      steps.push({ what: `change noise rule "${rule.name}"`, run: (client) => client('updateNoiseRule', change) });
    }
  }
  if (deleteOthers && file.noise) {
    for (const { id, name, version } of kept.noise) {
      if (file.noise.some((rule) => rule.name === name)) continue;
      const run = (client: Client): Promise<unknown> => client('deleteNoiseRule', { id, basedOn: version });
      steps.push({ what: `delete noise rule "${name}"`, run });
    }
  }
  const { redaction: wanted, quota: rates } = file;
  if (wanted && !isWithin(wanted, kept.redaction.settings)) {
    const change = { version: kept.redaction.version, settings: wanted };
    steps.push({ what: 'change redaction', run: (client) => client('updateRedactionSettings', change) });
  }
  if (rates && !isWithin(rates, kept.quota.quota)) {
    const change = { ...rates, basedOn: kept.quota.version };
    steps.push({ what: 'change quota', run: (client) => client('changeQuota', change) });
  }
  return steps;
}

/** Everything that the wanted one says is so; what the server adds, such as ids and counts, does not count. */
export function isWithin(wanted: unknown, kept: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(kept) && wanted.length === kept.length && wanted.every((one, index) => isWithin(one, kept[index]))
    );
  }
  if (typeof wanted !== 'object' || wanted === null) return wanted === kept;
  if (typeof kept !== 'object' || kept === null) return false;
  const others = new Map(Object.entries(kept));
  return Object.entries(wanted).every(([name, value]) => value === undefined || isWithin(value, others.get(name)));
}
