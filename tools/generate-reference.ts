// Writes what is made from the code: the OpenAPI document, the schema of configuration files, the messages of gRPC, and the
// reference pages of errors and settings. With `--check` it writes nothing and ends with 1 when a file is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configSchema } from '@foreshock/contract/config-file.ts';
import { openapiDocument } from '@foreshock/contract/openapi.ts';
import { errorKinds } from '@foreshock/model/known-error.ts';
import packageFile from '../server/package.json' with { type: 'json' };
import { protoOutputs } from './generate-proto.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const CONFIG_FILES = [
  'server/src/config.ts',
  'server/src/base/tls/config.ts',
  'server/src/gateway/config.ts',
  'server/src/stream/config.ts',
  'server/src/stream/kafka/config.ts',
  'server/src/store/config.ts',
  'server/src/backup/config.ts',
  'server/src/ingest/config.ts',
  'server/src/analysis/config.ts',
  'server/src/alerting/config.ts',
  'server/src/explanation/config.ts',
  'server/src/explanation/smaller-config.ts',
  'server/src/explanation/shadow-config.ts',
  'server/src/api/config.ts',
  'server/src/exposition/config.ts',
];

/** Where a section has another name than its folder, by folder or by file. */
const SECTIONS: Readonly<Record<string, string>> = {
  explanation: 'model',
  'smaller-config.ts': 'model.smaller',
  'shadow-config.ts': 'model.shadow',
};

function errorsPage(): string {
  const rows = Object.entries(errorKinds).map(
    ([code, kind]) => `| \`${code}\` | ${kind} | ${kind === 'unavailable' || kind === 'exhausted' ? 'yes' : 'no'} |`,
  );
  return `# Errors\n\nEvery error that crosses a border has one of these codes. The kind decides the answer of each transport.\n\n| code | kind | may pass when sent again |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/** Each setting with the sentence above it and its schema line; read from the source, so that neither can drift. */
function settingsPage(): string {
  const sections = CONFIG_FILES.map((path) => {
    const [folder, file] = path.split('/').slice(-2) as [string, string];
    const section = folder === 'src' ? '' : `${SECTIONS[file] ?? SECTIONS[folder] ?? folder}.`;
    const text = readFileSync(join(root, path), 'utf8');
    const rows = [...text.matchAll(/\/\*\* ([^\n]*?) \*\/\n {2}(\w+): ([\s\S]*?),\n(?= {2}(?:\/\*\*|\w+:)|\}\))/g)].map(
      ([, sentence, name, schema]) => {
        const preset = /\.(?:default|prefault)\(([^)]*)\)/.exec(schema!)?.[1]?.replaceAll("'", '');
        const variable = `FORESHOCK_${`${section}${name}`
          .replaceAll('.', '_')
          .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
          .toUpperCase()}`;
        return `| \`${section}${name}\` | ${preset === undefined || preset === '' ? '-' : `\`${preset}\``} | ${sentence} | \`${variable}\` |`;
      },
    );
    return rows.join('\n');
  });
  return `# Settings\n\nIn \`foreshock.yaml\`, or as environment variables, which win over the file.\n\n| setting | default | meaning | variable |\n|---|---|---|---|\n${sections.join('\n')}\n`;
}

const outputs: Readonly<Record<string, string>> = {
  'contract/generated/config.schema.json': `${JSON.stringify(configSchema(), null, 1)}\n`,
  'contract/generated/openapi.json': `${JSON.stringify(openapiDocument(packageFile.version), null, 1)}\n`,
  ...protoOutputs((name) => join(root, name)),
  'docs/reference/errors.md': errorsPage(),
  'docs/reference/settings.md': settingsPage(),
};

let stale = 0;
for (const [name, content] of Object.entries(outputs)) {
  const path = join(root, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === content) continue;
  if (process.argv.includes('--check')) {
    stale += 1;
    console.error(`${name} is stale: run npm run generate`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
process.exit(stale === 0 ? 0 : 1);
