import { expect, test } from 'vitest';
import type { NoiseRuleView } from '../../answer-shapes.ts';
import { draftOf, readDraft, withSignal } from './rule-draft.ts';

const rule: NoiseRuleView = {
  id: 'nrl_1',
  version: 2,
  name: 'health checks',
  enabled: false,
  signal: 'logs',
  match: {
    entities: [{ id: 'ent_1', kind: 'service', name: 'shop/cart', cluster: '' }],
    templates: [{ id: 'tpl_1', text: 'ok' }],
    names: [],
    maxSeverity: 12,
    attributes: [{ key: 'url.path', operator: '=', value: '/health' }],
    resource: [{ key: 'env', operator: 'exists', value: '' }],
  },
  action: { kind: 'deduplicate', full: 3, thenOneIn: 50 },
  changedAt: '2026-11-22T03:14:00.000Z',
  changedBy: 'ada',
};

test('a rule that is opened and saved without a change is the same rule', () => {
  expect(readDraft(draftOf(rule))).toEqual({
    rule: {
      name: 'health checks',
      enabled: false,
      signal: 'logs',
      match: {
        entities: ['ent_1'],
        templates: ['tpl_1'],
        names: [],
        maxSeverity: 12,
        attributes: rule.match.attributes,
        resource: rule.match.resource,
      },
      action: rule.action,
    },
  });
});

test('another signal takes what belongs to the one before', () => {
  expect(withSignal(draftOf(rule), 'metrics')).toMatchObject({ action: 'drop', templates: [], maxSeverity: '' });
});

test('what cannot be read is named', () => {
  const draft = draftOf(undefined);
  expect(readDraft({ ...draft, attributes: 'what' })).toEqual({
    fault: 'Attributes: "what" is no condition; write for example url.path = /health',
  });
  expect(readDraft({ ...draft, action: 'drop-attributes', keys: ' , ' })).toEqual({
    fault: 'Name the attributes to leave out',
  });
});
