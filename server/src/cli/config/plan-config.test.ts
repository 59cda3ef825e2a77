import { ConfigFile } from '@foreshock/contract/config-file.ts';
import { defaultRedactionSettings } from '@foreshock/model/redaction.ts';
import { expect, test } from 'vitest';
import type { KeptConfig } from './kept-config.ts';
import { planConfig } from './plan-config.ts';

const promise = { objective: 'availability', target: 0.999, windowDays: 30 } as const;
const quota = { bytesPerSecond: 10_000, recordsPerSecond: 100, requestsInFlight: 4 };

/** A project with one SLO. */
function keptOf(owned: KeptConfig['ownership']['owned']): KeptConfig {
  const none = { changedAt: null, changedBy: null };
  const slo = {
    ...{ id: 'slo_a', version: 3, name: 'answers', operation: null, thresholdMs: null, ...promise },
    entity: { id: 'ent_a', kind: 'service' as const, name: 'shop/checkout', cluster: 'prod' },
    ...{ changedAt: '2026-11-22T00:00:00Z', changedBy: 'ana', at: '2026-11-22T00:00:00Z', burn: [], rules: [] },
    budget: { requests: 0, bad: 0, achieved: null, remaining: null, coveredFrom: null },
    exhaustedIn: null,
  };
  const redaction = defaultRedactionSettings as unknown as KeptConfig['asFile']['redaction'];
  return {
    channels: [],
    alerting: {
      version: 0,
      routes: [],
      rotas: [],
      maintenance: [],
      readable: true,
      onCall: [],
      waiting: 0,
      deadLetters: 0,
      ...none,
    },
    slos: [slo],
    noise: [],
    redaction: { version: 0, changedBy: '', changedAt: null, settings: redaction },
    quota: { version: 0, quota, defaults: quota, burst: 'PT10S', refused: { bytes: 0, records: 0, requests: 0 } },
    ownership: { version: 1, owned, ...none },
    asFile: {
      ...{ channels: [], routes: [], rotas: [], maintenance: [], noise: [], redaction, quota },
      slos: [{ name: 'answers', entity: 'shop/checkout', ...promise }],
    },
  };
}

function planned(slos: readonly object[], owned: KeptConfig['ownership']['owned'], deletesOwned = false) {
  const file = ConfigFile.parse({ slos });
  const options = { deletesOwned, sendsSecrets: false, readSecret: () => '' };
  const { steps, left } = planConfig(file, keptOf(owned), options);
  return { steps: steps.flatMap(({ what }) => what), left };
}

test('an SLO is as the file says whether its service is named or given by id, and another target is a change', () => {
  for (const entity of ['shop/checkout', 'ent_a'])
    expect(planned([{ name: 'answers', entity, ...promise }], []), entity).toEqual({ steps: [], left: [] });
  const other = { name: 'answers', entity: 'shop/checkout', ...promise, target: 0.99 };
  expect(planned([other], []).steps).toEqual(['change slo "answers"']);
  expect(planned([{ ...other, name: 'another' }], []).steps).toEqual(['add slo "another"']);
});

test('what a file made and this one does not name is left until deleting is asked for; what none made is never deleted', () => {
  const owned = [{ kind: 'slo' as const, id: 'slo_a' }];
  expect(planned([], owned)).toEqual({ steps: [], left: ['delete slo "answers"'] });
  expect(planned([], owned, true)).toEqual({ steps: ['delete slo "answers"'], left: [] });
  expect(planned([], [], true)).toEqual({ steps: [], left: [] });
});
