// A file of configuration in YAML or JSON, with all its faults at once, each with its place.
import { ConfigFile } from '@foreshock/contract/config-file.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { parseDocument } from 'yaml';

/** JSON is YAML as well. */
export function parseConfig(text: string, path: string): Result<ConfigFile> {
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault) return failure('configuration-invalid', `${path}: not YAML: ${fault.message.split('\n')[0]}`);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch (error) {
    return failure('configuration-invalid', `${path}: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
  const parsed = ConfigFile.safeParse(content);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${path}: ${issue.path.join('.') || 'file'}: ${issue.message}`);
    return failure('configuration-invalid', faults.join('\n'));
  }
  const twice = twiceNamed(parsed.data);
  return twice.length > 0
    ? failure('configuration-invalid', twice.map((one) => `${path}: ${one}`).join('\n'))
    : success(parsed.data);
}

function twiceNamed({ channels, routes, rotas, maintenance, slos, noise }: ConfigFile): string[] {
  const named = { channels, slos, noise };
  const withId = { routes, rotas, maintenance };
  const faults: string[] = [];
  for (const [what, items] of Object.entries(named))
    for (const name of repeated((items ?? []).map((one) => one.name))) faults.push(`${what}: two are called "${name}"`);
  for (const [what, items] of Object.entries(withId))
    for (const id of repeated((items ?? []).map((one) => one.id))) faults.push(`${what}: two have the id "${id}"`);
  return faults;
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
