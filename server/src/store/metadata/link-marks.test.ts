import type { IncidentId } from '@foreshock/model/incident.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { LinkMarking, WordedLinks } from '@foreshock/model/template-link.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepFindings } from './findings.ts';
import { dismissIncident } from './incident-commands.ts';
import { findIncident, listIncidentActivity } from './incidents.ts';
import { listLinkMarks, markTemplateLink } from './link-marks.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { testFindings, testIncident } from './test-findings.ts';
import { findWordedLinks, forgetWordedLinks, keepWordedLinks } from './worded-links.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const id = 'inc_a' as IncidentId;
const [x, y] = ['tpl_x', 'tpl_y'] as TemplateId[] as [TemplateId, TemplateId];
const mark = (tenant: TenantId, says: LinkMarking | undefined, templates: readonly [TemplateId, TemplateId] = [x, y]) =>
  markTemplateLink(metadata.db, tenant, id, { templates, says, by: 'ada', now: 5_000 });
const analyse = (tenant: TenantId, minute: number) =>
  keepFindings(metadata.db, tenant, testFindings(minute * MINUTE, { incidents: [testIncident('inc_a')] }), undefined);

test('a mark stays beside what analysis writes, the last word counts in either order, and taking it back leaves nothing', async () => {
  const tenant = await metadata.newTenant();
  await analyse(tenant, 1);
  const before = await findIncident(metadata.db, tenant, id);
  expect(await mark(tenant, 'unlinked')).toMatchObject({ ok: true });
  await analyse(tenant, 2);
  expect(await listLinkMarks(metadata.db, tenant, id)).toEqual([
    { templates: [x, y], says: 'unlinked', by: 'ada', at: 5_000 },
  ]);
  expect(await mark(tenant, 'linked', [y, x])).toMatchObject({ value: [{ says: 'linked' }] });
  expect(await mark(tenant, 'linked')).toMatchObject({ value: [{ says: 'linked' }] });
  expect(await mark(tenant, undefined)).toEqual({ ok: true, value: [] });
  expect(await findIncident(metadata.db, tenant, id)).toMatchObject({ ...before, updatedAt: expect.any(Number) });
  expect((await listIncidentActivity(metadata.db, tenant, id)).map(({ kind, by }) => [kind, by])).toEqual([
    ['link', 'ada'],
    ['link', 'ada'],
    ['link', 'ada'],
  ]);
});

test('an incident that is not known, or is none, takes no mark', async () => {
  const tenant = await metadata.newTenant();
  expect(await mark(tenant, 'linked')).toMatchObject({ error: { code: 'incident-not-found' } });
  await analyse(tenant, 1);
  await dismissIncident(metadata.db, tenant, id, { by: 'ada', now: 6_000, note: 'a load test' });
  expect(await mark(tenant, 'linked')).toMatchObject({ error: { code: 'state-conflict' } });
});

test('what a model said of an incident is replaced whole, and forgotten in time', async () => {
  const tenant = await metadata.newTenant();
  const words = (at: number): WordedLinks => ({ basis: `${at}`, at, by: 'm', call: 'c', suggested: 2, links: [] });
  await keepWordedLinks(metadata.db, tenant, id, words(1));
  await keepWordedLinks(metadata.db, tenant, id, words(2));
  expect(await findWordedLinks(metadata.db, tenant, id)).toEqual(words(2));
  await forgetWordedLinks(metadata.db, tenant, 2);
  expect(await findWordedLinks(metadata.db, tenant, id)).toEqual(words(2));
  await forgetWordedLinks(metadata.db, tenant, 3);
  expect(await findWordedLinks(metadata.db, tenant, id)).toBeUndefined();
});
