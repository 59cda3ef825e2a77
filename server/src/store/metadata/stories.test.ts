import type { IncidentId } from '@foreshock/model/incident.ts';
import type { ModelCall } from '@foreshock/model/model-call.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAudit } from './audit.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import {
  findModelCall,
  findStory,
  forgetModelCalls,
  keepStory,
  listModelCalls,
  tallyComparedCalls,
} from './stories.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const incident = 'inc_1' as IncidentId;
const call = (id: string, time: number): ModelCall => ({
  id,
  incident,
  time,
  model: 'm',
  promptVersion: 'p/1',
  outcome: 'accepted',
  error: '',
  isRepair: false,
  attempts: 1,
  tookMs: 5,
  sentBytes: 10,
  masked: [],
  verdicts: [],
  hash: `hash of ${id}`,
});
const sealed = new Uint8Array([1, 0, 255]);
const kept = (id: string, time: number) => ({ call: call(id, time), sealed, evidenceHash: 'about' });

test('a story replaces the one before; its calls are listed newest first and are in the audit trail', async () => {
  const tenant = await metadata.newTenant();
  const { db } = metadata;
  const story = { basis: { leading: '', evidence: ['ev_1'] }, toldAt: 1 };
  await keepStory(db, tenant, incident, story, [kept('call_a', 1)]);
  await keepStory(db, tenant, incident, { ...story, toldAt: 2 }, [kept('call_b', 2)]);
  expect(await findStory(db, tenant, incident)).toEqual({ ...story, toldAt: 2 });

  const first = await listModelCalls(db, tenant, { limit: 1, incident });
  expect(first.ok && first.value.items.map(({ id }) => id)).toEqual(['call_b']);
  const cursor = first.ok ? first.value.next! : '';
  const second = await listModelCalls(db, tenant, { limit: 1, cursor });
  expect(second.ok && second.value).toEqual({ items: [call('call_a', 1)] });
  const found = await findModelCall(db, tenant, 'call_a');
  expect([found?.call, Buffer.from(found!.sealed)]).toEqual([call('call_a', 1), Buffer.from(sealed)]);
  const audit = await listAudit(db, tenant, { limit: 10 });
  expect(audit.ok && audit.value.items.map(({ entry }) => entry.object)).toEqual([
    'call_b hash of call_b',
    'call_a hash of call_a',
  ]);
});

test('calls of another project are not there, and old ones can be forgotten', async () => {
  const tenant = await metadata.newTenant();
  const other = await metadata.newTenant();
  const { db } = metadata;
  const story = { basis: { leading: '', evidence: [] }, toldAt: 1 };
  await keepStory(db, tenant, incident, story, [kept('call_c', 10)]);
  expect(await findModelCall(db, other, 'call_c')).toBeUndefined();
  expect(await findStory(db, other, incident)).toBeUndefined();
  await forgetModelCalls(db, other, 100);
  expect(await findModelCall(db, tenant, 'call_c')).toBeDefined();
  await forgetModelCalls(db, tenant, 11);
  expect(await findModelCall(db, tenant, 'call_c')).toBeUndefined();
});

test('only stories that both models told are added up, by the last call; a refused one counts as nothing held', async () => {
  const tenant = await metadata.newTenant();
  const { db } = metadata;
  let made = 0;
  const tell = async (about: string, held: number, of: number, more: Partial<ModelCall> = {}): Promise<void> => {
    made += 1;
    const verdicts = Array.from({ length: of }, (_, index) => ({
      text: '',
      place: 'summary' as const,
      verdict: index < held ? ('verified' as const) : ('dropped' as const),
      faults: [],
    }));
    const hedged = { text: '', place: 'summary' as const, verdict: 'hedged' as const, faults: [] };
    const told = { ...call(`call_${made}`, made), incident, verdicts: [...verdicts, hedged], ...more };
    await keepStory(db, tenant, incident, undefined, [{ call: told, sealed, evidenceHash: about }]);
  };
  const shadow = true as const;
  await tell('a', 4, 4);
  await tell('a', 1, 4, { shadow, outcome: 'refused-by-checks' });
  await tell('a', 4, 4, { shadow });
  await tell('b', 2, 4);
  await tell('b', 3, 4, { shadow });
  await tell('c', 4, 4);
  await tell('d', 4, 4, { shadow });
  await tell('e', 0, 0, { outcome: 'capped' });
  await tell('e', 4, 4, { shadow });
  await tell('f', 1, 4);
  await tell('f', 4, 4, { shadow, outcome: 'refused-by-checks' });
  const tally = { pairs: 3, better: 1, worse: 1, shownSum: 1.75, shadowSum: 1.75 };
  expect(await tallyComparedCalls(db, tenant, 100)).toEqual(tally);
  // Of each kind the two newest alone: e, f and, of the shown, the one that was held back.
  expect(await tallyComparedCalls(db, tenant, 2)).toMatchObject({ pairs: 1, worse: 1 });
  const nothing = { pairs: 0, better: 0, worse: 0, shownSum: 0, shadowSum: 0 };
  expect(await tallyComparedCalls(db, await metadata.newTenant(), 100)).toEqual(nothing);
});
