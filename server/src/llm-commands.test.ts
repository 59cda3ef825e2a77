import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { ModelCall } from '@foreshock/model/model-call.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from './base/crypto/digest.ts';
import type { KeyRing } from './base/crypto/key-ring.ts';
import { openKeyRing } from './base/crypto/open-key-ring.ts';
import { sealTexts } from './explanation/seal-texts.ts';
import { runLlmCommand } from './llm-commands.ts';
import { type MetadataDatabase, openMetadata } from './store/metadata/database.ts';
import { changeModelSettings } from './store/metadata/model-settings.ts';
import { OPENING_MS, TEST_PREPARED } from './store/metadata/open-test-metadata.ts';
import { keepStory } from './store/metadata/stories.ts';
import { rateStory } from './store/metadata/story-ratings.ts';
import { ensureTenant } from './store/metadata/tenants.ts';

const shop = 'shop' as TenantId;
const INCIDENTS = 20;
let dataDirectory: string;

async function withData(work: (db: MetadataDatabase, keys: KeyRing) => Promise<unknown>): Promise<void> {
  const keys = await openKeyRing({ dataDirectory });
  if (!keys.ok) throw new Error(keys.error.message);
  mkdirSync(join(dataDirectory, 'metadata'), { recursive: true });
  const opened = await openMetadata({
    directory: join(dataDirectory, 'metadata'),
    key: keys.value.derive({ purpose: 'metadata', tenant: '', part: '' }),
    preparedDirectory: TEST_PREPARED,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  await work(opened.value.db, keys.value);
  await opened.value.close();
}

async function foreshockLlm(...argv: string[]) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const code = await runLlmCommand([...argv, '--data', dataDirectory], {
    environment: {},
    readText: () => undefined,
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
  });
  return { code, printed, complaints };
}

const sentOf = (content: string): string =>
  JSON.stringify({
    model: 'm',
    messages: [
      { role: 'system', content: 'You explain.' },
      { role: 'user', content },
    ],
  });

const promptOf = (incident: number, isRepair: boolean): string =>
  sentOf(`{"pack":${incident}}${isRepair ? ' Answer anew' : ''}`);

/** A refused first answer and an accepted second one; some are found useful, one is not, one holds a secret. */
async function keepCalls(db: MetadataDatabase, keys: KeyRing, incident: number): Promise<void> {
  for (const isRepair of [false, true]) {
    const id = `call_${incident}${isRepair ? 'b' : 'a'}`;
    const prompt = incident === 7 ? sentOf('mail ada@example.org') : promptOf(incident, isRepair);
    const call: ModelCall = {
      id,
      incident: `inc_${incident}`,
      time: 1_000 * incident + (isRepair ? 1 : 0),
      model: 'm',
      promptVersion: 'explain-incident/2',
      outcome: isRepair ? 'accepted' : 'refused-by-checks',
      error: '',
      isRepair,
      attempts: 1,
      tookMs: 1,
      sentBytes: prompt.length,
      masked: [],
      verdicts: [{ text: 'It rose.', place: 'summary', verdict: isRepair ? 'verified' : 'dropped', faults: [] }],
      hash: sha256Hex(prompt),
    };
    const answer = JSON.stringify({ answer: incident, isRepair });
    const sealed = sealTexts({ prompt, answer }, shop, id, keys);
    const incidentId = call.incident as IncidentId;
    await keepStory(db, shop, incidentId, undefined, [{ call, sealed, evidenceHash: `about ${incident}` }]);
    if (isRepair && incident !== 3) {
      const says = incident === 5 ? 'not_useful' : 'useful';
      await rateStory(db, { tenant: shop, incident: incidentId, call: id }, { by: 'ana', says, at: 1 });
    }
  }
}

beforeAll(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'foreshock-llm-'));
  await withData(async (db, keys) => {
    await ensureTenant(db, shop, 0);
    for (let incident = 0; incident < INCIDENTS; incident++) await keepCalls(db, keys, incident);
  });
}, OPENING_MS);
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

test('every call is printed, with its texts where they are asked for', async () => {
  const plain = await foreshockLlm('calls');
  expect([plain.code, plain.printed.length]).toEqual([0, 2 * INCIDENTS]);
  expect(plain.printed.join()).not.toContain('You explain');
  const { printed } = await foreshockLlm('calls', '--texts');
  expect(JSON.parse(printed[2]!)).toMatchObject({ id: 'call_1a', prompt: promptOf(1, false) });
});

test('a project that has not allowed it is not exported, and is told who can allow it', async () => {
  const out = join(dataDirectory, 'refused');
  const { code, complaints } = await foreshockLlm('export', '--out', out);
  expect(code).toBe(1);
  expect(complaints.join()).toMatch(/project shop has not allowed the export: an admin allows it/);
  expect(readdirSync(dataDirectory)).not.toContain('refused');
});

test('what held and was useful is exported, with a pair for what was asked again; no incident stands in two splits', async () => {
  await withData(async (db) => {
    const change = { basedOn: 0, settings: { mayExport: true }, by: 'ana', now: 1 };
    expect((await changeModelSettings(db, shop, change)).ok).toBe(true);
  });
  const out = join(dataDirectory, 'examples');
  expect((await foreshockLlm('export', '--out', out)).code).toBe(0);
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  const seen = new Map<string, string>();
  let rows = 0;
  for (const { name, rows: count, sha256 } of manifest.files) {
    const text = readFileSync(join(out, name), 'utf8');
    expect(sha256Hex(text), name).toBe(sha256);
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(count);
    rows += lines.length;
    const [kind, split] = name.split('.');
    for (const line of lines) {
      const row = JSON.parse(line);
      const messages: { role: string; content: string }[] = kind === 'chat' ? row.messages : row.input.messages;
      const pack = /"pack":(\d+)/.exec(messages[1]!.content)![1]!;
      expect(seen.get(pack) ?? split).toBe(split);
      seen.set(pack, split);
      if (kind === 'preference') {
        expect(messages.map(({ content }) => content).join()).not.toContain('Answer anew');
        expect(JSON.parse(row.preferred_output[0].content).isRepair).toBe(true);
        expect(JSON.parse(row.non_preferred_output[0].content).isRepair).toBe(false);
      } else expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant']);
    }
  }
  // Of twenty: one holds what would be masked today, one was not useful (and no better one is there), one is not rated.
  expect(manifest.leftOut).toEqual({
    'refused-by-checks': 20,
    'rated-not-useful': 1,
    unrated: 1,
    'masked-today': 2,
  });
  expect(rows).toBe(17 + 18);
  expect(manifest.incidents).toEqual({ train: 12, validation: 3, test: 3 });
  expect(manifest.prompts).toEqual({ 'explain-incident/2': 35 });
  expect(manifest.checks.ids).toContain('R1');
  for (const name of readdirSync(out)) expect(readFileSync(join(out, name), 'utf8')).not.toContain('ada@');
  const again = await foreshockLlm('export', '--out', out);
  expect([again.code, again.complaints.join()]).toEqual([1, expect.stringContaining('is not empty')]);
});

test('wrong use is told with the usage', async () => {
  for (const argv of [[], ['nothing'], ['export'], ['calls', '--out', 'x'], ['calls', '--project', 'A B']]) {
    const { code, complaints } = await foreshockLlm(...argv);
    expect([code, complaints.join()], argv.join(' ')).toEqual([2, expect.stringContaining('foreshock llm calls')]);
  }
});
