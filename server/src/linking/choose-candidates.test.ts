import type { EntityId } from '@foreshock/model/entity.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import { HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { type CountedTemplate, chooseCandidates } from './choose-candidates.ts';

const FROM = 1_000 * HOUR;
const [before, window] = [
  { from: FROM - HOUR, to: FROM },
  { from: FROM, to: FROM + HOUR / 2 },
];
const counted = (id: string, count: number, earlier: number, more: Partial<Template> = {}): CountedTemplate => ({
  template: {
    id: `tpl_${id}` as TemplateId,
    entity: 'ent_cart' as EntityId,
    text: id,
    aliases: [],
    severityNumber: 9,
    firstSeen: FROM - 10 * HOUR,
    lastSeen: FROM,
    count: 1_000,
    ...more,
  },
  count,
  before: earlier,
});
const chosen = (...all: CountedTemplate[]): string[] =>
  chooseCandidates(all, window, before).map(({ template, isNew }) => `${template}${isNew ? ' new' : ''}`);

test('what is new or has far more lines than before is a candidate; what goes on as before, or comes twice, is none', () => {
  expect(
    chosen(
      counted('steady', 500, 1_000),
      counted('more', 750, 1_000),
      counted('surge', 40, 20),
      counted('chance', 4, 2),
      counted('new', 3, 0, { firstSeen: FROM + 1 }),
      counted('slip', 2, 0, { firstSeen: FROM + 1 }),
    ),
  ).toEqual(['tpl_new new', 'tpl_surge']);
});

test('of a service that was not heard before, only the lines that warn are news', () => {
  const firstSeen = FROM + 1;
  const served = counted('served', 900, 0, { firstSeen });
  const failed = counted('failed', 9, 0, { firstSeen, severityNumber: 17 });
  expect(chosen(served, failed)).toEqual(['tpl_failed new']);
  expect(chosen(served, failed, counted('known', 20, 40))).toEqual(['tpl_failed new', 'tpl_served new']);
});

test('the new, the severe and the frequent come first, six of a service and 24 in all', () => {
  const many = (service: string, severityNumber: number) =>
    Array.from({ length: 9 }, (_, at) =>
      counted(`${service}${at}`, 100 + at, 0, { entity: `ent_${service}` as EntityId, severityNumber }),
    );
  const ids = chosen(...['a', 'b', 'c', 'd', 'e'].flatMap((service, at) => many(service, 9 + at)));
  expect(ids).toHaveLength(24);
  expect(ids.slice(0, 2)).toEqual(['tpl_e8', 'tpl_e7']);
  expect(ids.filter((id) => id.startsWith('tpl_e'))).toHaveLength(6);
  expect(ids.some((id) => id.startsWith('tpl_a'))).toBe(false);
});
