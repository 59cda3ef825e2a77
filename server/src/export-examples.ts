// What a project's model was asked and said becomes examples to tune another one with: masked as it left, searched again,
// split by incident and time. Texts are opened one after the other.
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime, type Timestamp } from '@foreshock/model/time.ts';
import type { KeyRing } from './base/crypto/key-ring.ts';
import { CHECKS_VERSION, checkIds } from './explanation/checks/checks-version.ts';
import {
  type ChatExample,
  chooseExamples,
  type ExportedCall,
  type PreferenceExample,
} from './explanation/export/choose-examples.ts';
import { type Split, splitByIncident, splits } from './explanation/export/split-by-incident.ts';
import { type OpenTexts, writeExample } from './explanation/export/write-example.ts';
import { openTexts } from './explanation/seal-texts.ts';
import type { MetadataDatabase } from './store/metadata/database.ts';
import { allModelCalls, findModelCall } from './store/metadata/stories.ts';
import { countStoryRatings } from './store/metadata/story-ratings.ts';

export interface ExportOptions {
  readonly tenant: TenantId;
  readonly db: MetadataDatabase;
  readonly keys: KeyRing;
  readonly redact: (text: string) => string;
  readonly withUnrated: boolean;
  /** A line, with its end, for one of the files. */
  readonly append: (file: string, line: string) => void;
  /** SHA-256 of all that was appended, in hex. */
  readonly hashOf: (file: string) => string;
}

export interface ExportManifest {
  readonly version: 1;
  readonly project: string;
  /** Of the calls that were looked at; `null` where there were none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly files: readonly { readonly name: string; readonly rows: number; readonly sha256: string }[];
  readonly incidents: Readonly<Record<Split, number>>;
  readonly leftOut: Readonly<Record<string, number>>;
  /** How many of the calls in the files each of them had. */
  readonly prompts: Readonly<Record<string, number>>;
  readonly models: Readonly<Record<string, number>>;
  readonly checks: { readonly version: string; readonly ids: readonly string[] };
  readonly masking: string;
  readonly licence: string;
}

export async function exportExamples(options: ExportOptions): Promise<ExportManifest> {
  const { tenant, db, keys } = options;
  const ratings = await countStoryRatings(db, tenant);
  const calls: ExportedCall[] = [];
  for await (const one of allModelCalls(db, tenant))
    calls.push({ ...one, ...(ratings.get(one.call.id) ?? { useful: 0, notUseful: 0 }) });
  const chosen = chooseExamples(calls, options.withUnrated);
  const items = [...chosen.chat, ...chosen.preference].map((example) => ({ ...placeOf(example), example }));
  const sides = splitByIncident(items);
  const open: OpenTexts = async (id) => {
    const found = await findModelCall(db, tenant, id);
    return found && openTexts(found.sealed, tenant, id, keys);
  };
  const leftOut: Record<string, number> = { ...chosen.leftOut };
  const counted = { prompts: {} as Record<string, number>, models: {} as Record<string, number> };
  const files = new Map<string, number>();
  const incidents = new Map<Split, Set<string>>(splits.map((split) => [split, new Set()]));
  for (const kind of ['chat', 'preference']) for (const split of splits) files.set(`${kind}.${split}.jsonl`, 0);
  for (const item of items) {
    const split = sides.get(item);
    const written = split ? await writeExample(item.example, open, options.redact) : { leftOut: 'over-a-border' };
    if (!split || 'leftOut' in written) {
      const why = 'leftOut' in written ? written.leftOut : 'over-a-border';
      leftOut[why] = (leftOut[why] ?? 0) + 1;
      continue;
    }
    const name = `${item.example.kind}.${split}.jsonl`;
    options.append(name, `${written.line}\n`);
    files.set(name, files.get(name)! + 1);
    incidents.get(split)!.add(item.incident);
    const { call } = taughtBy(item.example);
    count(counted.prompts, call.promptVersion);
    count(counted.models, call.model);
  }
  return {
    version: 1,
    project: tenant,
    from: timeOf(calls[0]?.call.time),
    to: timeOf(calls.at(-1)?.call.time),
    files: [...files].map(([name, rows]) => ({ name, rows, sha256: options.hashOf(name) })),
    incidents: {
      train: incidents.get('train')!.size,
      validation: incidents.get('validation')!.size,
      test: incidents.get('test')!.size,
    },
    leftOut,
    ...counted,
    checks: { version: CHECKS_VERSION, ids: checkIds },
    masking: 'as it left; what the rules of today would mask is left out',
    licence: 'data of the project that allowed the export',
  };
}

function placeOf(example: ChatExample | PreferenceExample) {
  const { call, evidenceHash } = taughtBy(example);
  return { incident: call.incident, evidenceHash, time: call.time };
}

function taughtBy(example: ChatExample | PreferenceExample): ExportedCall {
  return example.kind === 'chat' ? example.call : example.preferred;
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function timeOf(time: Timestamp | undefined): string | null {
  return time === undefined ? null : formatTime(time);
}
