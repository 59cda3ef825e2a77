import { defaultPromptParts } from '@foreshock/model/prompt-parts.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStillClock } from '../../base/clock.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../../store/metadata/open-test-metadata.ts';
import { changePromptParts } from '../../store/metadata/prompt-parts.ts';
import type { Caller } from '../caller.ts';
import { promptHandlers } from './prompt.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

test('an older version comes back; who had not seen the newest is told so, and not that there is no such version', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  for (const [at, tone] of (['terse', 'thorough', 'plain', 'terse'] as const).entries())
    await changePromptParts(db, tenant, { basedOn: at, parts: { ...defaultPromptParts, tone }, by: 'ada', now: at });
  const { restorePromptSettings } = promptHandlers(
    { db, clock: createStillClock(9) },
    { preview: async () => undefined, redact: async (_, text) => text },
  );
  const caller: Caller = { tenant, name: 'ada', role: 'editor', credential: '' };
  const restore = async (version: number, to: number) => {
    const restored = await restorePromptSettings({
      input: { version, to },
      caller,
      signal: new AbortController().signal,
    });
    return restored.ok ? `${restored.value.version} ${restored.value.parts.tone}` : restored.error.code;
  };
  expect(await restore(1, 2)).toBe('state-conflict');
  expect(await restore(4, 5)).toBe('input-invalid');
  expect(await restore(4, 2)).toBe('5 thorough');
  expect(await restore(5, 0)).toBe('6 plain');
});
