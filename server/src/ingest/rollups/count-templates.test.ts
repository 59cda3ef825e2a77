import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { decodeRequest } from '@foreshock/otlp/decode-request.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { expect, test } from 'vitest';
import { countTemplates } from './count-templates.ts';

const START = Date.parse('2026-11-22T03:00:00Z');
const [A, B] = ['tpl_a', 'tpl_b'] as TemplateId[];

test('lines are counted by minute, entity, template and severity', () => {
  const line = (seconds: number, severityNumber: number) => ({
    timeUnixNano: BigInt(START + seconds * 1000) * 1_000_000n,
    severityNumber,
    body: 'x',
  });
  const groups = [
    {
      resource: { 'service.name': 'cart' },
      scopes: [{ records: [line(0, 9), line(59, 9), line(60, 9), line(1, 17)] }],
    },
    { resource: { 'service.name': 'web' }, scopes: [{ records: [line(0, 9)] }] },
  ];
  const decoded = decodeRequest('logs', 'protobuf', encodeLogs(groups), START);
  if (!decoded.ok || decoded.value.columns.signal !== 'logs') throw new Error('not decoded');
  const counts = countTemplates(decoded.value.columns, ['ent_cart', 'ent_web'] as EntityId[], [A!, A!, A!, A!, B!]);
  expect(counts).toEqual([
    { minute: START, entity: 'ent_cart', template: A, severityNumber: 9, count: 2 },
    { minute: START + MINUTE, entity: 'ent_cart', template: A, severityNumber: 9, count: 1 },
    { minute: START, entity: 'ent_cart', template: A, severityNumber: 17, count: 1 },
    { minute: START, entity: 'ent_web', template: B, severityNumber: 9, count: 1 },
  ]);
});
