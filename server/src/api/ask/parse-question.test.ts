import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { AskContext } from './asked-form.ts';
import { buildQuery } from './build-query.ts';
import { parseQuestion } from './parse-question.ts';

const NOW = 1_000 * DAY + 14 * HOUR;
const context: AskContext = {
  now: NOW,
  services: [
    { id: 'ent_checkout', name: 'shop/checkout' },
    { id: 'ent_checkout-db', name: 'shop/checkout-db' },
    { id: 'ent_web', name: 'shop/web' },
  ],
  incidents: [{ id: 'inc_abc', startedAt: NOW - 3 * HOUR }],
};
const asked = (question: string) => parseQuestion(question, context);

test('common questions become the form that they mean, and nothing of them is left', () => {
  const hour = { kind: 'last', length: HOUR };
  const checkout = { service: context.services[0] };
  const cases: readonly (readonly [string, object])[] = [
    ['errors of checkout last hour', { about: 'logs', level: 'error', ...checkout, time: hour }],
    [
      'show me the failures in shop/checkout in the past 30 minutes?',
      { about: 'logs', level: 'error', ...checkout, time: { kind: 'last', length: 30 * MINUTE } },
    ],
    [
      'what changed before inc_abc',
      { about: 'changes', time: { kind: 'before', incident: 'inc_abc', startedAt: NOW - 3 * HOUR } },
    ],
    ['is checkout-db slow', { about: 'requests', service: context.services[1], time: hour }],
    [
      'lines "timed out" of web today',
      {
        about: 'logs',
        text: 'timed out',
        service: context.services[2],
        time: { kind: 'range', from: NOW - 14 * HOUR, to: NOW },
      },
    ],
    ['what is coming', { about: 'predictions', time: hour }],
    [
      'incidents yesterday',
      { about: 'incidents', time: { kind: 'range', from: NOW - 38 * HOUR, to: NOW - 14 * HOUR } },
    ],
    ['anything unusual in the last 2 days?', { about: 'anomalies', time: { kind: 'last', length: 2 * DAY } }],
  ];
  for (const [question, form] of cases)
    expect(asked(question), question).toEqual({
      form,
      notUnderstood: [],
    });
});

test('what is not understood is said, and a question without a subject becomes no query', () => {
  expect(asked('errors of billing last hour').notUnderstood).toEqual(['billing']);
  expect(asked('what changed before inc_zzz').notUnderstood).toEqual(['inc_zzz']);
  expect(asked('why is the sky blue')).toEqual({ form: undefined, notUnderstood: ['why', 'sky', 'blue'] });
  expect(asked("'; DROP TABLE logs; --").form).toEqual({ about: 'logs', time: { kind: 'last', length: HOUR } });
});

test('a form becomes one query whose input code has made, with the page that shows the same', () => {
  const { form } = asked('errors of checkout last hour');
  expect(buildQuery(form!, NOW)).toEqual({
    operation: 'searchLogs',
    input: {
      last: 'PT1H',
      filters: [
        { field: 'service', operator: '=', value: 'checkout' },
        { field: 'severity', operator: '>=', value: 'error' },
      ],
      limit: 11,
    },
    words: 'error lines of shop/checkout, in the last hour, newest first',
    page: '/explore/logs?q=service%3Dcheckout+severity%3E%3Derror&last=PT1H',
  });
  expect(buildQuery(asked('what changed before inc_abc').form!, NOW).input).toEqual({
    from: new Date(NOW - 9 * HOUR).toISOString(),
    to: new Date(NOW - 3 * HOUR).toISOString(),
  });
});
